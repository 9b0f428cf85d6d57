$ rubric run more.rubric more.ndjson --now 2026-01-08T15:00 --to csv --with name,tech,office,events,seen,consent,office.floor -q
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at,contact.call,name,tech,office,events,seen,consent,office.floor
1,routed,'@top,45,paper;clip;=cloud,,,'+first,'-clip,5400,2026-01-08T21:30:00Z,allowed,clip,"[""aws s3"",""aws ec2"",""gcp""]","{""city"":""Lyon"",""floor"":2}","[{""kind"":""demo"",""at"":""2026-01-01T05:00:00Z""}]",2026-01-02,yes,2
-2,incomplete,low,4,,,office.floor,,,,,blocked,'=1+1,[],"{""city"":null,""floor"":null}",,,,
'=3,disqualified,,19,'=cloud,bad,office.floor,,,,,blocked,"bad, ""very""","[""aws""]","{""city"":null,""floor"":null}",,,,
$ rubric run more.rubric more.ndjson --now 2026-01-08T15:00 --with name,tech,office,events,seen,consent,office.floor -q
{"id":"1","status":"routed","stage":"@top","scores":{"fit":45},"segments":["paper;clip","=cloud"],"reasons":[],"needs":[],"route":"+first","target":"-clip","sla_seconds":5400,"due_at":"2026-01-08T21:30:00Z","contact":{"call":"allowed"},"name":"clip","tech":["aws s3","aws ec2","gcp"],"office":{"city":"Lyon","floor":2},"events":[{"kind":"demo","at":"2026-01-01T05:00:00Z"}],"seen":"2026-01-02","consent":"yes","office.floor":2}
{"id":"-2","status":"incomplete","stage":"low","scores":{"fit":4},"segments":[],"reasons":[],"needs":["office.floor"],"route":null,"target":null,"sla_seconds":null,"due_at":null,"contact":{"call":"blocked"},"name":"=1+1","tech":[],"office":{"city":null,"floor":null},"events":null,"seen":null,"consent":null,"office.floor":null}
{"id":"=3","status":"disqualified","stage":null,"scores":{"fit":19},"segments":["=cloud"],"reasons":["bad"],"needs":["office.floor"],"route":null,"target":null,"sla_seconds":null,"due_at":null,"contact":{"call":"blocked"},"name":"bad, \"very\"","tech":["aws"],"office":{"city":null,"floor":null},"events":null,"seen":null,"consent":null,"office.floor":null}
$ rubric run more.rubric more.ndjson --now 2026-01-08T15:00 --to csv --trace -q | head -n 2 | tail -n 1
1,routed,'@top,45,paper;clip;=cloud,,,'+first,'-clip,5400,2026-01-08T21:30:00Z,allowed,"{""contributions"":[{""score"":""fit"",""rule"":""Cloud"",""points"":20,""uncapped"":30,""events"":2,""at"":""more.rubric:13""},{""score"":""fit"",""rule"":""Demo"",""points"":20,""events"":1,""at"":""more.rubric:14""},{""score"":""fit"",""rule"":""Named"",""points"":4,""at"":""more.rubric:15"",""saw"":{""name"":""clip""}},{""score"":""fit"",""rule"":""Seen"",""points"":4,""at"":""more.rubric:15"",""saw"":{""seen"":""2026-01-02""}},{""score"":""fit"",""group"":""Small things"",""points"":-3}],""unknown"":[],""disqualified_by"":[],""stage"":{""at"":""more.rubric:20""},""route"":{""at"":""more.rubric:23""}}"
$ rubric run more.rubric more.ndjson --now 2026-01-08T23:00 -q --trace
{"id":"1","status":"routed","stage":"@top","scores":{"fit":45},"segments":["paper;clip","=cloud"],"reasons":[],"needs":[],"route":"+first","target":"-clip","sla_seconds":5400,"due_at":"2026-01-09T05:30:00Z","contact":{"call":{"wait_until":"2026-01-09T14:00:00Z"}},"trace":{"contributions":[{"score":"fit","rule":"Cloud","points":20,"uncapped":30,"events":2,"at":"more.rubric:13"},{"score":"fit","rule":"Demo","points":20,"events":1,"at":"more.rubric:14"},{"score":"fit","rule":"Named","points":4,"at":"more.rubric:15","saw":{"name":"clip"}},{"score":"fit","rule":"Seen","points":4,"at":"more.rubric:15","saw":{"seen":"2026-01-02"}},{"score":"fit","group":"Small things","points":-3}],"unknown":[],"disqualified_by":[],"stage":{"at":"more.rubric:20"},"route":{"at":"more.rubric:23"}}}
{"id":"-2","status":"incomplete","stage":"low","scores":{"fit":4},"segments":[],"reasons":[],"needs":["office.floor"],"route":null,"target":null,"sla_seconds":null,"due_at":null,"contact":{"call":"blocked"},"trace":{"contributions":[{"score":"fit","rule":"Named","points":4,"at":"more.rubric:15","saw":{"name":"=1+1"}}],"unknown":[{"rule":"Demo","needs":["events"]}],"disqualified_by":[],"stage":{"at":"more.rubric:21"},"route":null}}
{"id":"=3","status":"disqualified","stage":null,"scores":{"fit":19},"segments":["=cloud"],"reasons":["bad"],"needs":["office.floor"],"route":null,"target":null,"sla_seconds":null,"due_at":null,"contact":{"call":"blocked"},"trace":{"contributions":[{"score":"fit","rule":"Cloud","points":15,"events":1,"at":"more.rubric:13"},{"score":"fit","rule":"Named","points":4,"at":"more.rubric:15","saw":{"name":"bad, \"very\""}}],"unknown":[{"rule":"Demo","needs":["events"]}],"disqualified_by":[{"code":"bad","at":"more.rubric:18"}],"stage":null,"route":null}}
$ rubric run more.rubric more.ndjson --now 2026-01-08T15:00 -q --to table
id  status       stage  fit  segments     reasons  needs         route   target  sla_seconds  due_at        contact.call
1   routed       @top   45   paper;clip…                         +first  -clip   5400         2026-01-08T…  allowed
-2  incomplete   low    4                          office.floor                                             blocked
=3  disqualifi…         19   =cloud       bad      office.floor                                             blocked
$ rubric explain more.rubric more.ndjson --now 2026-01-08T15:00 --key 1
lead 1 is routed

