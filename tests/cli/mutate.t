$ rubric test measured.rubric --mutate --filter boss
1 passed, 0 failed

no test would miss
  measured.rubric:32  fit "Large" (and 2 smaller mistakes)
  measured.rubric:42  disqualify "student"
  measured.rubric:43  require "size" (and 3 smaller mistakes)
  measured.rubric:46  stage "Warm" (and 4 smaller mistakes)
  measured.rubric:47  stage "Cold"
  measured.rubric:49  segment "big" (and 1 smaller mistake)
  measured.rubric:51  contact "email" (and 2 smaller mistakes)
  measured.rubric:53  route "Ask" (and 2 smaller mistakes)
  measured.rubric:55  route "Rest" (and 1 smaller mistake)

no test notices these mistakes
  measured.rubric:10  parameter large
    threshold   1000 → 1100
    threshold   1000 → 900
  measured.rubric:12  define size
    threshold   < 50 => "small" → < 55 => "small"
    comparison  < 50 => "small" → <= 50 => "small"
    result      < 50 => "small" → < 50 => "middle"
    threshold   50..999 => "middle" → 55..999 => "middle"
    threshold   50..999 => "middle" → 50..1098 => "middle"
    result      50..999 => "middle" → 50..999 => "large"
    threshold   1000.. => "large" → 1100.. => "large"
  measured.rubric:23  define about
    result      "/jobs" => "work" → "/jobs" => "other"
  measured.rubric:29  score fit
    threshold   0..30 → 1..30
    threshold   0..30 → 0..33
  measured.rubric:33  fit "Size"
    threshold   < 50 => 0 → < 55 => 0
    comparison  < 50 => 0 → <= 50 => 0
    points      < 50 => 0 → < 50 => 1
    threshold   50..999 => +5 → 55..999 => +5
    threshold   50..999 => +5 → 50..1098 => +5
    points      missing => -5 → missing => -4
  measured.rubric:38  group "Visits"
    threshold   0..4 → 1..4
  measured.rubric:39  intent "Pricing"
    points      +3 → +4
    threshold   visits within 30 days → visits within 33 days
    threshold   visits within 30 days → visits within 27 days
    condition   about(page) is "price" → taken out
    condition   page is present → taken out
    condition   about(page) is "price" and page is present
              → `or` in place of `and`
  measured.rubric:45  stage "Hot"
    condition   fit >= 20 → taken out
    condition   intent >= 3 → taken out
    condition   fit >= 20 and intent >= 3 → `or` in place of `and`
    comparison  fit >= 20 → fit > 20
    threshold   fit >= 20 → fit >= 22
    threshold   fit >= 20 → fit >= 18
    comparison  intent >= 3 → intent > 3
    threshold   intent >= 3 → intent >= 4
    threshold   intent >= 3 → intent >= 2
  measured.rubric:54  route "Boss"
    threshold   1 hour → 2 hours

noticed 23 of 82 mistakes (28%)
? 1
$ rubric test measured.rubric --mutate -q --mutants 10

no test notices these mistakes
  measured.rubric:10  parameter large
    threshold   1000 → 1100
  measured.rubric:12  define size
    threshold   1000.. => "large" → 1100.. => "large"
  measured.rubric:33  fit "Size"
    points      < 50 => 0 → < 50 => 1
  measured.rubric:39  intent "Pricing"
    points      +3 → +4
  measured.rubric:45  stage "Hot"
    condition   fit >= 20 → taken out
    comparison  intent >= 3 → intent > 3
  measured.rubric:46  stage "Warm"
    threshold   fit >= 20 → fit >= 18
  measured.rubric:53  route "Ask"
    result      "enrichment" → "somebody else"
? 1
$ rubric test measured.rubric --mutate --mutants 6 --fail-under 10
3 passed, 0 failed

no test notices these mistakes
  measured.rubric:10  parameter large
    threshold   1000 → 1100
  measured.rubric:29  score fit
    threshold   0..30 → 0..33
  measured.rubric:45  stage "Hot"
    comparison  fit >= 20 → fit > 20
  measured.rubric:49  segment "big"
    negated     size is "large" → the opposite

