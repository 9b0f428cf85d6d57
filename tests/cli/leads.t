$ for d in ',' ';' '\t' '|'; do printf "id${d}email${d}employees\n1${d}a@b.example${d}60\n" | rubric run good.rubric - --to csv -q --now 2026-01-01 | tail -n 1; done
1,routed,Rest,15,,,,Pool,pool,,
1,routed,Rest,15,,,,Pool,pool,,
1,routed,Rest,15,,,,Pool,pool,,
1,routed,Rest,15,,,,Pool,pool,,
$ printf 'id;email,x\n1;a@b.example\n' | rubric run good.rubric - --to csv -q --delimiter ';'
rubric: columns that no field reads: email,x
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,disqualified,,0,,no_mail,,,,,
$ printf 'id\temail\n1\ta@b.example\n' | rubric run good.rubric - --to csv -q --delimiter '\t'
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,routed,Rest,0,,,,Pool,pool,,
$ printf 'id\n1\n' | rubric run good.rubric - --to csv -q
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,disqualified,,0,,no_mail,,,,,
$ printf '\357\273\277"id","email"\r\n"1","a@b.example"\r\n\r\n"2","x"' | rubric run good.rubric - --to csv -q
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,routed,Rest,0,,,,Pool,pool,,
2,disqualified,,0,,no_mail,,,,,
$ printf '\n\nid,email\n1,"a\nb"\n\n2,"a ""b"""\n3,a"b"\n' | rubric run good.rubric - --to csv --with email --rejects - -o out.csv; cat out.csv
3 leads, 0 rejected, ... leads/s
  status disqualified 3
  stage (none) 3
  route (none) 3
  invalid email 3, such as "a\u{a}b" (1), "a "b"" (2), "a"b"" (3)
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at,email
1,disqualified,,0,,no_mail,,,,,,
2,disqualified,,0,,no_mail,,,,,,
3,disqualified,,0,,no_mail,,,,,,
$ printf 'id,b,c,b\n1,2,3,4\n' | rubric run good.rubric - --to csv -q
rubric: columns that no field reads: b, c, b
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,disqualified,,0,,no_mail,,,,,
$ printf 'lead id,ID\n1,\n' | rubric run good.rubric - --to csv -q
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,disqualified,,0,,no_mail,,,,,
$ printf '"id,email\n1,2\n' | rubric run good.rubric - --to csv -q
rubric: standard input: a quote in the header is not closed, or something follows it
  its header is: "id,email\u{a}1,2\u{a}