fit                          45
  Cloud                     +20 ████████████ 2 times, capped, was 30
  Demo                      +20 ████████████ was 40, 7 days old
  Named                      +4 ██           name "clip"
  Seen                       +4 ██           seen "2026-01-02"
  limit of Small things      -3 ▒            was 8

stage         @top  more.rubric:20
segments      paper;clip, =cloud
contact       call        allowed
route         +first  more.rubric:23
target        -clip
due           2026-01-08T21:30:00Z
$ rubric explain more.rubric more.ndjson --now 2026-01-08T15:00 --key =3
lead =3 is disqualified

fit                   19
  Cloud              +15 ████████████
  Named               +4 ███          name "bad, \"very\""
  Demo                 ? events is missing
  Seen                 · seen cannot be read

disqualified  bad  more.rubric:18
              name is "bad, \"very\"", has "bad"
undecided     floor: office.floor cannot be read
stage         none
segments      =cloud
contact       call        blocked: consent is missing
route         none
passed over   +first: there is no stage
$ rubric explain more.rubric more.ndjson --row 4
rubric: record 4 (line 4) is rejected: `name` is missing
? 3
$ rubric explain more.rubric more.ndjson --row 2 --now 2026-01-08T15:00 --to ndjson -o why.json; python3 -c 'import json; d = json.load(open("why.json")); print(d["id"], sum(c["points"] for c in d["trace"]["contributions"]) == d["scores"]["fit"])'
-2 True
$ rubric run good.rubric leads.csv -q --now 2026-01-01 -o out.ndjson; chmod 600 out.ndjson; rubric run good.rubric nokey.csv -o out.ndjson; wc -l < out.ndjson; rubric run good.rubric header.csv -q -o out.ndjson; stat -c '%a %s' out.ndjson; ls | grep -c part
rubric: columns that no field reads: other
rubric: nokey.csv: there is no column for the key field `id` (looked for "id", "Lead ID"): name it in the schema, with from "…"
  its header is: email;employees
