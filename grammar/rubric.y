/* rubric.y -- the grammar of Rubric (language.md): words to a tree.

   Every word that is not reserved is a name where a name can stand: the first words of statements are told apart by
   src/lang/tokens.c, the words inside statements are in `name`. Comparisons and `and`/`or` are parsed without regard to
   chaining and mixing; the actions refuse both with the fix. */
%define api.pure full
%define api.value.type {union Value}
%define api.location.type {Span}
%define lr.type ielr
%define parse.error custom
%define parse.lac full
%expect 0
%locations
%param {Parser *p}

%code requires { #include "lang/parse_parts.h" }
%code {
#define yylex token_next
// Bison's stacks have their full room in the arena from the start (%initial-action below): it allocates nothing itself, and
// where memory is short that is told. On the stack of the thread they would end the program.
#define YYMALLOC(size) ((void)(size), NULL)
#define YYFREE(block) ((void)(block))
#define YYMAXDEPTH 5000
#define YYINITDEPTH 1
#define STACK(items) arena_alloc_raw(p->arena, YYMAXDEPTH * sizeof *(items))
static void yyerror(Span *location, Parser *p, const char *message);
#define NEW(T, ...) memcpy(arena_alloc(p->arena, sizeof(T)), &(T){__VA_ARGS__}, sizeof(T))
#define CHECK_DEPTH(e) do { if (!depth_enter(p, e)) YYERROR; } while (0)
}

%initial-action {
  yyss = yyssp = STACK(yyss);
  yyvs = yyvsp = STACK(yyvs);
  yyls = yylsp = STACK(yyls);
  yyes = STACK(yyes);
  yystacksize = yyes_capacity = YYMAXDEPTH;
}

%token START_FILE START_EXPRESSION SYNC ITEM_SYNC
%token <name> NAME
%token <expr> NUMBER TEXT_LITERAL DATE_LITERAL TIME_LITERAL DURATION AGO
%token TO ".." UNTIL "..<" ARROW "=>" LE "<=" GE ">=" NE "!="
%token AND OR NOT IS IN HAS OF ANY ALL NONE_WORD IF THEN ELSE NOW TRUE FALSE MISSING PRESENT VALID INVALID EXACTLY
%token RUBRIC USE SCHEMA RECORD LIST TABLE PARAMETER DEFINE SCORE GROUP DISQUALIFY REQUIRE STAGE STAGES SEGMENT CONTACT ROUTE HOLD ACCOUNT MERGE EXTERN TEST
%token <name> KEY REQUIRED DEFAULT FROM UNIT AS BY SINCE
%token <name> EMPTY COLUMN GIVES WHOLE WHEN THAT FOR PER EACH BECAUSE OTHERWISE TO_WORD SLA OPEN EVERY KEEPING LOSING WHERE WITHIN BEFORE AFTER BETWEEN CONTAINS MATCHES
%token <name> OWNER VERSION TIMEZONE AT LEAD EXPECT COMBINE STRICTEST
%token STARTS_WITH ENDS_WITH OLDER_THAN AT_MOST AT_LEAST ONE_OF SCALE_OF LIST_OF SEPARATED_BY HALVING_EVERY FADING_OVER REVIEW_EVERY FORWARD_ONLY
%token HOLD_ROUTES_FOR UNLESS_STAGE_CHANGES ACCOUNT_BY MERGE_LEADS_BY KEEP_LATEST EXTERN_FUNCTION MISSING_WHEN ANY_OF_SET ALL_OF_SET NONE_OF_SET

%type <statement> statement rule_statement
%type <name> name field_name plain_word option_word type_name
%type <expr> expr or_expr and_expr not_expr comparison additive multiplicative unary primary branch set literal bound range number_literal signed_number duration text data record_data route_share
%type <list> args arg_list exprs texts fields columns arguments argument_list rows patterns shares data_items data_pairs rules expects figures names
%type <decision> rows_block
%type <row> row
%type <pattern> pattern
%type <item> pattern_item pattern_core
%type <field> field field_options field_option field_type
%type <column> column
%type <argument> argument
%type <define> define_body
%type <modifiers> modifiers modifier
%type <because> because
%type <query> query
%type <decay> decay
%type <header> header_items
%type <test> test_items
%type <merge> merge_items
%type <rule> rule_body rule_points
%type <route> route_target
%type <number> quant sign state
%type <argument_of> argument_expr
%%
start: file | START_EXPRESSION expr { p->expression = $2; blanks_refuse(p); };
file: START_FILE
  | file statement { list_push(p, p->statements, $2); blanks_refuse(p); }
  | file error SYNC { parse_recovered(p, @1.end); yyerrok; } ;

statement:
    RUBRIC text header_items block_end { $3->name = plain_text($2, false); $3->span = @$; $$ = statement_new(p, STATEMENT_HEADER, @$, $3); }
  | USE text { $$ = statement_new(p, STATEMENT_USE, @$, NEW(Use, .path = plain_text($2, false), .path_span = @2)); }
  | SCHEMA name fields block_end { $$ = statement_field_list(p, STATEMENT_SCHEMA, @$, $2, $3); }
  | RECORD name fields block_end { $$ = statement_field_list(p, STATEMENT_RECORD, @$, $2, $3); }
  | LIST name '=' texts { List *l = NEW(List, .name = $2); l->values = text_list(p, $4, &l->count);
      l->spans = ARENA_MANY(p->arena, Span, l->count); for (uint32_t i = 0; i < l->count; i++) l->spans[i] = ((Expr *)$4->items[i])->span; $$ = statement_new(p, STATEMENT_LIST, @$, l); }
  | LIST name FROM text { $$ = statement_new(p, STATEMENT_LIST, @$, NEW(List, .name = $2, .from_file = true, .path = plain_text($4, false), .path_span = @4)); }
  | LIST name FROM text COLUMN text { $$ = statement_new(p, STATEMENT_LIST, @$, NEW(List, .name = $2, .from_file = true, .path = plain_text($4, false), .path_span = @4, .has_column = true, .column = plain_text($6, false))); }
  | TABLE name FROM text '{' columns '}' { Table *t = NEW(Table, .name = $2, .path = plain_text($4, false), .path_span = @4, .column_count = $6->count);
      t->columns = ARENA_MANY(p->arena, TableColumn, $6->count); for (uint32_t i = 0; i < $6->count; i++) t->columns[i] = *(TableColumn *)$6->items[i]; $$ = statement_new(p, STATEMENT_TABLE, @$, t); }
  | PARAMETER name '=' literal { $$ = statement_new(p, STATEMENT_PARAMETER, @$, NEW(Parameter, .name = $2, .value = $4)); }
  | PARAMETER name '=' literal IN range { $$ = statement_new(p, STATEMENT_PARAMETER, @$, NEW(Parameter, .name = $2, .value = $4, .range = $6)); }
  | DEFINE name define_body { $3->name = $2; $3->span = @$; $$ = statement_new(p, STATEMENT_DEFINE, @$, $3); }
  | DEFINE name '(' arguments ')' define_body { $6->name = $2; $6->span = @$; $6->function = true; $6->argument_count = $4->count;
      $6->arguments = ARENA_MANY(p->arena, Argument, $4->count); for (uint32_t i = 0; i < $4->count; i++) $6->arguments[i] = *(Argument *)$4->items[i]; $$ = statement_new(p, STATEMENT_DEFINE, @$, $6); }
  | EXTERN_FUNCTION name '(' arguments ')' GIVES type_name FROM text { Extern *x = NEW(Extern, .name = $2, .argument_count = $4->count, .gives = type_named($7), .gives_name = $7, .library = plain_text($9, false), .library_span = @9, .span = @$);
      x->arguments = ARENA_MANY(p->arena, Argument, $4->count); for (uint32_t i = 0; i < $4->count; i++) x->arguments[i] = *(Argument *)$4->items[i]; $$ = statement_new(p, STATEMENT_EXTERN, @$, x); }
  | SCORE name { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .span = @$)); }
  | SCORE name range { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .range = $3, .span = @$)); }
  | SCORE name WHOLE { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .whole = true, .span = @$)); }
  | SCORE name range WHOLE { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .range = $3, .whole = true, .span = @$)); }
  | SCORE name '=' expr { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .derived = $4, .span = @$)); }
  | SCORE name range '=' expr { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .range = $3, .derived = $5, .span = @$)); }
  | SCORE name WHOLE '=' expr { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .whole = true, .derived = $5, .span = @$)); }
  | SCORE name range WHOLE '=' expr { $$ = statement_new(p, STATEMENT_SCORE, @$, NEW(Score, .name = $2, .range = $3, .whole = true, .derived = $6, .span = @$)); }
  | rule_statement
  | GROUP text range '{' rules '}' { $$ = statement_new(p, STATEMENT_GROUP, @$, NEW(Group, .label = plain_text($2, false), .label_span = @2, .range = $3, .rules = (Rule **)$5->items, .rule_count = $5->count, .span = @$)); }
  | GROUP text range decay SINCE expr '{' rules '}' { $4->since = $6; $$ = statement_new(p, STATEMENT_GROUP, @$, NEW(Group, .label = plain_text($2, false), .label_span = @2, .range = $3, .decay = *$4, .rules = (Rule **)$8->items, .rule_count = $8->count, .span = @$)); }
  | DISQUALIFY text because WHEN expr { $$ = statement_new(p, STATEMENT_REASON, @$, NEW(Reason, .code = plain_text($2, false), .code_span = @2, .because = $3.text, .has_because = $3.present, .when = $5, .span = @$)); }
  | REQUIRE text because THAT expr { $$ = statement_new(p, STATEMENT_REASON, @$, NEW(Reason, .require = true, .code = plain_text($2, false), .code_span = @2, .because = $3.text, .has_because = $3.present, .when = $5, .span = @$)); }
  | STAGE text WHEN expr { $$ = statement_new(p, STATEMENT_STAGE, @$, NEW(Stage, .name = plain_text($2, false), .name_span = @2, .when = $4, .span = @$)); }
  | STAGE text OTHERWISE { $$ = statement_new(p, STATEMENT_STAGE, @$, NEW(Stage, .name = plain_text($2, false), .name_span = @2, .otherwise = true, .span = @$)); }
  | STAGES FORWARD_ONLY { $$ = statement_new(p, STATEMENT_FORWARD_ONLY, @$, NULL); }
  | SEGMENT text WHEN expr { $$ = statement_new(p, STATEMENT_SEGMENT, @$, NEW(Segment, .name = plain_text($2, false), .name_span = @2, .when = $4, .span = @$)); }
  | CONTACT text because WHEN expr { $$ = statement_new(p, STATEMENT_CHANNEL, @$, NEW(Channel, .name = plain_text($2, false), .name_span = @2, .because = $3.text, .has_because = $3.present, .when = $5, .span = @$)); }
  | CONTACT text because WHEN expr OPEN text TO text IN additive { $$ = statement_new(p, STATEMENT_CHANNEL, @$, NEW(Channel, .name = plain_text($2, false), .name_span = @2, .because = $3.text, .has_because = $3.present, .when = $5,
      .has_hours = true, .open_text = plain_text($7, false), .close_text = plain_text($9, false), .hours_span = span_join(@7, @9), .zone = $11, .span = @$)); }
  | ROUTE text TO_WORD route_target WHEN expr { $4->name = plain_text($2, false); $4->name_span = @2; $4->when = $6; $4->span = @$; $$ = statement_new(p, STATEMENT_ROUTE, @$, $4); }
  | ROUTE text TO_WORD route_target OTHERWISE { $4->name = plain_text($2, false); $4->name_span = @2; $4->otherwise = true; $4->span = @$; $$ = statement_new(p, STATEMENT_ROUTE, @$, $4); }
  | ROUTE text TO_WORD route_target SLA duration WHEN expr { $4->name = plain_text($2, false); $4->name_span = @2; $4->sla = $6; $4->when = $8; $4->span = @$; $$ = statement_new(p, STATEMENT_ROUTE, @$, $4); }
  | ROUTE text TO_WORD route_target SLA duration OTHERWISE { $4->name = plain_text($2, false); $4->name_span = @2; $4->sla = $6; $4->otherwise = true; $4->span = @$; $$ = statement_new(p, STATEMENT_ROUTE, @$, $4); }
  | HOLD_ROUTES_FOR duration { $$ = statement_new(p, STATEMENT_HOLD, @$, NEW(Hold, .duration = $2, .span = @$)); }
  | HOLD_ROUTES_FOR duration UNLESS_STAGE_CHANGES { $$ = statement_new(p, STATEMENT_HOLD, @$, NEW(Hold, .duration = $2, .unless_stage_changes = true, .span = @$)); }
  | ACCOUNT_BY expr '{' figures '}' { $$ = statement_new(p, STATEMENT_ACCOUNT, @$, NEW(Account, .by = $2, .figures = (Define **)$4->items, .count = $4->count, .span = @$)); }
  | MERGE_LEADS_BY expr '{' merge_items '}' { $4->by = $2; $4->span = @$; $$ = statement_new(p, STATEMENT_MERGE, @$, $4); }
  | TEST text test_items block_end { $3->name = plain_text($2, false); $3->name_span = @2; $3->span = @$; $$ = statement_new(p, STATEMENT_TEST, @$, $3); }
  ;

