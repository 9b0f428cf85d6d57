$ rubric init export.csv
rubric: 1 of 40 records cannot be read; `rubric run ... --rejects FILE` shows them
# A start, made by `rubric init` from 39 records of export.csv. What stands behind # was seen there.
# 1 more could not be read.

rubric "Rules for export.csv" {
  version  "0.1"
  timezone "UTC"
}

use "std/email"   # is_free_mail(...), is_disposable(...)
use "std/titles"  # seniority(...), department(...), is_decision_maker(...)

schema Lead {
  lead_id             text     key     from "Lead ID"                          # always filled; 39 different values
  full_name           text             from "Full Name"                        # always filled; 39 different values
  email               email            from "E-mail", "email"                  # always filled, 1 cannot be read
  job_title           text             from "Job Title"  # 84% filled; 5 different values; often "VP Sales", "CTO"
  employees           integer  in 0..  from "# Employees"  missing when "N/A"  # 89% filled; 1 to 889, half up to 359
  # 76% filled; 1113000.5 to 1607000.5, half up to 1373000.5
  annual_revenue_usd  number   in 0..  from "Annual Revenue (USD)"  unit USD
  # 79% filled; most often "Fintech" 8, 4 values
  industry            one of "Fintech", "Retail", "SaaS", "Health IT"  missing when "Select"
  country             country  # always filled; 4 different values; often "United States", "DE"
  phone               phone                                                    # always filled
  created             date             as "%d/%m/%Y"                           # always filled
  last_visit          time             from "Last Visit"  as "%d.%m.%Y %H:%M"  # always filled
  opted_in            boolean          from "Opted In?"                        # always filled; "yes" 13, "no" 26
  tags                list of text     separated by "|"  default empty         # 76% filled
  crm_stage           one of "Open", "Closed"  from "stage"                    # always filled; "Open" 20, "Closed" 19
  zip                 text                                                     # always filled; 39 different values
  crm_score           integer  in 0..  from "Score"  missing when "-1"         # 79% filled; 1 to 49, half up to 19
  list                one of "A", "B"                                          # always filled; "A" 20, "B" 19
  # not read: "Notes" (this header stands twice: give one of them another name)
  # not read: "Notes" (this header stands twice: give one of them another name)
}

# ---- From here on examples, one of each kind. Keep what is right, change the rest.

score fit    0..100
score intent 0..100

# Who they are.
fit "Industry: Fintech"  +20  because "Say here why it counts"  when industry is "Fintech"
fit "Decision maker"     +25  when is_decision_maker(job_title)
fit "Employees" by employees {
  < 220     => 0
  220..<500 => +10
  500..     => +20
  missing   => -5
}
fit "Personal address"  -10  when is_free_mail(email)

# What they do.
intent "Created: recent"  +30, fading over 90 days since created  when created is present

# Who is out, and what must be known.
disqualify "throwaway address"  because "Nobody reads it tomorrow"  when is_disposable(email)
require    "contactable"  because "Needs one working way to reach them"  that any of (email is valid, phone is valid)
# Unknown where industry is missing: such a lead is incomplete, not out.
require "industry"
  because "Needs to be known before anyone calls"
  that industry in ("Fintech", "Retail", "SaaS", "Health IT")

# From the top, the first that holds.
stage "Hot"  when fit >= 35 and intent > 0
stage "Warm" when fit >= 15
stage "Cold" otherwise

contact "email" when opted_in

route "Complete the record" to "enrichment"             when incomplete
route "Sales"               to "sales"       sla 1 day  when stage is "Hot"
route "Nurture"             to "nurture"                otherwise

