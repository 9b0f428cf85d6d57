$ rubric lint doubtful.rubric; true
doubtful.rubric:4:6: warning[W242]: nothing uses the list `unused`
    4 | list unused = "a", "b"
      |      ^^^^^^
   help: remove it
doubtful.rubric:6:41: warning[W231]: `contains "cto"` also takes it inside of other words
    6 | fit "Technical" +30 when title contains "cto"
      |                                         ^^^^^ it is in "director"
   help: `has` asks for the whole word
   note: a lead that it takes by accident: { id: "Acme", title: "director" }
doubtful.rubric:10:19: warning[W207]: no lead can reach `fit >= bar`
   10 | stage "Hot"  when fit >= bar
      |                   ^^^^^^^^^^ the most that `fit` can be is 56
doubtful.rubric:14:7: warning[W203]: no lead can reach the route "Pool"
   14 | route "Pool"  to "pool" when employees >= 200
      |       ^^^^^^ every lead that meets its condition is taken by "Field"
   note: doubtful.rubric:13:7: "Field" stands here, further up
   note: a lead that meets it and is taken by "Field": { id: "Acme", employees: 200 }
doubtful.rubric:17:6: warning[W262]: this test reads the clock and does not say what day it is
   17 | test "a large company's CTO" { lead { title: "CTO", employees: 6000, asked_at: 2025-12-20 } expect fit = 56 }
      |      ^^^^^^^^^^^^^^^^^^^^^^^ without `at` it is 2026-01-01; on another day it would come out differently
   help: say it: `at 2026-01-01T00:00:00Z`
doubtful.rubric: 5 findings, 3 of them --fix can mend
$ rubric lint doubtful.rubric --format json 2>/dev/null; true
{"severity":"warning","code":"W242","path":"doubtful.rubric","line":4,"column":6,"end_line":4,"end_column":12,"message":"nothing uses the list `unused`","help":"remove it","fix":"","fix_at":{"line":4,"column":1,"end_line":5,"end_column":1}}
{"severity":"warning","code":"W231","path":"doubtful.rubric","line":6,"column":41,"end_line":6,"end_column":46,"message":"`contains \"cto\"` also takes it inside of other words","label":"it is in \"director\"","help":"`has` asks for the whole word","fix":"has","fix_at":{"line":6,"column":32,"end_line":6,"end_column":40},"witness":{"id":"Acme","title":"director"}}
{"severity":"warning","code":"W207","path":"doubtful.rubric","line":10,"column":19,"end_line":10,"end_column":29,"message":"no lead can reach `fit >= bar`","label":"the most that `fit` can be is 56"}
{"severity":"warning","code":"W203","path":"doubtful.rubric","line":14,"column":7,"end_line":14,"end_column":13,"message":"no lead can reach the route \"Pool\"","label":"every lead that meets its condition is taken by \"Field\"","witness":{"id":"Acme","employees":200}}
{"severity":"warning","code":"W262","path":"doubtful.rubric","line":17,"column":6,"end_line":17,"end_column":29,"message":"this test reads the clock and does not say what day it is","label":"without `at` it is 2026-01-01; on another day it would come out differently","help":"say it: `at 2026-01-01T00:00:00Z`","fix":" at 2026-01-01T00:00:00Z","fix_at":{"line":17,"column":31,"end_line":17,"end_column":31}}
$ rubric lint doubtful.rubric --format github 2>/dev/null; true
::warning file=doubtful.rubric,line=4,col=6,endLine=4,endColumn=12,title=W242::nothing uses the list `unused` (remove it)
::warning file=doubtful.rubric,line=6,col=41,endLine=6,endColumn=46,title=W231::`contains "cto"` also takes it inside of other words (`has` asks for the whole word)
::warning file=doubtful.rubric,line=10,col=19,endLine=10,endColumn=29,title=W207::no lead can reach `fit >= bar`
::warning file=doubtful.rubric,line=14,col=7,endLine=14,endColumn=13,title=W203::no lead can reach the route "Pool"
::warning file=doubtful.rubric,line=17,col=6,endLine=17,endColumn=29,title=W262::this test reads the clock and does not say what day it is (say it: `at 2026-01-01T00:00:00Z`)
$ rubric lint doubtful.rubric --format sarif 2>/dev/null | python3 "$ROOT/tests/cli/sarif.py"
...
valid, results: 5
$ rubric lint doubtful.rubric --format sarif 2>/dev/null | python3 -c 'import json,sys; r=json.load(sys.stdin)["runs"][0]; [print(x["id"], x["shortDescription"]["text"], "###" in x["help"]["markdown"] or len(x["help"]["text"]) > 100) for x in r["tool"]["driver"]["rules"]]; [print(x["level"], x["ruleId"], r["tool"]["driver"]["rules"][x["ruleIndex"]]["id"], x.get("properties"), [(c["replacements"][0]["deletedRegion"], c["replacements"][0]["insertedContent"]["text"]) for f in x.get("fixes", []) for c in f["artifactChanges"]]) for x in r["results"]]'
W242 a list that is never used True
W231 `contains` where a word is meant True
W207 a threshold that no lead can reach True
W203 a stage or route that no lead can reach True
W262 a test without `at` that reads the clock True
warning W242 W242 None [({'startLine': 4, 'startColumn': 1, 'endLine': 5, 'endColumn': 1}, '')]
warning W231 W231 {'witness': {'id': 'Acme', 'title': 'director'}} [({'startLine': 6, 'startColumn': 32, 'endLine': 6, 'endColumn': 40}, 'has')]
warning W207 W207 None []
warning W203 W203 {'witness': {'id': 'Acme', 'employees': 200}} []
warning W262 W262 None [({'startLine': 17, 'startColumn': 31, 'endLine': 17, 'endColumn': 31}, ' at 2026-01-01T00:00:00Z')]
$ rubric check doubtful.rubric
doubtful.rubric:10:19: warning[W207]: no lead can reach `fit >= bar`
   10 | stage "Hot"  when fit >= bar
      |                   ^^^^^^^^^^ the most that `fit` can be is 56
