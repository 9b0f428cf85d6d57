$ rubric explain wide.rubric wide.ndjson --now 2026-01-01
lead 1 is incomplete

fit                                  3
  Name                              +3 ████████████ name "\u001b[31mred …
  A label that is much longer…       ? without a_very_long_field_name_number_on…

incomplete    contactable by any means that we…  yet_another_long_one is missin…
needs         another_rather_long_field_name, yet_another_long_one
stage         A stage whose name is so long that it does not fit…  wide.rubric:6
route         A route whose name is so long that it does not fit…  wide.rubric:7
target        \u{1b}[31mred \u{202e}名前名前名前 café
$ rubric explain wide.rubric wide.ndjson --now 2026-01-01 --row 2
lead \u{1b}[2Jx is disqualified

fit                                  3
  Name                              +3 ████████████ name "bad"
  A label that is much longer…       ? without a_very_long_field_name_number_on…

disqualified  a code with a long name of many words: Because of …  wide.rubric:5
              name is "bad", has "bad"
undecided     contactable by any means that we…: yet_another_long_one is missin…
needs         another_rather_long_field_name, yet_another_long_one
stage         none
route         none
passed over   A route whose name is so long th…: the lead is disqualified
$ rubric run wide.rubric wide.ndjson --now 2026-01-01 --to table --with name -q
id          status        stage          fit  reasons        needs          route          target         name
1           incomplete    A stage whos…  3                   another_rath…  A route whos…  \u{1b}[31mre…  \u{1b}[31mred…
\u{1b}[2Jx  disqualified                 3    a code with …  another_rath…                                bad
$ script -qec 'stty cols 80; rubric run more.rubric more.ndjson -q --now 2026-01-08T15:00' /dev/null | tr -d '\r'
id  status       stage  fit  segments      reasons  needs         route   target
1   routed       @top   45   paper;clip;…                         +first  -clip
-2  incomplete   low    4                           office.floor
=3  disqualifi…         19   =cloud        bad      office.floor
no room for sla_seconds, contact.call, due_at; --to csv has every column
$ script -qec 'stty cols 40; rubric run more.rubric more.ndjson -q --now 2026-01-08T15:00 --with name' /dev/null | tr -d '\r'
id  status        stage  fit  route
1   routed        @top   45   +first
-2  incomplete    low    4
=3  disqualified         19
no room for sla_seconds, contact.call, due_at, needs, segments, reasons, name, target; --to csv has every column
$ script -qec 'rubric explain good.rubric leads.ndjson --now 2026-01-01' /dev/null | tr -d '\r' | head -n 5 | cat -v
lead 1 is ^[[1mrouted^[[0m

^[[1mfit                   35^[[0m
  Company size       +15 ^[[32mM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^H^[[0m    ^[[2memployees 60^[[0m
  Tagged             +20 ^[[32mM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^H^[[0m ^[[2mtags ["hot"]^[[0m
$ NO_COLOR=1 script -qec 'rubric explain good.rubric leads.ndjson --now 2026-01-01' /dev/null | tr -d '\r' | head -n 5 | cat -v
lead 1 is routed

fit                   35
  Company size       +15 M-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^H    employees 60
  Tagged             +20 M-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^HM-bM-^VM-^H tags ["hot"]
$ script -qec 'rubric check bad.rubric' /dev/null | grep -c $'\033'
8
$ NO_COLOR=1 script -qec 'rubric check bad.rubric' /dev/null | grep -c $'\033'
0
? 1
$ script -qec 'rubric explain good.rubric leads.ndjson -o why.txt' /dev/null; grep -c $'\033' why.txt
0
? 1
$ printf '{"id":"\\u001b[31m","email":"\\u001b]0;x\\u0007","employees":"\\u202e1"}\n' > esc.ndjson; script -qec 'rubric run good.rubric esc.ndjson > /dev/null' /dev/null | tr -d '\r' | cat -v | tail -n 2
  invalid email 1, such as "\u{1b}]0;x\u{7}" (\u{1b}[31m)
  invalid employees 1, such as "\u{202e}1" (\u{1b}[31m)
$ for f in good.rubric more.rubric wide.rubric; do for n in leads more wide; do for r in 1 2 3; do rubric explain $f $n.ndjson --row $r 2> /dev/null; done; done; done | python3 -c 'import sys; print(max(len(l.rstrip("\n")) for l in sys.stdin) <= 80)'
True