# What the rules must do, in leads made up for it: `rubric test` runs it.
test "an example" {
  lead { email: "ann@acme.example", job_title: "VP Sales", industry: "Fintech" }
  expect points("Industry: Fintech") = 20
  expect points("Decision maker") = 25
  expect not disqualified
}
$ rubric init export.ndjson -o start.rubric; rubric check start.rubric; rubric test start.rubric; rubric fmt --check start.rubric; rubric run start.rubric export.ndjson --now 2026-06-01 -o out.ndjson 2>&1 | sed 's/, [0-9]* leads\/s//'
rubric: 1 of 30 records cannot be read; `rubric run ... --rejects FILE` shows them
wrote start.rubric; try: rubric run start.rubric export.ndjson
start.rubric: no mistakes; 3 rules, 3 stages, 3 routes
1 passed, 0 failed
29 leads, 1 rejected
  the first rejected is record 6 (line 6): not valid JSON; --rejects FILE keeps them all
  status disqualified 5 incomplete 8 routed 16
  stage Warm 8 Cold 16 (none) 5
  route Complete the record 8 Nurture 16 (none) 5
$ sed -n '/^schema/,/^# ----/p' start.rubric
schema Lead {
  id          text    key                                   # always filled; 29 different values
  email       email                                         # 82% filled
  company     Company                                       # always filled
  crm_score   number  in 0..  from "score"                  # always filled; 0 to 43.5, half up to 22.5
  active      boolean                                       # always filled; "true" 15, "false" 14
  created_at  time                                          # always filled; 2025-10-09 to 2025-11-07
  events      list of Event  by at  default empty           # always filled; 42 elements in all
  tags        list of text    default empty                 # always filled; 28 elements in all
  plan        one of "free", "pro"  missing when "unknown"  # 68% filled; "free" 10, "pro" 10
  # not read: "mixed" (sometimes a list or a record, sometimes not)
  crm_stage   text            from "stage"  # always filled; always "lead"
}

record Company {
  name     text                                 # always filled; 7 different values; often "Corp 0", "Corp 1"
  size     scale of "small", "medium", "large"  # always filled; "small" 10, "medium" 10, "large" 9
  address  Address                              # always filled
}

record Address {
  city  text  # always filled; 2 different values; often "Lyon", "Paris"
}

record Event {
  kind   one of "page_view", "form"  # always filled; "page_view" 28, "form" 14
  at     time                        # always filled; 2026-01-03 to 2026-03-03
  value  integer                     # always filled; 0 to 4, half up to 2
}

# ---- From here on examples, one of each kind. Keep what is right, change the rest.
$ gzip -k export.csv; rubric init export.csv.gz 2>/dev/null | sed -n 1,3p; cat export.csv | rubric init - 2>/dev/null | sed -n 1,3p
# A start, made by `rubric init` from 39 records of export.csv.gz. What stands behind # was seen there.
# 1 more could not be read.

# A start, made by `rubric init` from 39 records of standard input. What stands behind # was seen there.
# 1 more could not be read.

$ for i in $(seq 1 12); do echo "$i/$i/2026,$i"; done | (echo 'when,n'; cat) > days.csv; rubric init days.csv | grep 'when '
  when  date  as "%d/%m/%Y"  # always filled; day or month first? nothing in the file tells
fit "When: known"  +20  when when is present
intent "When: recent"  +30, fading over 90 days since when  when when is present
disqualify "not for us"  because "Say here why"                                 when when is missing
require    "known"       because "Nothing can be said about a lead without it"  that when is present
stage "Hot"  when fit >= 10 and intent > 0
stage "Warm" when fit >= 5
# No field says whether a lead may be contacted. With one, write for example:  contact "email" when consent is "opted_in"
route "Sales"   to "sales"    sla 1 day  when stage is "Hot"
$ (echo 'when,closed'; echo '1/2/2026,1/31/2026'; echo '3/4/2026,2/28/2026') > days.csv; rubric init days.csv | grep -E '^  (when|closed) '
  when    date  as "%m/%d/%Y"  # always filled; day or month first? taken as in the other dates
  closed  date  as "%m/%d/%Y"  # always filled
