$ rubric
rubric decides leads by rules that people can read.

usage: rubric COMMAND ...

  run           decides every lead
  explain       shows why one lead got what it got
  repl          tries single leads: change a field, see what changes
  check         compiles, prints every mistake, proves what it can, writes nothing
  lint          finds what is legal and probably wrong
  test          runs the test blocks; says what they reach and what they would notice
  fmt           writes rules in one layout, comments kept
  diff          shows what a change of rules means, and whom it moves
  doc           writes the rule set as a page that sales and marketing can review
  init          writes a starter rule file: a schema that reads these leads, and examples
  compile       writes a compiled file, which every command takes in place of RULES
  dump          lists the compiled rules under their source lines
  std           lists the standard library, or prints a module
  lsp           a language server for editors, on standard input and output
  explain-code  says what a code such as E031 means

`rubric help COMMAND` says more. Results go to standard output, everything else to standard error.
exit codes: 0 done, 1 something to look at, 2 rules or command line wrong, 3 leads cannot be read,
            4 output cannot be written, 70 an internal error
? 2
$ rubric --version
rubric 0.1.0
language 1
compiled files 1
output 1
$ rubric help run
usage: rubric run RULES LEADS...

decides every lead

      --now TIME               as of this time (2026-11-01T09:00Z); else the
                               start of the run
      --set NAME=VALUE         replace a parameter's value; may stand several
                               times
      --allow-extern FOLDER    let extern functions come from this folder's
                               libraries
  -j, --threads N              threads (default: all cores); any number gives
                               the same bytes
  -o, --output FILE            write here instead of to standard output;
                               complete or not at all
      --from csv|ndjson        the form of the leads; else found out
      --delimiter C            between CSV cells (\t for a tab); else found out
                               from the header
      --to ndjson|csv|table    the form of what comes out; else the first of
                               these (run: a table on a terminal)
      --with FIELD,...         add fields of the lead at the end
      --trace                  add where every point came from
      --rejects FILE           write records that cannot be read here, with line
                               number and reason
      --max-rejects N          stop after so many
      --max-record BYTES       longest record (1024 or more; default 1048576)
  -q, --quiet                  no summary
  -h, --help                   this help
$ rubric rnu
rubric: there is no command `rnu`; did you mean `run`?
`rubric help` lists them
? 2
$ rubric lint good.rubric
good.rubric: nothing found; 2 conditions undecided
$ rubric run --now 2026-01-01 --tracee good.rubric leads.csv
rubric: unknown option `--tracee`; did you mean `--trace`?
? 2
$ rubric check --trace good.rubric
rubric: `--trace` is no option of `rubric check`
? 2
$ rubric run good.rubric leads.csv --now yesterday
rubric: --now takes a time such as 2026-11-01T09:00Z, not `yesterday`
? 2
$ rubric run --now 2026-01-01 good.rubric
rubric: which leads? usage: rubric run RULES LEADS...
? 2
$ rubric check good.rubric
good.rubric: no mistakes; 2 rules, 2 stages, 2 routes
$ rubric check bad.rubric
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
      |                 ^^^
   help: did you mean `id`?
bad.rubric:3:22: error[E040]: `fit` is a number, but `"a"` is text
    3 | stage "S" when fit > "a"
      |                      ^^^
   help: numbers and dates stand without quotes
? 2
$ rubric check bad.rubric --format json
{"severity":"error","code":"E030","path":"bad.rubric","line":2,"column":17,"end_line":2,"end_column":20,"message":"there is no field or definition `idd`","help":"did you mean `id`?","fix":"id"}
{"severity":"error","code":"E040","path":"bad.rubric","line":3,"column":22,"end_line":3,"end_column":25,"message":"`fit` is a number, but `\"a\"` is text","help":"numbers and dates stand without quotes"}
? 2
$ rubric check bad.rubric --format github
::error file=bad.rubric,line=2,col=17,endLine=2,endColumn=20,title=E030::there is no field or definition `idd` (did you mean `id`?)
::error file=bad.rubric,line=3,col=22,endLine=3,endColumn=25,title=E040::`fit` is a number, but `"a"` is text (numbers and dates stand without quotes)
? 2
$ rubric check bad.rubric --format sarif | python3 -c 'import json,sys; d=json.load(sys.stdin); r=d["runs"][0]; print(d["version"], r["tool"]["driver"]["name"], [(x["ruleId"], x["locations"][0]["physicalLocation"]["region"]["startLine"]) for x in r["results"]])'
2.1.0 rubric [('E030', 2), ('E040', 3)]
$ rubric check none.rubric
none.rubric:1:1: error[E001]: "none.rubric" cannot be read: No such file or directory
? 2
$ rubric std
std/email
std/geo
std/titles
$ rubric std titels
rubric: the standard library has no "titels"; `rubric std` lists it
? 2
$ rubric explain-code E041 | head -n 1
E041 a condition must be true or false
$ rubric explain-code E999
rubric: there is no code `E999`; `rubric explain-code` lists them
? 2