doubtful.rubric:14:7: warning[W203]: no lead can reach the route "Pool"
   14 | route "Pool"  to "pool" when employees >= 200
      |       ^^^^^^ every lead that meets its condition is taken by "Field"
   note: doubtful.rubric:13:7: "Field" stands here, further up
   note: a lead that meets it and is taken by "Field": { id: "Acme", employees: 200 }
doubtful.rubric: 2 findings
? 1
$ rubric check doubtful.rubric good.rubric bad.rubric > /dev/null
doubtful.rubric: 2 findings
good.rubric: no mistakes; 2 rules, 2 stages, 2 routes
? 2
$ rubric check doubtful.rubric --set bar=20
doubtful.rubric:14:7: warning[W203]: no lead can reach the route "Pool"
   14 | route "Pool"  to "pool" when employees >= 200
      |       ^^^^^^ every lead that meets its condition is taken by "Field"
   note: doubtful.rubric:13:7: "Field" stands here, further up
   note: a lead that meets it and is taken by "Field": { id: "Acme", employees: 200 }
doubtful.rubric: 1 finding
? 1
$ rubric lint doubtful.rubric --set bar=20 2>&1 | grep -c W207
0
? 1
$ rubric lint - < doubtful.rubric 2>&1 | tail -n 1
-: 5 findings
$ rubric compile doubtful.rubric -o d.rbc; rubric lint d.rbc --fix 2>&1 | tail -n 2; rubric lint d.rbc --format json 2>/dev/null | wc -l
   help: say it: `at 2026-01-01T00:00:00Z`
d.rbc: 5 findings
5
$ rubric lint none.rubric
none.rubric:1:1: error[E001]: "none.rubric" cannot be read: No such file or directory
? 2
$ rubric lint doubtful.rubric --now soon
rubric: --now takes a time such as 2026-11-01T09:00Z, not `soon`
? 2
$ rubric lint doubtful.rubric --fix; cat doubtful.rubric
doubtful.rubric:4: mended W242: removed `list unused = "a", "b"`
doubtful.rubric:6: mended W231: `contains` is now `has`
doubtful.rubric:17: mended W262: added `at 2026-01-01T00:00:00Z`
doubtful.rubric:9:19: warning[W207]: no lead can reach `fit >= bar`
    9 | stage "Hot"  when fit >= bar
      |                   ^^^^^^^^^^ the most that `fit` can be is 56
doubtful.rubric:13:7: warning[W203]: no lead can reach the route "Pool"
   13 | route "Pool"  to "pool" when employees >= 200
      |       ^^^^^^ every lead that meets its condition is taken by "Field"
   note: doubtful.rubric:12:7: "Field" stands here, further up
   note: a lead that meets it and is taken by "Field": { id: "Acme", employees: 200 }
doubtful.rubric: 2 findings
# Legal, and probably wrong.
schema Lead { id text key  title text  employees integer in 0..  asked_at time }
parameter bar = 60

fit "Technical" +30 when title has "cto"
fit "Large"     +25 when employees >= 1000
fit "Recent"    +1  when asked_at within 30 days

stage "Hot"  when fit >= bar
stage "Rest" otherwise

route "Field" to "ae"   when employees >= 100
route "Pool"  to "pool" when employees >= 200
route "News"  to "news" otherwise

test "a large company's CTO" { at 2026-01-01T00:00:00Z lead { title: "CTO", employees: 6000, asked_at: 2025-12-20 } expect fit = 56 }
$ rubric lint doubtful.rubric --fix 2>&1 | grep -c mended
0
? 1
$ printf '\357\273\277schema Lead { id text key  title text }\r\nfit "C" +5 when title contains "cto"\r\n' > mark.rubric; rubric lint mark.rubric --fix 2> /dev/null | head -n 1; od -An -c mark.rubric | head -n 1; grep -c $'has "cto"\r' mark.rubric
mark.rubric:2: mended W231: `contains` is now `has`
 357 273 277   s   c   h   e   m   a       L   e   a   d       {
1
$ rubric explain-code W203 | head -n 4
W203 a stage or route that no lead can reach

Stages and routes are tried from the top and the first that is true wins. This one stands below others that take every lead that would meet its condition. The finding
names the one above and shows a lead that it takes. Move the special case up.
$ rubric explain-code w999
rubric: there is no code `w999`; `rubric explain-code` lists them
? 2
$ rubric explain-code | grep -c ^W
30