$ (echo 'when,Country'; echo '1/2/2026,US'; echo '3/4/2026,USA'; echo '5/6/2026,France') > days.csv; rubric init days.csv | grep -E '^  when '
  when     date  as "%m/%d/%Y"  # always filled; day or month first? most leads are American
$ (echo 'a;b;id'; for i in $(seq 1 30); do echo "$((i % 3 - 1));$((i % 2)),5;$i"; done) > numbers.csv; rubric init numbers.csv | grep -E '^  (a|b|id) '
  a   integer  # always filled; -1 to 1, half up to 0
  b   text
  id  text  key  # always filled; 30 different values
$ (echo 'stage,default,1st,Größe,in,it'; echo 1,2,3,4,5,6) > names.csv; rubric init names.csv | sed -n '/^schema/,/^}/p'; rubric init names.csv -o names.rubric; rubric run names.rubric names.csv -q | wc -l
schema Lead {
  crm_stage      integer  from "stage"    # always filled; 1 everywhere
  default_value  integer  from "default"  # always filled; 2 everywhere
  n1st           integer  from "1st"      # always filled; 3 everywhere
  grosse         integer  from "Größe"    # always filled; 4 everywhere
  in_value       integer  from "in"       # always filled; 5 everywhere
  it_value       integer  from "it"       # always filled; 6 everywhere
}
wrote names.rubric; try: rubric run names.rubric names.csv
1
$ printf 'x,"say ""hi"""\n1,2\n' > quoted.csv; rubric init quoted.csv | grep hi; rubric init quoted.csv -o quoted.rubric; rubric run quoted.rubric quoted.csv -q | wc -l
# A start, made by `rubric init` from 1 record of quoted.csv. What stands behind # was seen there.
# No column names every record just once: decisions will carry the record's number. Write `key` behind a field that does.
  say_hi  integer  from "say \"hi\""  # always filled; 2 everywhere
# Nothing in this file says when something happened, or how often: so there is no intent score.
require    "known"       because "Nothing can be said about a lead without it"  that x is present
wrote quoted.rubric; try: rubric run quoted.rubric quoted.csv
1
$ printf '{"u":true,"v":[{"day":"2026-01-05"},{"day":"2026-02-05"}],"w":[1,2.5],"x":{"y":{"z":"-"}}}' | rubric init - | sed -n '/^schema/,/^# ----/p'
schema Lead {
  u  boolean                           # always filled; "true" 1
  v  list of V  by day  default empty  # always filled; 2 elements in all
  w  list of number  default empty     # always filled; 2 elements in all
  x  X                                 # always filled
}

record V {
  day  time  # always filled; 2026-01-05 to 2026-02-05
}

record X {
  y  Y  # always filled
}

record Y {
  z  text  missing when "-"  # always empty
}

# ---- From here on examples, one of each kind. Keep what is right, change the rest.
$ rubric init
rubric: which leads? usage: rubric init LEADS [-o FILE]
? 2
$ rubric init leads.csv more.csv
rubric: what is `more.csv` for? usage: rubric init LEADS [-o FILE]
? 2
$ rubric init none.csv
rubric: none.csv: No such file or directory
? 3
$ rubric init empty.csv
rubric: empty.csv: there is nothing in it
? 3
$ printf '{"a":' | rubric init -
rubric: standard input: none of its records can be read
? 3
$ printf '{"a":{}}' | rubric init -
rubric: standard input: there is nothing in it that a field could read
? 3
$ rubric init leads.csv -o /nowhere/x.rubric
rubric: 1 of 5 records cannot be read; `rubric run ... --rejects FILE` shows them
rubric: /nowhere/x.rubric cannot be written: No such file or directory
? 4
$ rubric init leads.csv --delimiter x
rubric: --delimiter is one of , ; | and \t
? 2
$ rubric init leads.csv -o good.rubric; head -n 1 good.rubric
rubric: good.rubric is there already; init begins a file and replaces none
parameter bonus = 20 in 0..50
