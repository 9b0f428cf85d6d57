$ rubric explain why.rubric why.ndjson --now 2026-01-01
lead a is routed

fit                              3
  A list                        +1 █            industry "SaaS"
  No boolean                    +1 █            newsletter false
  There                         +1 █            email "a@x.example"
  More than a parameter          · employees is 20, wants more than 50 (least)
  A range                        · employees is 20, wants 100..500
  Between                        · employees is 20, wants 100 to 500
  One of a set                   · industry is "SaaS", wants one of "Retail", "…
  Not in a list                  · industry is "SaaS", in wanted
  Is not                         · plan is "free", wants anything but "free"
  Words                          · title is "Sales Analyst", has none of "vp", …
  No words                       · title is "Sales Analyst", has one of "analys…
  Piece                          · title is "Sales Analyst", does not start wit…
  Pattern                        · title is "Sales Analyst", does not match "^(…
  Scale                          · consent is "unknown", wants at least "in"
  Boolean                        · newsletter is false
  Before                         · created is 2025-12-20, wants before 2025-01-…
  Age                            · seen was 31 days ago, not within 7 days
  Older                          · seen was 31 days ago, not older than 90 days
  And                            · plan is "free", wants "team"
  Or                             · plan is "free", wants "team"; employees is 2…
  Many ors                       · none of 4: plan is "free", wants "team"
  Two of three                   · 1 of 2: plan is "free", wants "team"; also c…
  None of                        · employees is 20, more than 10
  Definition                     · big: employees is 20, wants at least 50 (lea…
  Function                       · not is_boss("Sales Analyst")
  Value of a function            · rank(title) is "Other", wants "C"
  Count                          · views is 1, wants at least 3
  Any event                      · 0 of 4 events: kind is "demo"
  Tag                            · tags is ["cold","new"], does not have "hot"
  Two fields                     · revenue is 3000, wants more than 20000 (empl…
  Record                         · office.floor is 2, wants more than 3
  Per                            · visits is 0
  Demo                           · 0 of 4 events: kind is "demo" and page is pr…
  Table                          · employees is 20, wants 50..99
  Two columns                    · employees is 20, plan is "free"

intent                          33
  Fades                        +10 ██████████   was 40, 14 days old
  Each                         +12 ████████████ 3 times, was 15, capped, was 14…
  Since                         +8 ████████     was 10, 12 days old, employees …
  In a group                    +8 ████████     employees 20
  age and limit of Limited      -5 ▒▒▒▒▒        was 8, 12 days old

stage         Cold  why.rubric:74
missed        Warm: fit is 3, wants at least 10; intent is 33, wants at least 60
              Hot: fit is 3, wants at least 20
contact       mail        blocked: consent is "unknown", wants "in"
route         Pool  why.rubric:78
target        pool
passed over   Boss: office.city is missing
              Team: stage is "Cold", wants "Hot"
$ rubric explain why.rubric why.ndjson --row 2 --now 2026-01-01
lead b is disqualified

fit                           1
  No words                   +1 ████████████ title "Student"
  More than a parameter       ? employees is missing
  A range                     ? employees is missing
  Between                     ? employees is missing
  One of a set                ? industry is missing
  A list                      ? industry is missing
  Not in a list               ? industry is missing
  Is not                      ? plan is missing
  Boolean                     ? newsletter is missing
  No boolean                  ? newsletter is missing
  Before                      ? created cannot be read
  Age                         ? seen is missing
  Older                       ? seen is missing
  And                         ? without employees, revenue, plan
  Or                          ? without employees, plan
  Many ors                    ? without employees, country, plan
  Two of three                ? without employees, country, plan
  None of                     ? without employees, plan
  Definition                  ? without employees, revenue
  Count                       ? events is missing
  Any event                   ? events is missing
  Tag                         ? tags is missing
  Two fields                  ? without employees, revenue
  Record                      ? office.floor is missing
  Per                         ? visits is missing
  Demo                        ? events is missing
  Table                       ? employees is missing
  Two columns                 ? without employees, plan
  Words                       · title is "Student", has none of "vp", "cto", "c…
  Piece                       · title is "Student", does not start with "vp"
  Pattern                     · title is "Student", does not match "^(vp|cto)"
  Scale                       · consent is "unknown", wants at least "in"
  There                       · email is missing
  Function                    · not is_boss("Student")
  Value of a function         · rank(title) is "Other", wants "C"

intent                        0
  Fades                       ? events is missing
  Each                        ? events is missing
  Since                       ? employees is missing
  In a group                  ? employees is missing

disqualified  student  why.rubric:69
              title is "Student", has "student"
disqualified  reachable  why.rubric:71
              email is missing; consent is "unknown", wants "in"
undecided     gone: created cannot be read
stage         none
contact       mail        blocked: consent is "unknown", wants "in"; also email…
route         none
passed over   Boss: there is no stage
              Team: there is no stage
              Pool: the lead is disqualified
$ rubric explain why.rubric why.ndjson --row 3 --now 2026-01-01 | grep -v '+1 '
lead c is routed

fit                          39
  Per                        +4 ████         visits 4
  Table                     +10 ████████████ employees 1000
  A range                     · employees is 1000, wants 100..500
  Between                     · employees is 1000, wants 100 to 500
  A list                      · industry is "Retail", not in wanted
  No boolean                  · newsletter is true
  Older                       · seen was 1 day ago, not older than 90 days
  None of                     · plan is "team"; also employees is 1000, more th…
  Count                       · views is 0, wants at least 3
  Two columns                 · employees is 1000, plan is "team"

intent                        0
  Since                       0              was 10, 377 days old, employees 10…
  In a group                 +8 █████████    employees 1000
  age of Limited             -8 ▒▒▒▒▒▒▒▒▒    was 8, 377 days old
  Fades                       · 0 of 1 events: kind is "view"
  Each                        · 0 of 1 events: kind is "mail"

stage         Warm  why.rubric:73
missed        Hot: intent is 0, wants at least 30
contact       mail        allowed
route         Boss  why.rubric:76
target        Lyon
$ for r in 1 2 3; do rubric explain why.rubric why.ndjson --row $r --now 2026-01-01 --what-if; done | python3 -c 'import sys; print(max(len(l.rstrip("\n")) for l in sys.stdin))'
80
$ rubric compile why.rubric -o why.rbc; rubric explain why.rbc why.ndjson --now 2026-01-01 --what-if > a; rubric explain why.rubric why.ndjson --now 2026-01-01 --what-if | cmp - a
$ rubric explain why.rubric why.ndjson --now 2026-01-01 --to html -o page.html; grep -c '<svg role="img"' page.html; grep -o '<tr class="dim"><td>Tag</td><td>[^<]*' page.html; grep -c 'http\|<script' page.html
2
<tr class="dim"><td>Tag</td><td>tags is [&quot;cold&quot;,&quot;new&quot;], does not have &quot;hot&quot;
0
? 1
$ rubric explain why.rubric why.ndjson --now 2026-01-01 --to html --what-if | python3 -c 'import sys, xml.dom.minidom as m; s = sys.stdin.read(); [m.parseString(p.split("</svg>")[0] + "</svg>") for p in s.replace("<svg", "\0<svg").split("\0")[1:]]; print(s.count("<svg"), "To reach Warm" in s)'
3 True
$ printf '{"id":"<b>&\\u202e\\u0007","title":"<script>alert(1)</script>","email":"x\\"y@z.example"}\n' | rubric explain why.rubric - --now 2026-01-01 --to html | grep -o '<h1>.*\|student" when\|title is [^,]*' | head -n 3
<h1>Lead &lt;b&gt;&amp;\u{202e}\u{0007} is disqualified</h1>
title is &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;
title is &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;
$ rubric run why.rubric why.ndjson --now 2026-01-01 --trace -q > run.ndjson; for r in 1 2 3; do rubric explain why.rubric why.ndjson --row $r --now 2026-01-01 --to ndjson; done | cmp - run.ndjson
$ for r in 1 2 3 4 5; do rubric explain hold.rubric hold.ndjson --row $r --now 2026-01-01 | grep -v '^$'; done
lead 1 is routed
fit                       0
  N                       · n is 2, wants more than 5
other                     0
  from other scores       0              fit / n
undecided     flag: flag is missing
stage         Top  kept: stages go forward only  hold.rubric:5
contact       call        blocked: zone is missing
route         A           held from before
target        zed
lead 2 is routed
fit                      10
  N                     +10 ████████████ n 200
other                  0.05
  from other scores   +0.05 █            fit / n
undecided     flag: flag is missing
stage         Mid  hold.rubric:6
missed        Top: n is 200, wants less than 100
segments      Big
contact       call        blocked: there is no time zone "Nowhere/X"
route         A  hold.rubric:13
target        Nowhere/X
lead 3 is routed
fit                      10
  N                     +10 ████████████ n 7
other                  1.43
  from other scores   +1.43 █            fit / n
undecided     flag: flag is missing
stage         Top  hold.rubric:5
contact       call        blocked: consent is false
route         B  hold.rubric:14
target        x
passed over   A: zone is missing
lead 4 is disqualified
fit                      10
  N                     +10 ████████████ n 7
other                  1.43
  from other scores   +1.43 █            fit / n
disqualified  flag: It is flagged  hold.rubric:9
              flag is true
stage         Gone  hold.rubric:7
contact       call        blocked: consent is missing
route         C  hold.rubric:15
target        c
passed over   A: the lead is disqualified
              B: the lead is disqualified
lead 5 is unrouted
fit                       0
  N                       ? n is missing
other               unknown
  from other scores       ? fit / n is unknown without n
undecided     flag: flag is missing
stage         Low  hold.rubric:8
missed        Mid: n is missing
              Top: fit is 0, wants at least 10
contact       call        blocked: consent is missing
route         none
passed over   A: n is missing
              B: n is missing
              C: the lead is not disqualified
