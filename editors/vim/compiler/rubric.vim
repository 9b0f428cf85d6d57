" :make prints the mistakes of the rule file into the quickfix list.
if exists("current_compiler")
  finish
endif
let current_compiler = "rubric"
CompilerSet makeprg=rubric\ check\ %:S
CompilerSet errorformat=%f:%l:%c:\ %trror[%*[^]]]:\ %m,%f:%l:%c:\ %tarning[%*[^]]]:\ %m,%-G%.%#