/* ---- names */
plain_word:
    NAME | EMPTY | COLUMN | GIVES | WHOLE | WHEN | THAT | FOR | PER | EACH | BECAUSE | OTHERWISE | TO_WORD | SLA | OPEN | EVERY | KEEPING | LOSING | WHERE | WITHIN
  | BEFORE | AFTER | BETWEEN | CONTAINS | MATCHES | OWNER | VERSION | TIMEZONE | AT | LEAD | EXPECT | COMBINE | STRICTEST ;
option_word: KEY | REQUIRED | DEFAULT | FROM | UNIT | AS | BY | SINCE ;
name: plain_word | option_word ;
field_name: plain_word ;
names: name { $$ = list_begin(p, NEW(Name, .text = $1.text, .span = $1.span)); } | names ',' name { $$ = list_push(p, $1, NEW(Name, .text = $3.text, .span = $3.span)); } ;
type_name: plain_word ;

text: TEXT_LITERAL ;
texts: text { $$ = list_begin(p, $1); } | texts ',' text { $$ = list_push(p, $1, $3); } ;
duration: DURATION | name { $$ = node(p, EXPR_NAME, @1, NULL, NULL, NULL); $$->text = $1.text; } ;

/* ---- header */
header_items: '{' { $$ = NEW(Header, .span = @$); } | header_items error ITEM_SYNC { $$ = $1; parse_recovered(p, @1.end); yyerrok; }
  | header_items OWNER text { $$ = $1; $$->owner = plain_text($3, false); $$->has_owner = true; }
  | header_items VERSION text { $$ = $1; $$->version = plain_text($3, false); $$->has_version = true; }
  | header_items TIMEZONE text { $$ = $1; $$->timezone = plain_text($3, false); $$->timezone_span = @3; $$->has_timezone = true; }
  | header_items REVIEW_EVERY DURATION SINCE DATE_LITERAL { $$ = $1; $$->review_every = $3; $$->review_since = $5; }
  ;

