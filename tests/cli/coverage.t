$ rubric test measured.rubric --coverage
3 passed, 0 failed

reached by                     tests
  rules              4 of   4   100%
  table rows         7 of  12    58%
  disqualifiers      1 of   1   100%
  requirements       2 of   3    66%
  stages             2 of   3    66%
  segments           1 of   1   100%
  channels           2 of   3    66%
  routes             2 of   3    66%
  groups             1 of   1   100%
  all               22 of  31    70%

no test reaches
  measured.rubric:13  define size  < 50 => "small"
  measured.rubric:19  define is_boss  missing => false
  measured.rubric:25  define about  "/jobs" => "work"
  measured.rubric:26  define about  otherwise => "other"
  measured.rubric:34  fit "Size"  < 50 => 0
  measured.rubric:43  require "size"  failed
  measured.rubric:46  stage "Warm"
  measured.rubric:51  contact "email"  outside its hours
  measured.rubric:55  route "Rest"
$ rubric test measured.rubric --coverage --on measured.ndjson --now 2026-11-20T20:00Z
rubric: 1 record is rejected
3 passed, 0 failed

reached by                     tests             4 leads
  rules              4 of   4   100%     4 of   4   100%
  table rows         7 of  12    58%     9 of  12    75%
  disqualifiers      1 of   1   100%     1 of   1   100%
  requirements       2 of   3    66%     3 of   3   100%
  stages             2 of   3    66%     2 of   3    66%
  segments           1 of   1   100%     1 of   1   100%
  channels           2 of   3    66%     2 of   3    66%
  routes             2 of   3    66%     2 of   3    66%
  groups             1 of   1   100%     1 of   1   100%
  all               22 of  31    70%    25 of  31    80%

no test reaches
  measured.rubric:13  define size  < 50 => "small"
  measured.rubric:19  define is_boss  missing => false
  measured.rubric:25  define about  "/jobs" => "work"
  measured.rubric:26  define about  otherwise => "other"
  measured.rubric:34  fit "Size"  < 50 => 0
  measured.rubric:43  require "size"  failed
  measured.rubric:46  stage "Warm"
  measured.rubric:51  contact "email"  outside its hours
  measured.rubric:55  route "Rest"

no lead reaches
  measured.rubric:14  define size  50..999 => "middle"
  measured.rubric:26  define about  otherwise => "other"
  measured.rubric:35  fit "Size"  50..999 => +5
  measured.rubric:46  stage "Warm"
  measured.rubric:51  contact "email"  allowed
  measured.rubric:53  route "Ask"

measured.rubric                                          tests    leads
    13  define size  < 50 => "small"                         0        2   50.0%
    14  define size  50..999 => "middle"                     1        0    0.0%
    15  define size  1000.. => "large"                       1        1   25.0%
    18  define is_boss  has any of ("vp", "ceo") => true     2        1   25.0%
    19  define is_boss  missing => false                     0        2   50.0%
    20  define is_boss  otherwise => false                   1        1   25.0%
    24  define about  starts with "/pricing" => "price"      1        3   75.0%
    25  define about  "/jobs" => "work"                      0        1   25.0%
    26  define about  otherwise => "other"                   0        0    0.0%
    31  fit "Boss"                                           2        1   25.0%
    32  fit "Large"                                          1        1   25.0%
    33  fit "Size"                                           2        3   75.0%
    34  fit "Size"  < 50 => 0                                0        2   50.0%
    35  fit "Size"  50..999 => +5                            1        0    0.0%
    36  fit "Size"  missing => -5                            1        1   25.0%
    38  group "Visits"  changed the sum                      1        1   25.0%
    39  intent "Pricing"                                     1        3   75.0%
    42  disqualify "student"                                 1        1   25.0%
    43  require "size"  passed                               2        2   50.0%
    43  require "size"  failed                               0        1   25.0%
    43  require "size"  unknown                              1        1   25.0%
    45  stage "Hot"                                          1        1   25.0%
    46  stage "Warm"                                         0        0    0.0%
    47  stage "Cold"                                         1        1   25.0%
    49  segment "big"                                        1        1   25.0%
    51  contact "email"  allowed                             1        0    0.0%
    51  contact "email"  outside its hours                   0        2   50.0%
    51  contact "email"  blocked                             2        2   50.0%
    53  route "Ask"                                          1        0    0.0%
    54  route "Boss"                                         1        1   25.0%
    55  route "Rest"                                         0        1   25.0%
