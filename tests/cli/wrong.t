$ printf 'schema Lead { id text key  vip boolean  plan text }\nscore fit 0..100\nfit "A" +1 when vip is yes\nfit "B" +1 when plan is not empty\n' | rubric check -
-:3:24: error[E030]: there is no field or definition `yes`
    3 | fit "A" +1 when vip is yes
      |                        ^^^
   help: write `true` where a field is yes or no, "yes" where it is text
-:4:29: error[E030]: there is no field or definition `empty`
    4 | fit "B" +1 when plan is not empty
      |                             ^^^^^
   help: a value that is not there is missing: write `is missing`, or `is present`; "empty" is the text
? 2
$ printf 'schema Lead { id text key  n number }\nscore fit 0..100\nfit "C" +1 per n, max 5\n' | rubric check -
-:3:19: error[E010]: `max` is not expected here
    3 | fit "C" +1 per n, max 5
      |                   ^^^
   help: write `at most`
? 2
$ printf 'schema Lead { id text key }\nstage "A" otherwise\nroute "R" to "r" sla 1day otherwise\n' | rubric check -
-:3:22: error[E014]: this is neither a number nor a name
    3 | route "R" to "r" sla 1day otherwise
      |                      ^^^^
   help: a blank stands between a number and its unit: 30 days
? 2
$ rubric hlep
rubric: there is no command `hlep`; did you mean `help`?
`rubric help` lists them
? 2
$ rubric lint
rubric: which rules? usage: rubric lint RULES... [--fix]
? 2
$ rubric test
rubric: which rules? usage: rubric test RULES... [--coverage | --mutate]
? 2
$ rubric compile good.rubric
rubric: where to? usage: rubric compile RULES -o FILE
? 2
$ rubric test good.rubric failing.rubric --filter tagged
2 passed, 0 failed
$ rubric test good.rubric failing.rubric --filter nobody
rubric: no test has "nobody" in its name
? 2
$ rubric lsp --help | head -1
usage: rubric lsp
$ rubric run good.rubric leads.csv -q | grep -c '"due_at":"....-..-..T..:..:..Z"'
rubric: columns that no field reads: other
1
$ printf 'schema Lead { id text key }\nstage "A" otherwise\n' | rubric lint --fix -
rubric: standard input cannot be mended: --fix writes files
-: nothing found
$ printf 'schema Lead { id text key\n  a text\n  b text\n  c text\n  d text\n  e text }\nstage "A" otherwise\n' > w.rubric; rubric lint w.rubric; rubric lint w.rubric --format json | grep -c '"help"'
w.rubric:2:3: warning[W241]: no rule reads the field `a`
    2 |   a text
      |   ^
   help: remove it, or say what it is for: `# rubric: allow W241 because ...`
w.rubric:3:3: warning[W241]: no rule reads the field `b`
    3 |   b text
      |   ^
   help: remove it, or say what it is for: `# rubric: allow W241 because ...`
w.rubric:4:3: warning[W241]: no rule reads the field `c`
    4 |   c text
      |   ^
   help: remove it, or say what it is for: `# rubric: allow W241 because ...`
w.rubric:5:3: warning[W241]: no rule reads the field `d`
w.rubric:6:3: warning[W241]: no rule reads the field `e`
w.rubric: 5 findings
5
$ printf 'id,name,is_deleted\n1,Ann,false\n2,Bo,true\n3,Cy,false\n' > marked.csv; rubric init marked.csv -o marked.rubric; grep -A1 allow marked.rubric; rubric lint marked.rubric | grep W222
wrote marked.rubric; try: rubric run marked.rubric marked.csv
# rubric: allow W222 because a lead without the mark is not marked
disqualify "is_deleted"  because "Marked so in the CRM"                         when is_deleted
marked.rubric: 1 finding; 3 conditions undecided
? 1