/* ---- schema, record, table */
fields: '{' { $$ = list_begin(p, NULL); } | fields field { $$ = list_push(p, $1, $2); }
  | fields error ITEM_SYNC { $$ = $1; parse_recovered(p, @1.end); yyerrok; } ;
block_end: '}' | error SYNC { parse_recovered(p, @1.start); yyerrok; } ;
field: field_name field_type field_options { $$ = field_join(p, $2, $3); $$->name = $1; $$->span = @$; } ;
field_type:
    type_name { $$ = NEW(Field, .type = type_named($1), .type_name = $1); }
  | ONE_OF texts { Values *v = NEW(Values, .count = 0); v->items = text_list(p, $2, &v->count); $$ = NEW(Field, .type = {.kind = TYPE_ONE_OF, .values = v}); }
  | SCALE_OF texts { Values *v = NEW(Values, .count = 0); v->items = text_list(p, $2, &v->count); $$ = NEW(Field, .type = {.kind = TYPE_SCALE, .values = v}); }
  | LIST_OF field_type { $$ = NEW(Field, .type = {.kind = TYPE_LIST, .element = NEW(Type, .kind = $2->type.kind, .values = $2->type.values, .element = $2->type.element)}, .type_name = $2->type_name); }
  ;
field_options: %empty { $$ = NEW(Field, .key = false); } | field_options field_option { $$ = field_join(p, $1, $2); } ;
field_option:
    KEY { $$ = NEW(Field, .key = true); }
  | REQUIRED { $$ = NEW(Field, .required = true); }
  | DEFAULT literal { $$ = NEW(Field, .default_value = $2); }
  | DEFAULT EMPTY { $$ = NEW(Field, .default_empty = true); }
  | FROM texts { $$ = NEW(Field, .key = false); $$->from = text_list(p, $2, &$$->from_count); }
  | MISSING_WHEN texts { blanks_allow($2); $$ = NEW(Field, .key = false); $$->missing = text_list(p, $2, &$$->missing_count); }
  | IN range { $$ = NEW(Field, .range = $2); }
  | UNIT field_name { $$ = NEW(Field, .unit = $2); }
  | SEPARATED_BY text { $$ = NEW(Field, .separator = plain_text($2, true), .has_separator = true); }
  | AS text { $$ = NEW(Field, .form = plain_text($2, false), .has_form = true, .form_span = @2); }
  | BY field_name { $$ = NEW(Field, .by = $2); }
  | SINCE field_name { $$ = NEW(Field, .since = $2); }
  ;
