" The syntax group of every character of the file of $RUBRIC_FILE, into $RUBRIC_OUT: a line of names for each line.
set nocompatible viminfo= noswapfile encoding=utf-8
let &runtimepath = $RUBRIC_VIM . "," . &runtimepath
filetype plugin indent on
syntax on
edit $RUBRIC_FILE
setfiletype rubric
let s:out = []
for s:row in range(1, line("$"))
  call add(s:out, join(map(range(1, strlen(getline(s:row))), 'synIDattr(synID(s:row, v:val, 1), "name")'), ","))
endfor
call writefile(s:out, $RUBRIC_OUT)
qall!
