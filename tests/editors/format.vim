" :RubricFormat on the file of $RUBRIC_FILE, into $RUBRIC_OUT.
set nocompatible viminfo= noswapfile encoding=utf-8
let &runtimepath = $RUBRIC_VIM . "," . &runtimepath
let $PATH = fnamemodify($RUBRIC, ":h") . ":" . $PATH
filetype plugin indent on
edit $RUBRIC_FILE
setfiletype rubric
call cursor(2, 3)
RubricFormat
call writefile(["at " . line(".") . ":" . col("."), "make " . &makeprg] + getline(1, "$"), $RUBRIC_OUT)
qall!