columns: column { $$ = list_begin(p, $1); } | columns column { $$ = list_push(p, $1, $2); } ;
column: field_name field_type { $$ = NEW(TableColumn, .name = $1, .type = $2->type); }
  | column KEY { $$ = $1; $$->key = true; }
  | column FROM text { $$ = $1; $$->from = plain_text($3, false); }
  ;

/* ---- definitions */
arguments: %empty { $$ = list_begin(p, NULL); } | argument_list ;
argument_list: argument { $$ = list_begin(p, $1); } | argument_list ',' argument { $$ = list_push(p, $1, $3); } ;
argument: name type_name { $$ = NEW(Argument, .name = $1, .type = type_named($2), .type_name = $2); }
  | name LIST_OF type_name { $$ = NEW(Argument, .name = $1, .type_name = $3); Type *t = NEW(Type, .kind = TYPE_ERROR); *t = type_named($3); $$->type = (Type){.kind = TYPE_LIST, .element = t}; } ;
define_body: AS expr { $$ = NEW(Define, .body = $2); } | BY exprs rows_block { $3->by = expr_list($2); $3->span = @$; $$ = NEW(Define, .decision = $3); } ;
figures: %empty { $$ = list_begin(p, NULL); } | figures figure_word name AS expr { $$ = list_push(p, $1, NEW(Define, .name = $3, .body = $5, .span = span_join(@2, @5))); } ;
figure_word: NAME { if (!text_is($1.text, "define")) { parse_error(p, 0, @1); YYERROR; } } ;

rows_block: rows '}' { $$ = NEW(Decision, .row_count = $1->count, .rows_lost = $1->lost); $$->rows = ARENA_MANY(p->arena, Row, $1->count + 1); for (uint32_t i = 0; i < $1->count; i++) $$->rows[i] = *(Row *)$1->items[i]; }
  | rows error SYNC { YYERROR; } | '{' error SYNC { YYERROR; } ; // the brace is missing: the statement is lost, also the group around it
rows: '{' row { $$ = list_begin(p, $2); } | rows row { $$ = list_push(p, $1, $2); }
  | '{' error ITEM_SYNC { $$ = list_begin(p, NULL); $$->lost = true; parse_recovered(p, @1.end); yyerrok; }
  | rows error ITEM_SYNC { $$ = $1; $$->lost = true; parse_recovered(p, @1.end); yyerrok; } ;
row: patterns ARROW branch_literal { $$ = NEW(Row, .pattern_count = $1->count, .result = p->expression, .span = @$); $$->patterns = ARENA_MANY(p->arena, Pattern, $1->count); for (uint32_t i = 0; i < $1->count; i++) $$->patterns[i] = *(Pattern *)$1->items[i]; }
  | OTHERWISE ARROW branch_literal { $$ = NEW(Row, .otherwise = true, .result = p->expression, .span = @$); } ;
branch_literal: literal { p->expression = $1; } | '+' NUMBER { p->expression = $2; } | MISSING { p->expression = node(p, EXPR_MISSING, @1, NULL, NULL, NULL); } ;
patterns: pattern { $$ = list_begin(p, $1); } | patterns ',' pattern { $$ = list_push(p, $1, $3); } ;
pattern: pattern_item { $$ = NEW(Pattern, .items = $1, .count = 1, .span = @$); }
  | pattern OR pattern_item { $$ = $1; $$->items = arena_grow(p->arena, $1->items, $1->count * sizeof(PatternItem), ($1->count + 1) * sizeof(PatternItem)); $$->items[$$->count++] = *$3; $$->span = @$; } ;
