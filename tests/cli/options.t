$ rubric -q run good.rubric leads.csv --now 2026-01-01 | wc -l
rubric: columns that no field reads: other
4
$ rubric --now=2026-01-01 --to csv run good.rubric -q leads.csv | head -n 2
rubric: columns that no field reads: other
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,routed,Good,35,,,,Sales,'=ann,3600,2026-01-01T01:00:00Z
$ rubric --now 2026-01-01 -j2 -- run good.rubric leads.csv | wc -l
rubric: columns that no field reads: other
4 leads, 1 rejected, ... leads/s
  the first rejected is record 4 (line 6): 3 cells where the header has 5; --rejects FILE keeps them all
  status disqualified 1 routed 3
  stage Good 1 Rest 2 (none) 1
  route Sales 1 Pool 2 (none) 1
  invalid email 1, such as "nobody" (2)
  invalid employees 1, such as "many" (2)
  1 lead has a key that an earlier lead has
4
$ rubric run -- good.rubric --now
rubric: --now: No such file or directory
? 3
$ rubric --trace
rubric: `--trace` needs a command; `rubric help` lists them
? 2
$ rubric rnu --trace
rubric: there is no command `rnu`; did you mean `run`?
`rubric help` lists them
? 2
$ rubric run good.rubric leads.csv --to
rubric: `--to` needs FORM
? 2
$ rubric run good.rubric leads.csv --quiet=yes
rubric: `--quiet` takes no value
? 2
$ rubric run good.rubric leads.csv -qx
rubric: unknown option `-qx`
? 2
$ rubric run good.rubric leads.csv -j 0
rubric: --threads takes a whole number from 1 to 256, not `0`
? 2
$ rubric run good.rubric leads.csv --to xml
rubric: --to is ndjson, csv or table
? 2
$ rubric run good.rubric leads.csv --from xml
rubric: --from is csv or ndjson
? 2
$ rubric explain good.rubric leads.csv --delimiter xx
rubric: --delimiter is one of , ; | and \t
? 2
$ rubric run good.rubric leads.csv --with emial
rubric: --with: the schema has no field `emial`; did you mean `email`?
? 2
$ rubric run good.rubric leads.csv --rejects -
rubric: --rejects - and the decisions would both go to standard output
? 2
$ rubric explain good.rubric leads.csv --key 1 --row 1
rubric: --key or --row, not both
? 2
$ rubric explain good.rubric leads.ndjson --key zz --max-rejects 2
rubric: stopped: 5 records are rejected, more than --max-rejects
? 3
$ rubric explain wide.rubric
rubric: which leads? usage: rubric explain RULES LEADS [--key K | --row N] [--what-if]
? 2
$ rubric dump good.rubric bad.rubric
rubric: what is `bad.rubric` for? usage: rubric dump RULES
? 2
$ rubric std geo titles
rubric: what is `titles` for? usage: rubric std [NAME]
? 2
$ rubric help help | head -n 1
rubric decides leads by rules that people can read.
$ rubric help lint
usage: rubric lint RULES... [--fix]

finds what is legal and probably wrong

      --now TIME               as of this time (2026-11-01T09:00Z); else the
                               start of the run
      --set NAME=VALUE         replace a parameter's value; may stand several
                               times
      --fix                    mend in the files what can be mended, and say
                               what was changed
      --format pretty|json|github|sarif
                               the form of the findings; else the first of these
  -h, --help                   this help
$ rubric check --help | head -n 1
usage: rubric check RULES...
$ rubric check good.rubric --format tap
rubric: --format is pretty, json, github or sarif
? 2
$ rubric test good.rubric --format xml
rubric: --format is pretty, json, github, sarif, tap or junit
? 2
