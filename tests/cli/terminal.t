$ rubric explain wide.rubric wide.ndjson --now 2026-01-01
lead 1 is incomplete

fit                                  3
  Name                              +3 ████████████ name "\u001b[31mred …
  A label that is much longer…       ? unknown without a_very_long_field_name_n…

needs         another_rather_long_field_name, yet_another_long_one
stage         A stage whose name is so long that it does not fit…  wide.rubric:6
route         A route whose name is so long that it does not fit…  wide.rubric:7
target        \u{1b}[31mred \u{202e}名前名前名前 café
$ rubric explain wide.rubric wide.ndjson --now 2026-01-01 --row 2
lead \u{1b}[2Jx is disqualified

fit                                  3
  Name                              +3 ████████████ name "bad"
  A label that is much longer…       ? unknown without a_very_long_field_name_n…

disqualified  a code with a long name of many words: Because of …  wide.rubric:5
needs         another_rather_long_field_name, yet_another_long_one
stage         none
route         none
$ rubric run wide.rubric wide.ndjson --now 2026-01-01 --to table --with name -q
id          status        stage         fit  reasons        needs          route          target         name
1           incomplete    A stage who…  3                   another_rath…  A route whos…  \u{1b}[31mre…  \u{1b}[31mre…
\u{1b}[2Jx  disqualified                3    a code with …  another_rath…                                bad