pattern_item: pattern_core { $$ = $1; $$->span = @$; }
  | NOT pattern_core { $$ = $2; $$->span = @$; if ($2->kind != PATTERN_LITERAL && $2->kind != PATTERN_RANGE && $2->kind != PATTERN_IN) { Diag *d = diag_add(p->diags, ERROR_FORM_OF_ROW, @$, "`not` stands before a value, a range or `in`"); (void)d; p->failed = true; } $$->negated = true; } ;
pattern_core:
    literal { $$ = NEW(PatternItem, .kind = PATTERN_LITERAL, .value = $1); }
  | range { $$ = NEW(PatternItem, .kind = PATTERN_RANGE, .value = $1); }
  | '<' literal { $$ = NEW(PatternItem, .kind = PATTERN_COMPARE, .op = COMPARE_LT, .value = $2); }
  | LE literal { $$ = NEW(PatternItem, .kind = PATTERN_COMPARE, .op = COMPARE_LE, .value = $2); }
  | '>' literal { $$ = NEW(PatternItem, .kind = PATTERN_COMPARE, .op = COMPARE_GT, .value = $2); }
  | GE literal { $$ = NEW(PatternItem, .kind = PATTERN_COMPARE, .op = COMPARE_GE, .value = $2); }
  | IN set { $$ = NEW(PatternItem, .kind = PATTERN_IN, .value = $2); }
  | HAS literal { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_HAS, .value = $2); }
  | HAS quant set { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_HAS, .quant = (uint8_t)$2, .value = $3); }
  | CONTAINS literal { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_CONTAINS, .value = $2); }
  | CONTAINS ANY_OF_SET set { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_CONTAINS, .quant = QUANT_ANY, .value = $3); }
  | STARTS_WITH literal { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_STARTS, .value = $2); }
  | STARTS_WITH ANY_OF_SET set { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_STARTS, .quant = QUANT_ANY, .value = $3); }
  | ENDS_WITH literal { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_ENDS, .value = $2); }
  | ENDS_WITH ANY_OF_SET set { $$ = NEW(PatternItem, .kind = PATTERN_MATCH, .op = MATCH_ENDS, .quant = QUANT_ANY, .value = $3); }
  | PRESENT { $$ = NEW(PatternItem, .kind = PATTERN_PRESENT); }
  | MISSING { $$ = NEW(PatternItem, .kind = PATTERN_MISSING); }
  | ANY { $$ = NEW(PatternItem, .kind = PATTERN_ANY); }
  ;
quant: ANY_OF_SET { $$ = QUANT_ANY; } | ALL_OF_SET { $$ = QUANT_ALL; } | NONE_OF_SET { $$ = QUANT_NONE; } ;

/* ---- rules */
rules: %empty { $$ = list_begin(p, NULL); } | rules rule_statement { $$ = list_push(p, $1, $2->rule); } ;
rule_statement: NAME text rule_body { $3->score = $1; $3->label = plain_text($2, false); $3->label_span = @2; $3->span = @$; $$ = statement_new(p, STATEMENT_RULE, @$, $3); } ;
rule_body:
    rule_points modifiers because WHEN expr { $$ = $1; $$->form = RULE_WHEN; $$->each = $2->each; $$->cap = $2->cap; $$->decay = $2->decay; $$->because = $3.text; $$->has_because = $3.present; $$->when = $5; }
  | rule_points modifiers because FOR query { $$ = $1; $$->form = RULE_FOR; $$->each = $2->each; $$->cap = $2->cap; $$->decay = $2->decay; $$->because = $3.text; $$->has_because = $3.present; $$->query = $5; }
  | rule_points PER expr modifiers because { $$ = $1; $$->form = RULE_PER; $$->per = $3; $$->each = $4->each; $$->cap = $4->cap; $$->decay = $4->decay; $$->because = $5.text; $$->has_because = $5.present; }
  | rule_points PER expr modifiers because WHEN expr { $$ = $1; $$->form = RULE_PER; $$->per = $3; $$->each = $4->each; $$->cap = $4->cap; $$->decay = $4->decay; $$->because = $5.text; $$->has_because = $5.present; $$->when = $7; }
  | because BY exprs rows_block { $$ = NEW(Rule, .form = RULE_BY, .because = $1.text, .has_because = $1.present, .by = $4); $4->by = expr_list($3); $4->span = span_join(@2, @4); }
  ;
rule_points: sign NUMBER { $$ = NEW(Rule, .points = $1 ? node_negative(p, @$, $2) : $2); $$->points->span = @$; }
  | NUMBER { $$ = NEW(Rule, .points = $1); }
  | sign name { $$ = NEW(Rule, .points = node(p, EXPR_NAME, @2, NULL, NULL, NULL), .points_negative = $1 != 0); $$->points->text = $2.text; } ;
sign: '+' { $$ = 0; } | '-' { $$ = 1; } ;
because: %empty { $$ = (Because){.present = false}; } | BECAUSE text { $$ = (Because){plain_text($2, true), true}; } ;
modifiers: %empty { $$ = NEW(Modifiers, .each = false); } | modifiers modifier { $$ = modifiers_join(p, $1, $2); } | modifiers ',' modifier { $$ = modifiers_join(p, $1, $3); } ;
modifier:
    EACH { $$ = NEW(Modifiers, .each = true, .span = @$); }
  | AT_MOST NUMBER { $$ = NEW(Modifiers, .cap = $2, .span = @$); }
  | AT_MOST name { $$ = NEW(Modifiers, .cap = node(p, EXPR_NAME, @2, NULL, NULL, NULL), .span = @$); $$->cap->text = $2.text; }
  | decay { $$ = NEW(Modifiers, .decay = *$1, .span = @$); }
  | SINCE expr { $$ = NEW(Modifiers, .span = @$); $$->decay.since = $2; }
  ;
