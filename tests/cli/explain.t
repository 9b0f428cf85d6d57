$ rubric explain good.rubric leads.csv --now 2026-01-01
rubric: columns that no field reads: other
lead 1 is routed

fit                   35
  Company size       +15 █████████    employees 60
  Tagged             +20 ████████████ tags ["hot","new"]

stage         Good  good.rubric:12
route         Sales  good.rubric:14
target        =ann
due           2026-01-01T01:00:00Z
$ rubric explain good.rubric leads.csv --key 2 --now 2026-01-01
rubric: columns that no field reads: other
lead 2 is disqualified

fit                        0
  Company size            -5 ▒▒▒▒▒▒▒▒▒▒▒▒ employees cannot be read
  held within 0..100      +5 ████████████ was -5
  Tagged                   ? tags is missing

disqualified  no_mail: Cannot be reached  good.rubric:11
              email cannot be read
stage         none
route         none
passed over   Sales: there is no stage
              Pool: the lead is disqualified
$ rubric explain good.rubric leads.csv --key 3 --now 2026-01-01 --to ndjson
rubric: columns that no field reads: other
{"id":"3","status":"routed","stage":"Rest","scores":{"fit":0},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null,"trace":{"contributions":[{"score":"fit","rule":"Company size","points":-5,"at":"good.rubric:9"},{"score":"fit","clamp":"0..100","points":5}],"unknown":[{"rule":"Tagged","needs":["tags"]}],"disqualified_by":[],"stage":{"at":"good.rubric:13"},"route":{"at":"good.rubric:15"}}}
$ rubric explain good.rubric leads.csv --key 77
rubric: columns that no field reads: other
rubric: no lead has the key "77" (5 records looked at, 1 of them rejected)
? 3
$ rubric explain good.rubric leads.csv --row 4
rubric: columns that no field reads: other
rubric: record 4 (line 6) is rejected: 3 cells where the header has 5
? 3