? 3
$ printf 'id,email\n1,"a@b.example\n2,c@d.example\n' | rubric run good.rubric - --rejects - -o out.ndjson -q
{"record":1,"line":2,"reason":"a quote that is not closed","text":"1,\"a@b.example\n2,c@d.example\n"}
$ printf 'id,email\n1,\377\n2,\0\n' | rubric run good.rubric - --rejects - -o out.ndjson -q; cat out.ndjson
{"record":1,"line":2,"reason":"not valid UTF-8","text":"1,�"}
{"id":"2","status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
$ printf '{"id":"1"}\n' | rubric run good.rubric - --from csv -q
rubric: standard input: there is no column for the key field `id` (looked for "id", "Lead ID"): name it in the schema, with from "…"
  its header is: {"id":"1"}
? 3
$ printf 'id\n1\n' | rubric run good.rubric - --from ndjson
0 leads, 2 rejected, ... leads/s
  the first rejected is record 1 (line 1): not valid JSON; --rejects FILE keeps them all
$ printf '{"id":"1",}\n{"id":"2"}{"id":"3"}\n{"id":"4"} x\n' | rubric run good.rubric - -q -o out.ndjson --rejects -
{"record":1,"line":1,"reason":"not valid JSON","text":"{\"id\":\"1\",}"}
{"record":2,"line":2,"reason":"not valid JSON","text":"{\"id\":\"2\"}{\"id\":\"3\"}"}
{"record":3,"line":3,"reason":"not valid JSON","text":"{\"id\":\"4\"} x"}
$ printf '[{"id":"1"},5,{"id":"2"}' | rubric run good.rubric - -q --rejects r.ndjson --to csv; cat r.ndjson
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,disqualified,,0,,no_mail,,,,,
{"record":2,"line":1,"reason":"not a JSON object","text":"5"}
{"record":3,"line":1,"reason":"the input ends inside it","text":"{\"id\":\"2\"}"}
$ printf '[]' | rubric run good.rubric -
0 leads, 0 rejected, ... leads/s
$ printf '{\n "id": "1",\n "email": "a@b.example"\n}\n' | rubric run good.rubric - -q --to csv
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
1,routed,Rest,0,,,,Pool,pool,,
$ printf '{"id":"1"}\n\n   \n{"email":"x"}\n{"id":"3","email":9}\n' > n.ndjson; sed -i 's/ key / /' good.rubric; rubric run good.rubric n.ndjson -q; cp "$ROOT/tests/cli/data/good.rubric" .
{"row":1,"status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"row":2,"status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"row":3,"status":"disqualified","stage":null,"scores":{"fit":0},"segments":[],"reasons":["no_mail"],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
$ python3 -c 'print("{\"id\":\"1\",\"x\":" + "[" * 70 + "]" * 70 + "}")' | rubric run good.rubric - -q --rejects - -o out.ndjson | cut -c1-70
{"record":1,"line":1,"reason":"nested deeper than 64","text":"{\"id\":
$ for i in 1 2 3 4 5 6 7; do echo "{\"id\":\"$i\",\"email\":\"x$i\"}"; done | rubric run good.rubric - -o out.ndjson
7 leads, 0 rejected, ... leads/s
  status disqualified 7
  stage (none) 7
  route (none) 7
  invalid email 7, such as "x1" (1), "x2" (2), "x3" (3), "x4" (4), "x5" (5)
$ gzip -dc leads.csv.gz > plain.csv; { gzip -c header.csv; gzip -c plain.csv; } > two.gz; rubric run good.rubric two.gz -q --to csv | tail -n 2
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
$ zstd -qc leads.csv > a.zst; head -c 60 a.zst > cut.zst; rubric run good.rubric cut.zst -q
rubric: cut.zst: the compressed data end early
? 3
$ cat a.zst a.zst > two.zst; rubric run good.rubric two.zst -q | wc -l
rubric: columns that no field reads: other
7
$ { cat leads.csv.gz; echo rubbish; } > after.gz; rubric run good.rubric after.gz | wc -l
rubric: columns that no field reads: other
rubric: after.gz: there is something else after the end of the compressed data
3 leads, 1 rejected, ... leads/s
  the first rejected is record 4 (line 6): 3 cells where the header has 5; --rejects FILE keeps them all
  status disqualified 1 routed 2
  stage Good 1 Rest 1 (none) 1
  route Sales 1 Pool 1 (none) 1
  invalid email 1, such as "nobody" (2)
  invalid employees 1, such as "many" (2)
3
$ { head -c 40 leads.csv.gz; head -c 40 /dev/zero; } > broken.gz; rubric run good.rubric broken.gz
rubric: broken.gz: the compressed data end early
? 3
$ printf '\037\213' > tiny.gz; rubric run good.rubric tiny.gz
rubric: tiny.gz: the compressed data end early
? 3
$ rubric run good.rubric leads.csv none.csv -o out.ndjson -q; ls out.ndjson
rubric: none.csv: No such file or directory
out.ndjson
$ rubric run good.rubric leads.csv leads.csv header.csv leads.csv -q | wc -l
rubric: columns that no field reads: other
12
$ rubric run more.rubric leads.csv
rubric: leads.csv: there is no column for the key field `id` (looked for "id"): name it in the schema, with from "…"
  its header is: Lead ID,email,employees,tags,other
? 3
$ rubric run more.rubric more.ndjson -q --rejects - -o out.ndjson
{"record":4,"line":4,"reason":"`name` is missing","text":"{\"id\":\"4\"}"}
$ printf 'id,name\n1,\n' | rubric run more.rubric - --rejects - -o out.ndjson
{"record":1,"line":2,"reason":"`name` is missing","text":"1,"}
0 leads, 1 rejected, ... leads/s
  the first rejected is record 1 (line 2): `name` is missing
$ rubric run good.rubric leads.ndjson --max-rejects 5 -q -o out.ndjson; wc -l < out.ndjson
2
$ rubric run good.rubric leads.ndjson --max-rejects 0 -q --rejects r.ndjson > /dev/null; wc -l < r.ndjson
rubric: stopped: 5 records are rejected, more than --max-rejects
5
$ printf 'id,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v\n' | rubric run good.rubric -
rubric: columns that no field reads: a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t and 2 more
0 leads, 0 rejected, ... leads/s
$ printf 'id,email\n1,Jos\351\n' | rubric run good.rubric - --to csv
id,status,stage,fit,segments,reasons,needs,route,target,sla_seconds,due_at
0 leads, 1 rejected, ... leads/s
  the first rejected is record 1 (line 2): not valid UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8); --rejects FILE keeps them all
$ printf 'PK\003\004\024\n' > book.xlsx; rubric run good.rubric book.xlsx
rubric: book.xlsx: it is a workbook or another zip file: save it as CSV first
? 3
$ printf 'id,email\n' > a.csv; printf 'email\n' > b.csv; rubric run good.rubric a.csv b.csv
rubric: b.csv: there is no column for the key field `id` (looked for "id", "Lead ID"): name it in the schema, with from "…"
  its header is: email
? 3