decay:
    HALVING_EVERY duration { $$ = NEW(Decay, .kind = DECAY_HALVING, .every = $2, .span = @$); }
  | KEEPING number_literal EVERY duration { $$ = NEW(Decay, .kind = DECAY_KEEPING, .share = $2, .every = $4, .span = @$); }
  | LOSING number_literal EVERY duration { $$ = NEW(Decay, .kind = $2->percent ? DECAY_LOSING_SHARE : DECAY_LOSING_POINTS, .share = $2, .every = $4, .span = @$); }
  | FADING_OVER duration { $$ = NEW(Decay, .kind = DECAY_FADING, .every = $2, .span = @$); }
  ;
query: expr { $$ = node_list_query(p, @$, $1, NULL); } | expr WHERE expr { $$ = node_list_query(p, @$, $1, $3); } ;

route_target: expr { $$ = NEW(Route, .target = $1); }
  | ANY OF shares { $$ = NEW(Route, .share_count = $3->count); $$->shares = ARENA_MANY(p->arena, Share, $3->count);
      for (uint32_t i = 0; i < $3->count; i++) { Expr *s = $3->items[i]; $$->shares[i] = (Share){.target = plain_text(s->a, false), .share = s->b, .span = s->span}; } } ;
shares: route_share { $$ = list_begin(p, $1); } | shares ',' route_share { $$ = list_push(p, $1, $3); } ;
route_share: text { $$ = node(p, EXPR_SET, @$, $1, NULL, NULL); } | text NUMBER { $$ = node(p, EXPR_SET, @$, $1, $2, NULL); } ;

merge_items: %empty { $$ = NEW(Merge, .span = @$); }
  | merge_items KEEP_LATEST name { $$ = $1; $$->keep_latest = $3; }
  | merge_items COMBINE names { $$ = $1; $$->combine_count = $3->count; $$->combine = ARENA_MANY(p->arena, Name, $3->count); for (uint32_t i = 0; i < $3->count; i++) $$->combine[i] = *(Name *)$3->items[i]; }
  | merge_items STRICTEST names { $$ = $1; $$->strictest_count = $3->count; $$->strictest = ARENA_MANY(p->arena, Name, $3->count); for (uint32_t i = 0; i < $3->count; i++) $$->strictest[i] = *(Name *)$3->items[i]; }
  ;

/* ---- tests */
test_items: '{' { $$ = NEW(Test, .lead = NULL); } | test_items error ITEM_SYNC { $$ = $1; parse_recovered(p, @1.end); yyerrok; }
  | test_items AT TIME_LITERAL { $$ = $1; $$->at = $3; }
  | test_items AT DATE_LITERAL { $$ = $1; $$->at = $3; }
  | test_items LEAD record_data { $$ = $1; $$->lead = $3; }
  | test_items expects { $$ = $1; Expr **all = arena_grow(p->arena, $1->expects, $1->expect_count * sizeof(Expr *), ($1->expect_count + 1) * sizeof(Expr *)); all[$1->expect_count++] = $2->items[0]; $$->expects = all; }
  ;
expects: EXPECT expr { $$ = list_begin(p, $2); } ;
data: literal { blank_allow($1); } | AGO | NOW { $$ = node(p, EXPR_NOW, @1, NULL, NULL, NULL); } | MISSING { $$ = node(p, EXPR_MISSING, @1, NULL, NULL, NULL); } | record_data
  | '[' ']' { $$ = node(p, EXPR_LIST_DATA, @$, NULL, NULL, NULL); }
  | '[' data_items ']' { $$ = node(p, EXPR_LIST_DATA, @$, NULL, NULL, NULL); $$->args = expr_list($2); CHECK_DEPTH($$); }
  | '[' data_items ',' ']' { $$ = node(p, EXPR_LIST_DATA, @$, NULL, NULL, NULL); $$->args = expr_list($2); CHECK_DEPTH($$); }
  ;
data_items: data { $$ = list_begin(p, $1); } | data_items ',' data { $$ = list_push(p, $1, $3); } ;
record_data: '{' '}' { $$ = node(p, EXPR_RECORD_DATA, @$, NULL, NULL, NULL); }
  | '{' data_pairs '}' { $$ = $2->items[0]; $$->span = @$; CHECK_DEPTH($$); }
  | '{' data_pairs ',' '}' { $$ = $2->items[0]; $$->span = @$; CHECK_DEPTH($$); }
  ;
data_pairs: name ':' data { Expr *r = node(p, EXPR_RECORD_DATA, @$, NULL, NULL, NULL); PtrList *l = list_begin(p, r); list_push(p, l, $3); list_push(p, l, NEW(Name, .text = $1.text, .span = $1.span)); $$ = l;
      r->args = (ExprList){ARENA_MANY(p->arena, Expr *, 1), 1}; r->args.items[0] = $3; r->names = NEW(Name, .text = $1.text, .span = $1.span); }
  | data_pairs ',' name ':' data { $$ = $1; Expr *r = $1->items[0]; uint32_t n = r->args.count;
      if ((n & (n - 1)) == 0) { r->args.items = arena_grow(p->arena, r->args.items, n * sizeof(Expr *), n * 2 * sizeof(Expr *)); r->names = arena_grow(p->arena, r->names, n * sizeof(Name), n * 2 * sizeof(Name)); }
      r->args.items[n] = $5; r->names[n] = $3; r->args.count++; }
  ;

