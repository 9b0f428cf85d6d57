" Rubric in Vim and Neovim: comments, gf on used files, `:make` for the mistakes of the file, `gq` and `=` by `rubric fmt`.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal suffixesadd=.rubric
setlocal include=^\\s*use\\s\\+\"
setlocal define=^\\s*\\(define\\|parameter\\|list\\|table\\|record\\|score\\)\\s\\+
let b:undo_ftplugin = "setl com< cms< fo< et< sw< sts< sua< inc< def<"

" :RubricFormat lays the buffer out as `rubric fmt` does; the text and the place stay when it cannot be read
if executable("rubric")
  command! -buffer -bar RubricFormat call s:format()
  let b:undo_ftplugin .= " | silent! delcommand -buffer RubricFormat"
  if !exists("b:current_compiler")
    compiler rubric
    let b:undo_ftplugin .= " | setl mp< efm< | unlet! b:current_compiler"
  endif
endif

if exists("*s:format")
  finish
endif
function s:format() abort
  let l:lines = systemlist("rubric fmt --stdout -", getline(1, "$"))
  if v:shell_error
    echohl ErrorMsg | echo get(l:lines, 0, "rubric fmt failed") | echohl None
  elseif l:lines !=# getline(1, "$")
    let l:view = winsaveview()
    if len(l:lines) < line("$")
      silent execute (len(l:lines) + 1) . ",$delete _"
    endif
    call setline(1, l:lines)
    call winrestview(l:view)
  endif
endfunction