$ rubric test measured.rubric --coverage --on measured.ndjson --now 2026-11-20T20:00Z --format json -q | sed -n '/"part"/p;$p' | head -9
rubric: 1 record is rejected
{"part":"row","of":"define size","row":"< 50 => \"small\"","path":"measured.rubric","line":13,"tests":0,"leads":2}
{"part":"row","of":"define size","row":"50..999 => \"middle\"","path":"measured.rubric","line":14,"tests":1,"leads":0}
{"part":"row","of":"define size","row":"1000.. => \"large\"","path":"measured.rubric","line":15,"tests":1,"leads":1}
{"part":"row","of":"define is_boss","row":"has any of (\"vp\", \"ceo\") => true","path":"measured.rubric","line":18,"tests":2,"leads":1}
{"part":"row","of":"define is_boss","row":"missing => false","path":"measured.rubric","line":19,"tests":0,"leads":2}
{"part":"row","of":"define is_boss","row":"otherwise => false","path":"measured.rubric","line":20,"tests":1,"leads":1}
{"part":"row","of":"define about","row":"starts with \"/pricing\" => \"price\"","path":"measured.rubric","line":24,"tests":1,"leads":3}
{"part":"row","of":"define about","row":"\"/jobs\" => \"work\"","path":"measured.rubric","line":25,"tests":0,"leads":1}
{"part":"row","of":"define about","row":"otherwise => \"other\"","path":"measured.rubric","line":26,"tests":0,"leads":0}
$ python3 "$ROOT/tests/cli/against_trace.py" measured.rubric measured.ndjson 2026-11-20T20:00Z
4 leads, 20 parts compared, 0 differ
$ python3 "$ROOT/tests/cli/against_trace.py" "$ROOT/examples/inbound/inbound.rubric" "$ROOT/examples/inbound/leads.ndjson" 2026-11-20T15:00:00Z
2000 leads, 29 parts compared, 0 differ
$ python3 "$ROOT/tests/cli/against_trace.py" "$ROOT/examples/bank/bank.rubric" "$ROOT/examples/bank/sample.csv" 2026-11-20T15:00:00Z
60 leads, 45 parts compared, 0 differ
$ python3 "$ROOT/tests/cli/against_trace.py" "$ROOT/examples/hubspot/contacts.rubric" "$ROOT/examples/hubspot/sample.csv" 2026-11-20T15:00:00Z
40 leads, 23 parts compared, 0 differ
$ rubric test measured.rubric --coverage --fail-under 80 -q --filter student

no test reaches
  measured.rubric:13  define size  < 50 => "small"
  measured.rubric:14  define size  50..999 => "middle"
  measured.rubric:18  define is_boss  has any of ("vp", "ceo") => true
  measured.rubric:19  define is_boss  missing => false
  measured.rubric:24  define about  (no row of it)
  measured.rubric:31  fit "Boss"
  measured.rubric:33  fit "Size"
  measured.rubric:38  group "Visits"  changed the sum
  measured.rubric:39  intent "Pricing"
  measured.rubric:43  require "size"  failed
  measured.rubric:43  require "size"  unknown
  measured.rubric:45  stage "Hot"
  measured.rubric:46  stage "Warm"
  measured.rubric:47  stage "Cold"
  measured.rubric:51  contact "email"  allowed
  measured.rubric:51  contact "email"  outside its hours
  measured.rubric:53  route "Ask"
  measured.rubric:54  route "Boss"
  measured.rubric:55  route "Rest"
? 1
$ rubric test measured.rubric --coverage --fail-under 70 -q > out; echo $?
0
$ rubric test measured.rubric --coverage --format tap --lcov cover.info 2>table; wc -l < table; cat cover.info
TAP version 14
ok 1 - a boss who looks at prices is hot
ok 2 - a student is none
ok 3 - unknown size
1..3
23
TN:
SF:measured.rubric
DA:13,0
DA:14,1
DA:15,1
DA:18,2
DA:19,0
DA:20,1
DA:24,1
DA:25,0
DA:26,0
DA:31,2
DA:32,1
DA:33,2
DA:34,0
DA:35,1
DA:36,1
DA:38,1
DA:39,1
DA:42,1
BRDA:43,0,0,2
BRDA:43,0,1,0
BRDA:43,0,2,1
DA:43,2
DA:45,1
DA:46,0
DA:47,1
DA:49,1
BRDA:51,0,0,1
BRDA:51,0,1,0
BRDA:51,0,2,2
DA:51,2
DA:53,1
DA:54,1
DA:55,0
BRF:6
BRH:4
LF:27
LH:20
end_of_record
$ rubric test good.rubric failing.rubric --coverage --filter tagged --lcov - | head -n 40
2 passed, 0 failed