4
600 0
0
? 1
$ ln -s target.ndjson link.ndjson; : > target.ndjson; rubric run good.rubric leads.csv -q -o link.ndjson 2> /dev/null; test -L link.ndjson && echo a link; wc -l < target.ndjson
a link
4
$ rubric run good.rubric leads.csv -o both --rejects both
rubric: --output and --rejects name one file
? 2
$ rubric run good.rubric leads.csv -q -o out.csv --rejects nowhere/r; echo $?; test -e out.csv || echo none
rubric: nowhere/r cannot be written: No such file or directory
4
none
$ rubric run good.rubric leads.csv -q -o /dev/full
rubric: columns that no field reads: other
rubric: /dev/full cannot be written: No space left on device
? 4
$ rubric run good.rubric leads.csv -q -o . 2>&1 | tail -n 1
rubric: . cannot be written: Is a directory
$ rubric run good.rubric leads.ndjson -q -o out.ndjson --rejects /dev/full
rubric: /dev/full cannot be written: No space left on device
? 4
$ rubric check bad.rubric > /dev/full
rubric: the output cannot be written: No space left on device
? 4
$ rubric test failing.rubric > /dev/full
rubric: the output cannot be written: No space left on device
? 4
$ rubric std > /dev/full
rubric: the output cannot be written: No space left on device
? 4
$ rubric explain good.rubric leads.ndjson > /dev/full
rubric: the output cannot be written: No space left on device
? 4
$ rubric compile good.rubric -o /dev/full
rubric: /dev/full cannot be written: No space left on device
? 4
$ for s in INT TERM HUP; do { printf '{"id":"1"}\n'; sleep 0.5; } | timeout --preserve-status -s $s 0.2 rubric run good.rubric - -q -o late.ndjson --rejects late.r; echo $?; ls | grep -E 'part|late'; done
130
143
129
? 1
$ python3 -c 'print("id,email"); [print("%d,a@b.example" % i) for i in range(30000)]' > many.csv; rubric run good.rubric many.csv -q | head -n 1; echo "${PIPESTATUS[0]}"
{"id":"0","status":"routed","stage":"Rest","scores":{"fit":0},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
141
$ trap '' PIPE; rubric run good.rubric many.csv -q | head -n 1 > /dev/null; echo "${PIPESTATUS[0]}"
rubric: the output cannot be written: Broken pipe
4
$ for j in 1 2 7; do rubric run good.rubric many.csv leads.ndjson many.csv --now 2026-01-01 --trace --rejects r$j -j $j 2> e$j | md5sum > o$j; sed -i 's/[0-9]* leads.s$//' e$j; done; cat o1 o2 o7 | sort -u | wc -l; cat e1 e2 e7 | sort | uniq -c | grep -vc ' 3 '; cmp r1 r2; cmp r1 r7
1
0
$ for m in 9000 12000 14000 16000 17000 18000 19000 20000 22000 25000 30000 40000; do (ulimit -v $m; rubric --version > /dev/null 2>&1) 2> /dev/null || continue; (ulimit -v $m; rubric run good.rubric many.csv -j 1 > /dev/null 2> oom); c=$?; case $c in 0|1|70|127) ;; *) echo $m $c;; esac; [ $c = 70 ] && ! grep -q "out of memory" oom && echo silent; done; true
$ low=8000; until (ulimit -v $low; rubric --version > /dev/null 2>&1) 2> /dev/null; do low=$((low+40)); [ $low -gt 30000 ] && exit 0; done; for m in $(seq $((low-400)) 40 $((low+6000))); do for c in "check good.rubric" "run good.rubric leads.csv -q -j 2" "init export.csv"; do (ulimit -v $m; rubric $c > /dev/null 2> oom); r=$?; case $r in 0|1|70|127) ;; *) echo $m $c: $r;; esac; [ $r = 70 ] && ! grep -q "out of memory" oom && echo silent: $m $c; done; done 2> /dev/null; true
$ for n in 2026-11-01 '2026-11-01 9:00' 2026-11-01T09:00Z 2026-11-01T09:00:00.25+02:00 1790000000 1790000000000 20261101; do rubric run more.rubric more.ndjson -q --now "$n" | head -n 1 | grep -o 'wait_until[^}]*\|"allowed"'; done
wait_until":"2026-11-01T14:00:00Z"
"allowed"
wait_until":"2026-11-01T14:00:00Z"
wait_until":"2026-11-01T14:00:00Z"
"allowed"
"allowed"
wait_until":"2026-11-01T14:00:00Z"
$ for n in 2026-02-30 '' now 0 2026-11-01T24:00; do rubric run more.rubric more.ndjson -q --now "$n"; done
rubric: --now takes a time such as 2026-11-01T09:00Z, not `2026-02-30`
rubric: --now takes a time such as 2026-11-01T09:00Z, not ``
rubric: --now takes a time such as 2026-11-01T09:00Z, not `now`
rubric: --now takes a time such as 2026-11-01T09:00Z, not `0`
rubric: --now takes a time such as 2026-11-01T09:00Z, not `2026-11-01T24:00`
? 2
$ cat good.rubric | rubric run - leads.csv -q --now 2026-01-01 | md5sum; rubric run good.rubric leads.csv -q --now 2026-01-01 | md5sum
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
$ echo 'list a from "../x.txt"' | rubric check -
-:1:13: error[E003]: "../x.txt" leaves the folder of the rules
    1 | list a from "../x.txt"
      |             ^^^^^^^^^^
   help: rules use only files of their own folder and below, by relative paths
? 2
$ printf 'use "bad"\n' | rubric check -
-:1:5: error[E001]: "bad" cannot be read: No such file or directory
    1 | use "bad"
      |     ^^^^^
   help: is "bad.rubric" meant?
