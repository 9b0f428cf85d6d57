" Rubric: a step deeper than the line of the bracket that stands open. What has been aligned further right stays.
if exists("b:did_indent")
  finish
endif
let b:did_indent = 1
setlocal indentexpr=RubricIndent(v:lnum) indentkeys=0{,0},0),0],!^F,o,O
let b:undo_indent = "setl inde< indk<"

if exists("*RubricIndent")
  finish
endif

" The brackets of a line, without those in texts and comments.
function s:brackets(lnum) abort
  let l:code = substitute(getline(a:lnum), '"\%([^"\\]\|\\.\)*"\?\|`[^`]*`\|#.*', "", "g")
  return split(substitute(l:code, '[^][(){}]', "", "g"), '\zs')
endfunction

" The line above `lnum` with the innermost bracket that is open there, or 0.
function s:opener(lnum) abort
  let l:closed = 0
  for l:above in range(a:lnum - 1, max([1, a:lnum - 1000]), -1)
    for l:bracket in reverse(s:brackets(l:above))
      if l:bracket =~# '[])}]'
        let l:closed += 1
      elseif l:closed > 0
        let l:closed -= 1
      else
        return l:above
      endif
    endfor
  endfor
  return 0
endfunction

function RubricIndent(lnum) abort
  let l:opener = s:opener(a:lnum)
  let l:closes = getline(a:lnum) =~# '^\s*[])}]'
  if l:opener == 0
    return getline(prevnonblank(a:lnum - 1)) =~# '^\s*[])}]' && getline(a:lnum) =~# '^\S\|^$' ? 0 : -1
  endif
  return l:closes ? indent(l:opener) : max([indent(a:lnum), indent(l:opener) + shiftwidth()])
endfunction
