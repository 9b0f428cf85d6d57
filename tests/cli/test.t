$ rubric test good.rubric
1 passed, 0 failed
$ rubric test failing.rubric
failing.rubric:17: failed "wrong"
   line 19: expect fit = 20 and stage is "Good"
      fit = 20:  15  against  20
      stage is "Good":  unknown  against  "Good"
1 passed, 1 failed
? 1
$ rubric test failing.rubric --format tap
TAP version 14
ok 1 - tagged
not ok 2 - wrong
  ---
  expect: "fit = 20 and stage is \"Good\""
  left: "15"
  right: "20"
  at: "failing.rubric:19"
  ...
1..2
? 1
$ rubric test failing.rubric --format json
{"test":"tagged","path":"failing.rubric","line":16,"passed":true,"failures":[]}
{"test":"wrong","path":"failing.rubric","line":17,"passed":false,"failures":[{"expect":"fit = 20 and stage is \"Good\"","line":19,"sides":[{"text":"fit = 20","left":"15","right":"20"},{"text":"stage is \"Good\"","left":"unknown","right":"\"Good\""}]}]}
? 1
$ rubric test failing.rubric --format junit
<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="rubric" tests="2" failures="1">
  <testcase classname="failing.rubric" name="tagged"/>
  <testcase classname="failing.rubric" name="wrong">
    <failure message="expect fit = 20 and stage is &quot;Good&quot;">fit = 20: 15 against 20; stage is &quot;Good&quot;: unknown against &quot;Good&quot;; </failure>
  </testcase>
</testsuite>
? 1
$ rubric test failing.rubric --filter tagged
1 passed, 0 failed
$ rubric test bad.rubric
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
      |                 ^^^
   help: did you mean `id`?
bad.rubric:3:22: error[E040]: `fit` is a number, but `"a"` is text
    3 | stage "S" when fit > "a"
      |                      ^^^
   help: numbers and dates stand without quotes
? 2
$ rubric test std/geo
6 passed, 0 failed
