$ rubric run good.rubric leads.csv --now 2026-01-01
rubric: columns that no field reads: other
{"id":"1","status":"routed","stage":"Good","scores":{"fit":35},"segments":[],"reasons":[],"needs":[],"route":"Sales","target":"=ann","sla_seconds":3600,"due_at":"2026-01-01T01:00:00Z"}
{"id":"2","status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"id":"3","status":"routed","stage":"Rest","scores":{"fit":0},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
{"id":"1","status":"routed","stage":"Rest","scores":{"fit":15},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
4 leads, 1 rejected, ... leads/s
  the first rejected is record 4 (line 6): 3 cells where the header has 5; --rejects FILE keeps them all
  status disqualified 1 routed 3
  stage Good 1 Rest 2 (none) 1
  route Sales 1 Pool 2 (none) 1
  invalid email 1, such as "nobody" (2)
  invalid employees 1, such as "many" (2)
  1 lead has a key that an earlier lead has
$ rubric run --now 2026-01-01 good.rubric leads.ndjson -q --rejects bad.ndjson; cat bad.ndjson
{"id":"1","status":"routed","stage":"Good","scores":{"fit":35},"segments":[],"reasons":[],"needs":[],"route":"Sales","target":"=ann","sla_seconds":3600,"due_at":"2026-01-01T01:00:00Z"}
{"id":"2","status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"record":3,"line":4,"reason":"not valid JSON","text":"not json"}
{"record":4,"line":5,"reason":"`id` twice","text":"{\"id\":\"3\",\"id\":\"4\"}"}
{"record":5,"line":6,"reason":"`id` is missing","text":"{\"email\":\"x@y.example\"}"}
{"record":6,"line":7,"reason":"not a JSON object","text":"[1]"}
{"record":7,"line":8,"reason":"`id` is invalid: \"�\"","text":"{\"id\":\"\\ud800\",\"email\":\"c@d.example\"}"}
$ rubric run --now 2026-01-01 good.rubric leads.csv -q --to csv --with tags,employees
rubric: columns that no field reads: other
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at,tags,employees
1,routed,Good,35,,,,Sales,'=ann,3600,2026-01-01T01:00:00Z,"[""hot"",""new""]",60
2,disqualified,,0,,no_mail,,,,,,,
3,routed,Rest,0,,,,Pool,pool,,,,
1,routed,Rest,15,,,,Pool,pool,,,"[""he said \""hot\""""]",70
$ rubric run --now 2026-01-01 good.rubric leads.csv -q --to table
rubric: columns that no field reads: other
id  status        stage  fit  reasons  route  target  sla_seconds  due_at
1   routed        Good   35            Sales  =ann    3600         2026-01-01T01:00:00Z
2   disqualified         0    no_mail
3   routed        Rest   0             Pool   pool
1   routed        Rest   15            Pool   pool
$ rubric run --now 2026-01-01 good.rubric leads.csv -q --trace | head -n 1
rubric: columns that no field reads: other
{"id":"1","status":"routed","stage":"Good","scores":{"fit":35},"segments":[],"reasons":[],"needs":[],"route":"Sales","target":"=ann","sla_seconds":3600,"due_at":"2026-01-01T01:00:00Z","trace":{"contributions":[{"score":"fit","rule":"Company size","points":15,"at":"good.rubric:9","saw":{"employees":60}},{"score":"fit","rule":"Tagged","points":20,"at":"good.rubric:10","because":"They came to us","saw":{"tags":["hot","new"]}}],"unknown":[],"disqualified_by":[],"stage":{"at":"good.rubric:12"},"route":{"at":"good.rubric:14"}}}
$ rubric run --now 2026-01-01 good.rubric array.json object.json -q
{"id":"1","status":"routed","stage":"Rest","scores":{"fit":0},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
{"id":"2","status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"id":"1","status":"routed","stage":"Rest","scores":{"fit":0},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
$ cat leads.csv | rubric run --now 2026-01-01 good.rubric - -q | md5sum; rubric run --now 2026-01-01 good.rubric leads.csv.gz -q | md5sum; rubric run --now 2026-01-01 good.rubric leads.csv.zst -q | md5sum; rubric run --now 2026-01-01 good.rubric leads.csv -q | md5sum
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
$ cat leads.csv.gz leads.csv.gz | rubric run --now 2026-01-01 good.rubric - -q | wc -l
rubric: columns that no field reads: other
7
$ rubric run --now 2026-01-01 good.rubric cut.csv.gz
rubric: columns that no field reads: other
rubric: cut.csv.gz: the compressed data end early
? 3
$ rubric run --now 2026-01-01 good.rubric nokey.csv
rubric: nokey.csv: there is no column for the key field `id` (looked for "id", "Lead ID"): name it in the schema, with from "…"
  its header is: email;employees
? 3
$ rubric run --now 2026-01-01 good.rubric twice.csv
rubric: twice.csv: columns 2 ("email") and 3 ("EMAIL") have one name, and `email` reads it
  its header is: Lead ID,email,EMAIL
? 3
$ rubric run --now 2026-01-01 good.rubric header.csv
0 leads, 0 rejected, ... leads/s
$ rubric run --now 2026-01-01 good.rubric empty.csv
rubric: empty.csv: it is empty: there is not even a header row
0 leads, 0 rejected, 0 leads/s
$ rubric run --now 2026-01-01 good.rubric empty.csv --from csv
rubric: empty.csv: it is empty: a CSV file begins with a header row
? 3
$ rubric run --now 2026-01-01 good.rubric leads.csv header.csv nokey.csv leads.csv
rubric: nokey.csv: there is no column for the key field `id` (looked for "id", "Lead ID")...
  its header is: email;employees
? 3
$ rubric run --now 2026-01-01 good.rubric leads.csv none.csv
rubric: none.csv: No such file or directory
? 3
$ rubric run --now 2026-01-01 good.rubric leads.csv <(cat nokey.csv) -q | wc -l
rubric: columns that no field reads: other
rubric: /dev/fd/...: there is no column for the key field `id` (looked for "id", "Lead ID")...
  its header is: email;employees
4
$ rubric run --now 2026-01-01 good.rubric none.csv
rubric: none.csv: No such file or directory
? 3
$ rubric run --now 2026-01-01 good.rubric . 
rubric: .: it is a folder
? 3
$ rubric run --now 2026-01-01 good.rubric leads.ndjson --max-rejects 2 -o out.ndjson; test -e out.ndjson || echo none
rubric: stopped: 5 records are rejected, more than --max-rejects
2 leads, 5 rejected, ... leads/s
  the first rejected is record 3 (line 4): not valid JSON; --rejects FILE keeps them all
  status disqualified 1 routed 1
  stage Good 1 (none) 1
  route Sales 1 (none) 1
  invalid email 1, such as "5" (2)
none
$ rubric run --now 2026-01-01 good.rubric leads.csv -q -o out.ndjson; wc -l < out.ndjson; ls | grep -c part
rubric: columns that no field reads: other
4
0
? 1
$ rubric run --now 2026-01-01 good.rubric leads.csv -q -o nowhere/out
rubric: nowhere/out cannot be written: No such file or directory
? 4
$ rubric run --now 2026-01-01 good.rubric leads.csv -q > /dev/full
rubric: columns that no field reads: other
rubric: the output cannot be written: No space left on device
? 4
$ { printf '{"id":"1","email":"'; head -c 2000 /dev/zero | tr '\0' x; printf '"}\n{"id":"2"}\n'; } > long.ndjson; rubric run --now 2026-01-01 good.rubric long.ndjson -q --max-record 1024 --rejects r; cut -c1-100 r
{"id":"2","status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"record":1,"line":1,"reason":"longer than a record may be (--max-record)","text":"{\"id\":\"1\",\"e
$ rubric run --now 2026-01-01 good.rubric leads.csv --max-record 20
rubric: --max-record takes a whole number from 1024 to 1073741824, not `20`
? 2
$ rubric run --now 2026-01-01 good.rubric leads.csv -q --set bonus=0 --set bonus=5 | head -n 1
rubric: columns that no field reads: other
{"id":"1","status":"routed","stage":"Good","scores":{"fit":20},"segments":[],"reasons":[],"needs":[],"route":"Sales","target":"=ann","sla_seconds":3600,"due_at":"2026-01-01T01:00:00Z"}
$ rubric run --now 2026-01-01 good.rubric leads.csv --set bonuss=5
good.rubric: error[E070]: `bonuss` cannot be set: the rules have no parameter of that name
   help: did you mean `bonus`?
? 2
$ rubric check good.rubric --set nothing_like=5
good.rubric: error[E070]: `nothing_like` cannot be set: the rules have no parameter of that name
   help: what can be set is bonus
? 2
$ rubric check hold.rubric --set a=5
hold.rubric: error[E070]: `a` cannot be set: the rules have no parameter of that name
   help: nothing in them can be set: a value is declared by `parameter NAME = VALUE`
? 2
$ rubric check good.rubric --set bonuss=5 --format json
{"severity":"error","code":"E070","path":"good.rubric","line":0,"column":0,"end_line":0,"end_column":0,"message":"`bonuss` cannot be set: the rules have no parameter of that name","help":"did you mean `bonus`?"}
? 2
$ rubric check good.rubric --set bonuss=5 --format github
::error file=good.rubric,title=E070::`bonuss` cannot be set: the rules have no parameter of that name (did you mean `bonus`?)
? 2
$ rubric check good.rubric --set bonuss=5 --format sarif | grep -c startLine
0
? 1
$ rubric run --now 2026-01-01 good.rubric leads.csv --set bonus=99
good.rubric:1:11: error[E070]: `bonus` cannot be set to 99: it is in `0..50`
    1 | parameter bonus = 20 in 0..50
      |           ^^^^^
? 2
$ rubric run --now 2026-01-01 good.rubric leads.csv --set bonus=x
good.rubric:1:11: error[E070]: `bonus` cannot be set to "x": it is a number
    1 | parameter bonus = 20 in 0..50
      |           ^^^^^
? 2
$ rubric run --now 2026-01-01 good.rubric leads.csv --delimiter ';'
rubric: leads.csv: there is no column for the key field `id` (looked for "id", "Lead ID"): name it in the schema, with from "…"
  its header is: Lead ID,email,employees,tags,other
? 3
$ for j in 1 2 7; do rubric run --now 2026-01-01 good.rubric leads.csv leads.ndjson leads.csv -q --trace -j $j | md5sum; done | sort -u | wc -l
rubric: columns that no field reads: other
rubric: columns that no field reads: other
rubric: columns that no field reads: other
1
$ rubric run --now 2026-01-01 good.rubric leads.csv -q | head -n 0
rubric: columns that no field reads: other
$ LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu rubric run good.rubric leads.csv -q --now 2026-01-01 | md5sum; rubric run good.rubric leads.csv -q --now 2026-01-01 | md5sum
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
$ (printf 'schema L { id text key  a number }\nscore fit 0..1000000\n'; for i in $(seq 150); do printf 'fit "r%d" +%d when a >= %d\n' $i $i $i; [ $i = 64 ] && printf 'group "g" 0..5 {\n  fit "in g" +9 when a >= 64\n}\n'; done) > many.rubric; (echo id,a; for i in $(seq 150); do echo $i,$i; done; echo none,) > many.csv; rubric run many.rubric many.csv -q --trace > many.out; grep -o '"rule":"r[0-9]*","points"' many.out | wc -l; sed -n 64p many.out | grep -o '"rule":"r6[3-5]","points":6[3-5]\|"rule":"in g","points":9\|"group":"g","points":-4\|"unknown":\[]'; grep -c '"group"' many.out; grep -o '"rule":"[^"]*","needs":\["a"]' many.out | wc -l
11325
"rule":"r63","points":63
"rule":"r64","points":64
"rule":"in g","points":9
"group":"g","points":-4
"unknown":[]
87
151