/* ---- literals, ranges, sets */
number_literal: NUMBER ;
signed_number: NUMBER | '-' NUMBER { $$ = node_negative(p, @$, $2); } ;
bound: signed_number | DATE_LITERAL | TIME_LITERAL ;
literal: bound | TEXT_LITERAL | TRUE { $$ = node(p, EXPR_BOOLEAN, @1, NULL, NULL, NULL); $$->value = 1; } | FALSE { $$ = node(p, EXPR_BOOLEAN, @1, NULL, NULL, NULL); } | DURATION ;
range: bound TO bound { $$ = node_range(p, @$, $1, $3, false); }
  | bound UNTIL bound { $$ = node_range(p, @$, $1, $3, true); }
  | bound TO { $$ = node_range(p, @$, $1, NULL, false); }
  | TO bound { $$ = node_range(p, @$, NULL, $2, false); }
  ;
set: '(' exprs ')' { $$ = node_set(p, @$, $2); }
  | range
  | name { $$ = node(p, EXPR_NAME, @1, NULL, NULL, NULL); $$->text = $1.text; }
  | name '.' name { $$ = node(p, EXPR_MEMBER, @$, NULL, NULL, NULL); $$->a = node(p, EXPR_NAME, @1, NULL, NULL, NULL); $$->a->text = $1.text; $$->text = $3.text; }
  ;
exprs: expr { $$ = list_begin(p, $1); } | exprs ',' expr { $$ = list_push(p, $1, $3); } ;