noticed 2 of 6 mistakes (33%); --mutants 82 tries all
$ rubric test measured.rubric --mutate --mutants 4 --format json
{"test":"a boss who looks at prices is hot","path":"measured.rubric","line":57,"passed":true,"failures":[]}
{"test":"a student is none","path":"measured.rubric","line":64,"passed":true,"failures":[]}
{"test":"unknown size","path":"measured.rubric","line":68,"passed":true,"failures":[]}
{"mutant":"threshold","path":"measured.rubric","line":10,"column":19,"end_line":10,"end_column":23,"text":"1100","in":"parameter large","before":"1000","after":"1100","noticed":false}
{"mutant":"comparison","path":"measured.rubric","line":32,"column":34,"end_line":32,"end_column":36,"text":">","in":"fit \"Large\"","before":"employees >= large","after":"employees > large","noticed":false}
{"mutant":"negated","path":"measured.rubric","line":42,"column":28,"end_line":42,"end_column":47,"text":"not (title has \"student\")","in":"disqualify \"student\"","before":"title has \"student\"","after":"the opposite","noticed":true,"by":"a boss who looks at prices is hot"}
{"mutant":"removed","path":"measured.rubric","line":46,"column":19,"end_line":46,"end_column":28,"text":"false and (fit >= 20)","in":"stage \"Warm\"","before":"stage \"Warm\"","after":"taken out","noticed":false}
? 1
$ rubric test measured.rubric --mutate --fail-under 20 -q | tail -1
    threshold   1 hour → 2 hours
$ rubric test good.rubric --mutate
1 passed, 0 failed

no test would miss
  good.rubric:11  disqualify "no_mail"
  good.rubric:13  stage "Rest"
  good.rubric:14  route "Sales" (and 3 smaller mistakes)
  good.rubric:15  route "Pool" (and 1 smaller mistake)

no test notices these mistakes
  good.rubric:8  score fit
    threshold   0..100 → 1..100
    threshold   0..100 → 0..110
  good.rubric:9  fit "Company size"
    threshold   < 50 => 0 → < 55 => 0
    comparison  < 50 => 0 → <= 50 => 0
    points      < 50 => 0 → < 50 => 1
    threshold   50.. => +15 → 55.. => +15
    points      missing => -5 → missing => -4
  good.rubric:12  stage "Good"
    comparison  fit >= 20 → fit > 20
    threshold   fit >= 20 → fit >= 22
    threshold   fit >= 20 → fit >= 18

noticed 9 of 27 mistakes (33%)
? 1
$ cat good.rubric | rubric test - --mutate --fail-under 30 | tail -1
noticed 9 of 27 mistakes (33%)
$ rubric compile good.rubric -o good.rbc && rubric test good.rbc --mutate | tail -1
noticed 9 of 27 mistakes (33%)
$ rubric test more.rubric --mutate
0 passed, 0 failed: there are no tests

no test would miss
  more.rubric:13  fit "Cloud" (and 2 smaller mistakes)
  more.rubric:14  fit "Demo" (and 2 smaller mistakes)
  more.rubric:15  fit "Named" (and 2 smaller mistakes)
  more.rubric:15  fit "Seen" (and 2 smaller mistakes)
  more.rubric:16  segment "paper;clip" (and 1 smaller mistake)
  more.rubric:17  segment "=cloud" (and 4 smaller mistakes)
  more.rubric:18  disqualify "bad" (and 1 smaller mistake)
  more.rubric:19  require "floor" (and 4 smaller mistakes)
  more.rubric:20  stage "@top" (and 4 smaller mistakes)
  more.rubric:21  stage "low"
  more.rubric:22  contact "call" (and 1 smaller mistake)
  more.rubric:23  route "+first" (and 2 smaller mistakes)

no test notices these mistakes
  more.rubric:15  group "Small things"
    threshold   0..5 → 1..5
    threshold   0..5 → 0..6

noticed 0 of 39 mistakes (0%)
? 1
$ rubric test failing.rubric --mutate -q
rubric: --mutate needs tests that pass
failing.rubric:17: failed "wrong"
   line 19: expect fit = 20 and stage is "Good"
      fit = 20:  15  against  20
      stage is "Good":  unknown  against  "Good"
? 1
$ rubric test bad.rubric --mutate | head -1
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
      |                 ^^^
   help: did you mean `id`?
bad.rubric:3:22: error[E040]: `fit` is a number, but `"a"` is text
    3 | stage "S" when fit > "a"
      |                      ^^^
   help: numbers and dates stand without quotes
$ rubric test good.rubric --mutate --format tap
rubric: --mutate shows what it finds with --format pretty or json
? 2
$ rubric test good.rubric --mutants 5
rubric: --mutants goes with --mutate
? 2
$ rubric test good.rubric --fail-under 5
rubric: --fail-under goes with --coverage or --mutate
? 2
$ rubric test good.rubric --mutate --mutants 0
rubric: --mutants takes a whole number from 1 to 1000000, not `0`
? 2
$ rubric test good.rubric --mutate --fail-under 101
rubric: --fail-under takes a whole number from 0 to 100, not `101`
? 2
$ python3 "$ROOT/tests/cli/against_mutants.py" measured.rubric
82 mistakes made again, 26 noticed, 0 differ
$ python3 "$ROOT/tests/cli/against_mutants.py" good.rubric
27 mistakes made again, 9 noticed, 0 differ
$ cp "$ROOT/examples/bank/bank.rubric" . && python3 "$ROOT/tests/cli/against_mutants.py" bank.rubric
144 mistakes made again, 83 noticed, 0 differ
