" Lays the file of $RUBRIC_FILE out anew with the indent file alone, into $RUBRIC_OUT.
set nocompatible viminfo= noswapfile encoding=utf-8
let &runtimepath = $RUBRIC_VIM . "," . &runtimepath
filetype plugin indent on
edit $RUBRIC_FILE
setfiletype rubric
silent execute "normal! gg=G"
call writefile(getline(1, "$"), $RUBRIC_OUT)
qall!