? 2
$ rubric run - - < good.rubric
rubric: `-`, standard input, can be read only once
? 2
$ for c in run explain check test compile dump std explain-code; do rubric help $c | head -n 1; rubric $c -h | head -n 1; done
usage: rubric run RULES LEADS...
usage: rubric run RULES LEADS...
usage: rubric explain RULES LEADS [--key K | --row N] [--what-if]
usage: rubric explain RULES LEADS [--key K | --row N] [--what-if]
usage: rubric check RULES...
usage: rubric check RULES...
usage: rubric test RULES... [--coverage | --mutate]
usage: rubric test RULES... [--coverage | --mutate]
usage: rubric compile RULES -o FILE
usage: rubric compile RULES -o FILE
usage: rubric dump RULES
usage: rubric dump RULES
usage: rubric std [NAME]
usage: rubric std [NAME]
usage: rubric explain-code CODE
usage: rubric explain-code CODE
$ for c in runn explian chekc tst complie dmup sdt explain-cod xyzzy; do rubric $c; done
rubric: there is no command `runn`; did you mean `run`?
`rubric help` lists them
rubric: there is no command `explian`; did you mean `explain`?
`rubric help` lists them
rubric: there is no command `chekc`; did you mean `check`?
`rubric help` lists them
rubric: there is no command `tst`; did you mean `test`?
`rubric help` lists them
rubric: there is no command `complie`; did you mean `compile`?
`rubric help` lists them
rubric: there is no command `dmup`; did you mean `dump`?
`rubric help` lists them
rubric: there is no command `sdt`; did you mean `std`?
`rubric help` lists them
rubric: there is no command `explain-cod`; did you mean `explain-code`?
`rubric help` lists them
rubric: there is no command `xyzzy`
`rubric help` lists them
? 2
$ for o in --nwo --sett --threds --ouput --form --delimeter --whit --rejcts --max-record=5 --qiet --zzzz -z; do rubric run good.rubric leads.csv $o; done
rubric: unknown option `--nwo`; did you mean `--now`?
rubric: unknown option `--sett`; did you mean `--set`?
rubric: unknown option `--threds`; did you mean `--threads`?
rubric: unknown option `--ouput`; did you mean `--output`?
rubric: unknown option `--form`; did you mean `--from`?
rubric: unknown option `--delimeter`; did you mean `--delimiter`?
rubric: unknown option `--whit`
rubric: unknown option `--rejcts`; did you mean `--rejects`?
rubric: --max-record takes a whole number from 1024 to 1073741824, not `5`
rubric: unknown option `--qiet`; did you mean `--quiet`?
rubric: unknown option `--zzzz`
rubric: unknown option `-z`
? 2
$ rubric run
rubric: which rules? usage: rubric run RULES LEADS...
? 2
$ rubric check
rubric: which rules? usage: rubric check RULES...
? 2
$ rubric test
rubric: which rules? usage: rubric test RULES...
? 2
$ rubric dump
rubric: which rules? usage: rubric dump RULES
? 2
$ rubric explain
rubric: which rules? usage: rubric explain RULES LEADS [--key K | --row N] [--what-if]
? 2
$ rubric compile
rubric: where to? usage: rubric compile RULES -o FILE
? 2
$ rubric explain-code e030 | head -n 1
E030 a name that is not declared
$ rubric explain-code | grep E07 | tail -n 2
E074  a row that does not fit its table
E075  accounts and merging are not in this version
$ rubric std email | head -n 1; rubric std std/email | head -n 1
# std/email -- what an address says about who stands behind it.
# std/email -- what an address says about who stands behind it.
$ rubric dump good.rubric -o listing; head -n 1 listing
rubric bytecode 1
$ rubric test more.rubric -q; rubric test more.rubric
0 passed, 0 failed: there are no tests
$ rubric test failing.rubric --filter nothing
rubric: no test has "nothing" in its name
? 2
$ rubric run good.rubric leads.csv -q --set bonus
rubric: --set takes NAME=VALUE, not `bonus`
? 2
$ rubric run good.rubric leads.csv -q --set bonus=1.5
rubric: columns that no field reads: other
{"id":"1","status":"routed","stage":"Rest","scores":{"fit":16.5},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
{"id":"2","status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"id":"3","status":"routed","stage":"Rest","scores":{"fit":0},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
{"id":"1","status":"routed","stage":"Rest","scores":{"fit":15},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
$ rubric run good.rubric leads.csv -q --set bonus=
good.rubric:1:11: error[E070]: `bonus` cannot be set to "": it is a number
    1 | parameter bonus = 20 in 0..50
      |           ^^^^^
? 2