good.rubric
reached by                     tests
  rules              2 of   2   100%
  table rows         1 of   3    33%
  disqualifiers      0 of   1     0%
  stages             1 of   2    50%
  routes             1 of   2    50%
  all                5 of  10    50%

no test reaches
  good.rubric:9  fit "Company size"  < 50 => 0
  good.rubric:9  fit "Company size"  missing => -5
  good.rubric:11  disqualify "no_mail"
  good.rubric:13  stage "Rest"
  good.rubric:15  route "Pool"

failing.rubric
reached by                     tests
  rules              2 of   2   100%
  table rows         1 of   3    33%
  disqualifiers      0 of   1     0%
  stages             1 of   2    50%
  routes             1 of   2    50%
  all                5 of  10    50%

no test reaches
  failing.rubric:9  fit "Company size"  < 50 => 0
  failing.rubric:9  fit "Company size"  missing => -5
  failing.rubric:11  disqualify "no_mail"
  failing.rubric:13  stage "Rest"
  failing.rubric:15  route "Pool"
TN:
SF:good.rubric
BRDA:9,0,0,1
BRDA:9,0,1,0
BRDA:9,0,2,1
BRDA:9,0,3,0
DA:9,1
$ rubric test more.rubric --coverage
0 passed, 0 failed: there are no tests

reached by                     tests
  rules              0 of   4     0%
  disqualifiers      0 of   1     0%
  requirements       0 of   3     0%
  stages             0 of   2     0%
  segments           0 of   2     0%
  channels           0 of   3     0%
  routes             0 of   1     0%
  groups             0 of   1     0%
  all                0 of  17     0%

no test reaches
  more.rubric:13  fit "Cloud"
  more.rubric:14  fit "Demo"
  more.rubric:15  group "Small things"  changed the sum
  more.rubric:15  fit "Named"
  more.rubric:15  fit "Seen"
  more.rubric:16  segment "paper;clip"
  more.rubric:17  segment "=cloud"
  more.rubric:18  disqualify "bad"
  more.rubric:19  require "floor"  passed
  more.rubric:19  require "floor"  failed
  more.rubric:19  require "floor"  unknown
  more.rubric:20  stage "@top"
  more.rubric:21  stage "low"
  more.rubric:22  contact "call"  allowed
  more.rubric:22  contact "call"  outside its hours
  more.rubric:22  contact "call"  blocked
  more.rubric:23  route "+first"
$ rubric compile good.rubric -o good.rbc && rubric test good.rbc --coverage | sed -n 3p
reached by                     tests
$ cat good.rubric | rubric test - --coverage --on leads.csv --now 2026-11-20 | sed -n 3,4p
rubric: columns that no field reads: other
rubric: 1 record is rejected
reached by                     tests             4 leads
  rules              2 of   2   100%     2 of   2   100%
$ rubric test bad.rubric --coverage
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
      |                 ^^^
   help: did you mean `id`?
bad.rubric:3:22: error[E040]: `fit` is a number, but `"a"` is text
    3 | stage "S" when fit > "a"
      |                      ^^^
   help: numbers and dates stand without quotes
? 2
$ rubric test measured.rubric --coverage --on none.csv
rubric: none.csv: No such file or directory
3 passed, 0 failed
? 3
$ rubric test measured.rubric --coverage --on leads.csv --now noon
rubric: --now takes a time such as 2026-11-01T09:00Z, not `noon`
3 passed, 0 failed
? 2
$ rubric test measured.rubric --coverage --lcov none/cover.info -q > out
rubric: none/cover.info cannot be written: No such file or directory
? 4
$ rubric test measured.rubric --on leads.csv
rubric: --on goes with --coverage
? 2
$ rubric test measured.rubric --coverage --now 2026-11-20
rubric: --now, --from, --delimiter, --max-record and --max-rejects are of leads: they go with --on
? 2
$ rubric test measured.rubric --lcov x
rubric: --lcov goes with --coverage
? 2
$ rubric test measured.rubric --coverage --mutate
rubric: --coverage or --mutate, not both at once
? 2