/* ---- expressions */
expr: IF expr THEN branch ELSE branch { $$ = node(p, EXPR_IF, @$, $2, $4, $6); CHECK_DEPTH($$); } | or_expr ;
branch: expr | MISSING { $$ = node(p, EXPR_MISSING, @1, NULL, NULL, NULL); } ;
or_expr: and_expr | or_expr OR and_expr { $$ = node_chain(p, EXPR_OR, @$, $1, $3); CHECK_DEPTH($$); } ;
and_expr: not_expr | and_expr AND not_expr { $$ = node_chain(p, EXPR_AND, @$, $1, $3); CHECK_DEPTH($$); } ;
not_expr: comparison | NOT not_expr { $$ = node(p, EXPR_NOT, @$, $2, NULL, NULL); CHECK_DEPTH($$); } ;
comparison: additive
  | comparison IS additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_IS, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison IS NOT additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_IS_NOT, $1, $4, NULL, @2); CHECK_DEPTH($$); }
  | comparison IS EXACTLY additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_EXACTLY, $1, $4, NULL, @2); CHECK_DEPTH($$); }
  | comparison IS NOT EXACTLY additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_NOT_EXACTLY, $1, $5, NULL, @2); CHECK_DEPTH($$); }
  | comparison '=' additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_IS, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison NE additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_IS_NOT, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison '<' additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_LT, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison LE additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_LE, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison '>' additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_GT, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison GE additive { $$ = node_compare(p, @$, EXPR_COMPARE, COMPARE_GE, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison BETWEEN additive AND additive { $$ = node_compare(p, @$, EXPR_BETWEEN, 0, $1, $3, $5, @2); CHECK_DEPTH($$); }
  | comparison IN set { $$ = node_compare(p, @$, EXPR_IN, 0, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison NOT IN set { $$ = node_compare(p, @$, EXPR_IN, 0, $1, $4, NULL, @2); $$->negated = true; CHECK_DEPTH($$); }
  | comparison HAS additive { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_HAS, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison HAS quant set { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_HAS, $1, $4, NULL, @2); $$->quant = (uint8_t)$3; CHECK_DEPTH($$); }
  | comparison CONTAINS additive { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_CONTAINS, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison CONTAINS ANY_OF_SET set { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_CONTAINS, $1, $4, NULL, @2); $$->quant = QUANT_ANY; CHECK_DEPTH($$); }
  | comparison STARTS_WITH additive { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_STARTS, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison STARTS_WITH ANY_OF_SET set { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_STARTS, $1, $4, NULL, @2); $$->quant = QUANT_ANY; CHECK_DEPTH($$); }
  | comparison ENDS_WITH additive { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_ENDS, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison ENDS_WITH ANY_OF_SET set { $$ = node_compare(p, @$, EXPR_MATCH, MATCH_ENDS, $1, $4, NULL, @2); $$->quant = QUANT_ANY; CHECK_DEPTH($$); }
  | comparison MATCHES text { $$ = node_compare(p, @$, EXPR_REGEX, 0, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison WITHIN additive { $$ = node_compare(p, @$, EXPR_WITHIN, 0, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison NOT WITHIN additive { $$ = node_compare(p, @$, EXPR_WITHIN, 0, $1, $4, NULL, @2); $$->negated = true; CHECK_DEPTH($$); }
  | comparison OLDER_THAN additive { $$ = node_compare(p, @$, EXPR_OLDER, 0, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison BEFORE additive { $$ = node_compare(p, @$, EXPR_BEFORE, 0, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison AFTER additive { $$ = node_compare(p, @$, EXPR_AFTER, 0, $1, $3, NULL, @2); CHECK_DEPTH($$); }
  | comparison IS state { $$ = node_compare(p, @$, EXPR_STATE, 0, $1, NULL, NULL, @2); $$->op = (uint8_t)$3; CHECK_DEPTH($$); }
  | comparison IS NOT state { $$ = node_compare(p, @$, EXPR_STATE, 0, $1, NULL, NULL, @2); $$->op = (uint8_t)$4; $$->negated = true; CHECK_DEPTH($$); }
  ;
state: MISSING { $$ = STATE_MISSING; } | PRESENT { $$ = STATE_PRESENT; } | VALID { $$ = STATE_VALID; } | INVALID { $$ = STATE_INVALID; } ;
additive: multiplicative
  | additive '+' multiplicative { $$ = node(p, EXPR_ARITH, @$, $1, $3, NULL); $$->op = '+'; CHECK_DEPTH($$); }
  | additive '-' multiplicative { $$ = node(p, EXPR_ARITH, @$, $1, $3, NULL); $$->op = '-'; CHECK_DEPTH($$); }
  ;
multiplicative: unary
  | multiplicative '*' unary { $$ = node(p, EXPR_ARITH, @$, $1, $3, NULL); $$->op = '*'; CHECK_DEPTH($$); }
  | multiplicative '/' unary { $$ = node(p, EXPR_ARITH, @$, $1, $3, NULL); $$->op = '/'; CHECK_DEPTH($$); }
  ;
unary: primary | '-' unary { $$ = node(p, EXPR_NEGATE, @$, $2, NULL, NULL); CHECK_DEPTH($$); } ;
primary: NUMBER | TEXT_LITERAL | DATE_LITERAL | TIME_LITERAL | DURATION | AGO
  | TRUE { $$ = node(p, EXPR_BOOLEAN, @1, NULL, NULL, NULL); $$->value = 1; }
  | FALSE { $$ = node(p, EXPR_BOOLEAN, @1, NULL, NULL, NULL); }
  | NOW { $$ = node(p, EXPR_NOW, @1, NULL, NULL, NULL); }
  | name { $$ = node(p, EXPR_NAME, @1, NULL, NULL, NULL); $$->text = $1.text; }
  | primary '.' name { $$ = node(p, EXPR_MEMBER, @$, $1, NULL, NULL); $$->text = $3.text; CHECK_DEPTH($$); }
  | name '(' args ')' { $$ = node_call(p, @$, $1, $3); CHECK_DEPTH($$); }
  | ANY '(' args ')' { $$ = node_call(p, @$, (Name){TEXT("any"), @1}, $3); CHECK_DEPTH($$); }
  | ALL '(' args ')' { $$ = node_call(p, @$, (Name){TEXT("all"), @1}, $3); CHECK_DEPTH($$); }
  | NONE_WORD '(' args ')' { $$ = node_call(p, @$, (Name){TEXT("none"), @1}, $3); CHECK_DEPTH($$); }
  | ALL OF '(' exprs ')' { $$ = node_quorum(p, @$, QUORUM_ALL, 0, $4); CHECK_DEPTH($$); }
  | ANY OF '(' exprs ')' { $$ = node_quorum(p, @$, QUORUM_ANY, 0, $4); CHECK_DEPTH($$); }
  | NONE_WORD OF '(' exprs ')' { $$ = node_quorum(p, @$, QUORUM_NONE, 0, $4); CHECK_DEPTH($$); }
  | AT_LEAST NUMBER OF '(' exprs ')' { $$ = node_quorum(p, @$, QUORUM_AT_LEAST, $2->value, $5); CHECK_DEPTH($$); }
  | '(' expr ')' { $$ = $2; $$->parenthesised = true; $$->span = @$; CHECK_DEPTH($$); }
  ;
args: %empty { $$ = list_begin(p, NULL); } | arg_list ;
arg_list: argument_expr { $$ = list_begin(p, $1); } | arg_list ',' argument_expr { $$ = list_push(p, $1, $3); } ;
argument_expr:
    expr { $$ = NEW(CallArgument, .value = $1, .span = @$); }
  | expr WHERE expr { $$ = NEW(CallArgument, .value = $1, .where = $3, .span = @$); }
  | expr OF expr { $$ = NEW(CallArgument, .value = $1, .list = $3, .span = @$); }
  | expr OF expr WHERE expr { $$ = NEW(CallArgument, .value = $1, .list = $3, .where = $5, .span = @$); }
  ;
%%
static void yyerror(Span *location, Parser *p, const char *message) {
  (void)message;
  Diag *d = diag_add(p->diags, ERROR_DEPTH, *location, "this is nested too deep");
  diag_help(p->diags, d, "give parts of it names with `define`");
  p->failed = true;
}
// Bison's number of a kind of token back as the token: yytranslate turned around.
static int token_of(yysymbol_kind_t kind) {
  int token = 0;
  while (token < YYMAXUTOK && yytranslate[token] != (int)kind) token++;
  return token;
}
static int yyreport_syntax_error(const yypcontext_t *context, Parser *p) {
  enum { MOST = 100 };
  yysymbol_kind_t kinds[MOST];
  int tokens[MOST], count = yypcontext_expected_tokens(context, kinds, MOST);
  Diag *d = parse_error(p, yypcontext_token(context), *yypcontext_location(context));
  for (int i = 0; i < count; i++) tokens[i] = token_of(kinds[i]);
  if (d) parse_expected(p, d, tokens, count);
  return 0;
}
