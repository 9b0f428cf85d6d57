$ rubric check bad.rubric good.rubric failing.rubric bad.rubric --format sarif | python3 -c 'import json,sys; r=json.load(sys.stdin)["runs"]; print(len(r), r[0]["columnKind"]); [print(x["ruleId"], x["message"]["text"], x["locations"][0]["physicalLocation"]["region"], [c["replacements"][0]["insertedContent"]["text"] for f in x.get("fixes", []) for c in f["artifactChanges"]]) for x in r[0]["results"][:2]]; print(len(r[0]["results"]))'
1 unicodeCodePoints
E030 there is no field or definition `idd` (did you mean `id`?) {'startLine': 2, 'startColumn': 17, 'endLine': 2, 'endColumn': 20} ['id']
E040 `fit` is a number, but `"a"` is text (numbers and dates stand without quotes) {'startLine': 3, 'startColumn': 22, 'endLine': 3, 'endColumn': 25} []
4
$ cp bad.rubric 'a b%.rubric'; rubric check 'a b%.rubric' --format sarif | grep -o '"uri":"[^"]*"' | sort -u
"uri":"a%20b%25.rubric"
$ cp bad.rubric 'a b%.rubric'; rubric check 'a b%.rubric' --format github | head -n 1
::error file=a b%25.rubric,line=2,col=17,endLine=2,endColumn=20,title=E030::there is no field or definition `idd` (did you mean `id`?)
$ rubric check none.rubric --format github
::error file=none.rubric,line=1,col=1,endLine=1,endColumn=1,title=E001::"none.rubric" cannot be read: No such file or directory
? 2
$ rubric test failing.rubric --format github
::error file=failing.rubric,line=19,title=test::test "wrong" failed: expect fit = 20 and stage is "Good"; fit = 20: 15 against 20; stage is "Good": unknown against "Good"
? 1
$ rubric test failing.rubric bad.rubric --format sarif | python3 -c 'import json,sys; [print(x["ruleId"], x["message"]["text"], x["locations"][0]["physicalLocation"]["region"]) for x in json.load(sys.stdin)["runs"][0]["results"]]'
test test "wrong" failed: expect fit = 20 and stage is "Good"; fit = 20: 15 against 20; stage is "Good": unknown against "Good" {'startLine': 19}
E030 there is no field or definition `idd` (did you mean `id`?) {'startLine': 2, 'startColumn': 17, 'endLine': 2, 'endColumn': 20}
E040 `fit` is a number, but `"a"` is text (numbers and dates stand without quotes) {'startLine': 3, 'startColumn': 22, 'endLine': 3, 'endColumn': 25}
$ rubric test bad.rubric --format json
{"severity":"error","code":"E030","path":"bad.rubric","line":2,"column":17,"end_line":2,"end_column":20,"message":"there is no field or definition `idd`","help":"did you mean `id`?","fix":"id"}
{"severity":"error","code":"E040","path":"bad.rubric","line":3,"column":22,"end_line":3,"end_column":25,"message":"`fit` is a number, but `\"a\"` is text","help":"numbers and dates stand without quotes"}
? 2
$ rubric test failing.rubric bad.rubric --format tap 2>/dev/null
TAP version 14
ok 1 - tagged
not ok 2 - wrong
  ---
  expect: "fit = 20 and stage is \"Good\""
  left: "15"
  right: "20"
  at: "failing.rubric:19"
  ...
Bail out! mistakes in bad.rubric
? 2
$ rubric test failing.rubric bad.rubric --format junit 2>/dev/null
<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="rubric" tests="3" failures="1" errors="1">
  <testcase classname="failing.rubric" name="tagged"/>
  <testcase classname="failing.rubric" name="wrong">
    <failure message="expect fit = 20 and stage is &quot;Good&quot;">fit = 20: 15 against 20; stage is &quot;Good&quot;: unknown against &quot;Good&quot;; </failure>
  </testcase>
  <testcase classname="bad.rubric" name="rules">
    <error message="the rules have mistakes"/>
  </testcase>
</testsuite>
? 2
$ rubric check bad.rubric failing.rubric --format sarif | python3 "$ROOT/tests/cli/sarif.py"
...
valid, results: 2
$ rubric check good.rubric --format sarif | python3 "$ROOT/tests/cli/sarif.py"
...
valid, results: 0
$ rubric test failing.rubric bad.rubric --format sarif | python3 "$ROOT/tests/cli/sarif.py"
...
valid, results: 3
$ rubric check good.rubric --format json
$ rubric check good.rubric --set bonus=51 --format github
::error file=good.rubric,line=1,col=11,endLine=1,endColumn=16,title=E070::`bonus` cannot be set to 51: it is in `0..50`
? 2
$ rubric check good.rubric none.rubric more.rubric
none.rubric:1:1: error[E001]: "none.rubric" cannot be read: No such file or directory
good.rubric: no mistakes; 2 rules, 2 stages, 2 routes
more.rubric: no mistakes; 4 rules, 2 stages, 1 route
? 2
$ printf '\377' > bytes.rubric; rubric check bytes.rubric --format json
{"severity":"error","code":"E002","path":"bytes.rubric","line":1,"column":1,"end_line":1,"end_column":2,"message":"this is not UTF-8","help":"save the file as plain UTF-8 text"}
? 2
$ rubric test failing.rubric --format junit | python3 -c 'import sys, xml.dom.minidom as m; d = m.parse(sys.stdin); print(len(d.getElementsByTagName("testcase")), len(d.getElementsByTagName("failure")))'
2 1
$ printf 'test "a # b" { lead { } expect 1 = 2 }\ntest "c" { lead { id: 5 } }\n' | cat bad.rubric - | sed '2,3d' > few.rubric; rubric test few.rubric --format tap; rubric test few.rubric
TAP version 14
not ok 1 - a \# b
  ---
  expect: "1 = 2"
  left: "1"
  right: "2"
  at: "few.rubric:2"
  ...
ok 2 - c
1..2
few.rubric:2: failed "a # b"
   line 2: expect 1 = 2
      1 = 2:  1  against  2
1 passed, 1 failed
? 1
