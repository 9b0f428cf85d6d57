$ rubric explain why.rubric why.ndjson --now 2026-01-01 --what-if | sed -n '/^to reach/,$p'
to reach Warm
  1  events: one more, kind "view"               +30 Fades
     Warm, fit 3, intent 63
  2  plan "free" → "team"                        +1 Is not, +1 And, +1 Or, +1 M…
     Warm, fit 13, intent 33
  3  employees 20 → 100                          +1 More than a parameter, +1 A…
     Warm, fit 16, intent 33
$ rubric explain why.rubric why.ndjson --row 2 --now 2026-01-01 --what-if | sed -n '/^to reach/,$p'
to reach a stage
  1  title "Student" → "vp"                      undoes student, +1 Words, +1 P…
     email missing → any valid one               meets reachable, +1 There
     Cold, fit 6, intent 0
  2  title "Student" → "vp"                      undoes student, +1 Words, +1 P…
     consent "unknown" → "in"                    meets reachable, +1 Scale
     Cold, fit 6, intent 0
$ rubric explain why.rubric why.ndjson --row 2 --now 2026-01-01 --goal warm | sed -n '/^to reach/,$p'
to reach Warm
  1  title "Student" → "vp"                      undoes student, +1 Words, +1 P…
     email missing → any valid one               meets reachable, +1 There
     employees missing → 100                     +1 More than a parameter, +1 A…
     Warm, fit 19, intent 0
  2  title "Student" → "vp"                      undoes student, +1 Words, +1 P…
     email missing → any valid one               meets reachable, +1 There
     visits missing → 10                         +10 Per
     Warm, fit 16, intent 0
  3  title "Student" → "vp"                      undoes student, +1 Words, +1 P…
     consent "unknown" → "in"                    meets reachable, +1 Scale
     employees missing → 100                     +1 More than a parameter, +1 A…
     Warm, fit 19, intent 0
$ rubric explain why.rubric why.ndjson --row 3 --now 2026-01-01 --goal Cold | sed -n '/^to reach/,$p'
to reach Cold
  no change of up to 4 things was found (2036 changed leads tried)
$ rubric explain why.rubric why.ndjson --row 3 --now 2026-01-01 --goal Warm | tail -n 2
to reach Warm
  the lead is Warm already
$ rubric explain why.rubric why.ndjson --now 2026-01-01 --goal Hott
rubric: --goal is none of the stages: Hot, Warm, Cold
? 2
$ rubric explain why.rubric why.ndjson --now 2026-01-01 --what-if --to ndjson | grep -o '"what_if":.*'
"what_if":{"goal":"Warm","suggestions":[{"stage":"Warm","scores":{"fit":3,"intent":63},"changes":[{"field":"events","add":{"kind":"view","at":"2026-01-01T00:00:00Z"},"times":1}]},{"stage":"Warm","scores":{"fit":13,"intent":33},"changes":[{"field":"plan","from":"free","to":"team"}]},{"stage":"Warm","scores":{"fit":16,"intent":33},"changes":[{"field":"employees","from":20,"to":100}]}],"tried":68}}
$ rubric explain why.rubric why.ndjson --now 2026-01-01 --to ndjson | grep -c what_if
0
? 1
$ printf 'schema L { id text key  age integer  gender one of "f", "m"  created_at date  score_in number }\nfit "Old" +10 when age > 60\nfit "F" +10 when gender is "f"\nfit "New" +10 when created_at within 5 days\nstage "In" when fit > 0 or id is "x"\n' > p.rubric; echo '{"id":"1","age":20,"gender":"m","created_at":"2020-01-01"}' | rubric explain p.rubric - --now 2026-01-01 --what-if | tail -n 2
to reach In
  nothing that the rules ask for can be changed
$ printf 'schema L { id text key  n integer }\nfit "N" +10 when n > 60\n' > q.rubric; echo '{"id":"1","n":20}' | rubric explain q.rubric - --what-if | tail -n 2
what if
  these rules have no stages
$ printf 'schema L { id text key  email email  bought date as "%%d.%%m.%%Y"  size integer in 0..100 default 5  a boolean  b boolean  c boolean }\ndisqualify "rival" when domain(email) is "rival.example"\nfit "S" +1 when size >= 10 and bought after 2020-01-01\nfit "ABC" +3 when a and b and c\nstage "Top" when fit >= 3\nstage "Mid" when fit >= 1\nstage "Low" otherwise\n' > r.rubric
$ echo '{"id":"1","email":"a@b.example","bought":"02.03.2021"}' | rubric explain r.rubric - --now 2026-01-01 --what-if | sed -n '/^to reach/,$p'
to reach Mid
  1  size 5 → 10                                 +1 S
     Mid, fit 1
  2  a missing → true
     b missing → true
     c missing → true
     Top, fit 3
$ echo '{"id":"1","email":"a@b.example","bought":"02.03.2021"}' | rubric explain r.rubric - --now 2026-01-01 --goal Top | sed -n '/^to reach/,$p'
to reach Top
  1  a missing → true
     b missing → true
     c missing → true
     Top, fit 3
$ echo '{"id":"1","email":"a@rival.example"}' | rubric explain r.rubric - --now 2026-01-01 --what-if | sed -n '/^to reach/,$p'
to reach a stage
  the lead is disqualified, and nothing that can change undoes that
$ python3 "$ROOT/tests/cli/what_if.py" rubric "$ROOT/examples/inbound/inbound.rubric" "$ROOT/examples/inbound/leads.ndjson" 200 1
200 leads, 190 with suggestions, 424 suggestions, 0 did not arrive
$ python3 "$ROOT/tests/cli/what_if.py" rubric "$ROOT/examples/inbound/inbound.rubric" "$ROOT/examples/inbound/leads.ndjson" 40 7 --goal SQL
40 leads, 36 with suggestions, 40 suggestions, 0 did not arrive
