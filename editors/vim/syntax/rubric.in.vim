" Vim syntax of Rubric. Words between at signs are filled in by editors/make_syntax.py.
" What stands later wins where two begin at one place; so names come first and strings last.
if exists("b:current_syntax")
  finish
endif
let s:cpo = &cpo
set cpo&vim
syn case match
syn sync minlines=100

" words inside statements; after a dot, before a colon and before a comparison they are names
syn match rubricDecision /\v\.@1<!<%(@DECISION@)>%(\s*[(":])@!/
syn match rubricCall     /\v\.@1<!<@WORD@>\ze\s*\(/
syn match rubricBuiltin  /\v\.@1<!<%(@BUILTINS@|@QUERIES@|points)>\ze\s*\(/
syn match rubricClause   /\v\.@1<!<%(@CLAUSES@|@OPTIONS@)>%(\s*%(%(@COMPARES@)>|\=\>@!|[<>!*\/]))@!/
syn match rubricClause   /\v\.@1<!<%(@PHRASES@|at\s+least)>%(\s*%(%(@COMPARES@)>|\=\>@!|[<>!*\/]))@!/
syn match rubricClause   /\v\.@1<!<whole>\ze\s*\=\>@!/
syn match rubricOperator /\v\.@1<!<%(@OPERATORS@)>/
syn match rubricConstant /\v\.@1<!<%(@CONSTANTS@)>/
syn match rubricMember   /\v\.\zs%(@NAME@)>%(\s*\()@!/
syn match rubricMember   /\v\.@1<!<%(@NAME@)\ze\s*:/
syn match rubricQuoted   /`[^`]*`/

" schema, record, table: fields
syn match  rubricStatement /\v^\s*\zs%(schema|record|table)>\ze\s+%(@NAME@)\s*%(\{|from>)/ nextgroup=rubricTypeName skipwhite
syn match  rubricTypeName  /\v@NAME@/ contained nextgroup=rubricFields,rubricFrom skipwhite skipempty
syn match  rubricFrom      /\v<from>\s+"%([^"\\]|\\.)*"/ contained contains=rubricOption,rubricText nextgroup=rubricFields skipwhite skipempty
syn region rubricFields    matchgroup=rubricBrace start=/{/ end=/}/ contained fold
  \ contains=rubricField,rubricOption,rubricOptionName,rubricEmpty,rubricText,rubricNumber,rubricDate,rubricDuration,rubricSymbol,rubricComment
syn match  rubricEmpty     /\<empty\>/ contained
syn match  rubricOption    /\v<%(@OPTIONS@|in|missing\s+when|separated\s+by)>/ contained
syn match  rubricOptionName /\v<%(by|since|unit)>\s+%(@NAME@)/ contained contains=rubricOption
syn match  rubricField     /\v^\s*\zs%(%(@RESERVED@|@OPTIONS@)>|separated\s+by>)@!%(@NAME@)\ze\s+@WORD@/ contained nextgroup=rubricType,rubricRecord skipwhite
syn match  rubricField     /\v<%(%(@RESERVED@|@OPTIONS@)>|separated\s+by>)@!%(@NAME@)\ze\s+%(@TYPES@|@TYPE_PHRASES@)>%(\s+%(@TYPES@|@TYPE_PHRASES@)>)@!/ contained nextgroup=rubricType skipwhite
syn match  rubricRecord    /\v@WORD@/ contained
syn match  rubricType      /\v<%(@TYPES@)>/ contained
syn match  rubricType      /\v<%(@TYPE_PHRASES@)>/ contained nextgroup=rubricType,rubricRecord skipwhite

" other statements
syn match rubricStatement /\v^\s*\zs%(%(schema|record|table)>)@!%(@STATEMENTS@)>\ze\s+%(@NAME@)%(\s*%($|#|\=\>@!|\(|\.\.|-?\d)|\s+%(as|by|from|whole)>)/ nextgroup=rubricDefined skipwhite
syn match rubricStatement /\v^\s*\zs%(@STATEMENT_PHRASES@)>/
syn match rubricStatement /\v^\s*\zsextern\s+function>/ nextgroup=rubricDefined skipwhite
syn match rubricStatement /\v^\s*\zsstages>\ze\s+forward>/
syn match rubricDefined   /\v@NAME@/ contained
syn match rubricStatement /\v\.@1<!<%(@STATEMENTS@)>\ze\s*"/ nextgroup=rubricLabel skipwhite
syn match rubricScore     /\v\.@1<!<%(%(@KEYWORDS@)>)@!%(@WORD@)>\ze\s*"/ nextgroup=rubricLabel skipwhite

" the arguments of a definition, and what an extern function gives
syn match rubricArgument /\v[(,]@1<=\s*%(%(@RESERVED@)>)@!%(@NAME@)\s+%(list\s+of\s+)?%(@TYPES@)>\ze\s*[,)]/ contains=rubricType
syn match rubricClause   /\v<gives>/ nextgroup=rubricType skipwhite

" literals
syn match rubricSymbol   /\v\=\>|\.\.\<?|[<>!]\=|[-+*\/<>=]/
syn match rubricNumber   /\v%([ \t(\[,]@1<=[-+])?<\d[0-9_]*%(\.\d[0-9_]*)?[kMB]?\%?/
syn match rubricDuration /\v<\d[0-9_]*\s+%(@UNITS@)>%(\s*")@!%(\s+ago>)?/ contains=rubricNumber
syn match rubricDate     /\v<\d{4}-\d{1,2}-\d{1,2}%(T\d{1,2}:\d{2}%(:\d{2}%(\.\d+)?)?%(Z|[-+]\d{2}%(:?\d{2})?)?)?/
syn match rubricForeign  /\v\=\=|\&\&|\|\||\<\>|[“”‘’';$]/
syn match rubricEscape   /\v\\%(["\\nt]|u\{[0-9A-Fa-f]{1,6}\})/ contained
syn region rubricText    start=/"/ skip=/\\./ end=/"/ end=/$/ keepend contains=rubricEscape
syn region rubricLabel   start=/"/ skip=/\\./ end=/"/ end=/$/ keepend contained contains=rubricEscape
syn match rubricClause   /\v<matches>\ze\s+"/ nextgroup=rubricPattern skipwhite
syn region rubricPattern start=/"/ skip=/\\./ end=/"/ end=/$/ keepend contained contains=rubricEscape
syn match rubricComment  /#.*/ contains=rubricTodo,@Spell
syn keyword rubricTodo TODO FIXME contained

hi def link rubricStatement  Statement
hi def link rubricScore      Statement
hi def link rubricClause     Keyword
hi def link rubricOption     StorageClass
hi def link rubricOptionName Identifier
hi def link rubricOperator   Operator
hi def link rubricSymbol     Operator
hi def link rubricConstant   Constant
hi def link rubricEmpty      Constant
hi def link rubricDecision   Special
hi def link rubricBuiltin    Function
hi def link rubricCall       Function
hi def link rubricDefined    Function
hi def link rubricLabel      Title
hi def link rubricTypeName   Structure
hi def link rubricType       Type
hi def link rubricArgument   Identifier
hi def link rubricRecord     Type
hi def link rubricField      Identifier
hi def link rubricMember     Identifier
hi def link rubricQuoted     Identifier
hi def link rubricText       String
hi def link rubricPattern    String
hi def link rubricEscape     SpecialChar
hi def link rubricNumber     Number
hi def link rubricDuration   Number
hi def link rubricDate       Number
hi def link rubricForeign    Error
hi def link rubricComment    Comment
hi def link rubricTodo       Todo

let b:current_syntax = "rubric"
let &cpo = s:cpo
unlet s:cpo
