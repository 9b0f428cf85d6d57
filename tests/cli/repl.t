$ printf '%s\n' ':fields' 'employees = 900' 'title = "VP Sales"' 'employees = missing' 'unset title' 'unset title' ':undo' ':undo' ':undo' ':undo' ':undo' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> :fields
id           missing  text
email        missing  email
title        missing  text
employees    missing  integer
country      missing  country
consent      default  scale of "out", "…  "unknown"
company      missing  record Company
tech         missing  list of text
seen         missing  time
vip          missing  true or false
Lead Source  missing  text
events       default  list of Event       []
> employees = 900
fit                                  0 →       20  +20
  Mid-size                           ? →      +20
  Large                              ? →        –
total                                0 →       20  +20
status        incomplete → unrouted
needs         employees → none
route         Ask → none
target        enrichment → none
> title = "VP Sales"
fit                                 20 →       50  +30
  Decider                            ? →      +30
total                               20 →       50  +30
segments      none → Deciders
> employees = missing
fit                                 50 →       30  -20
  Mid-size                         +20 →        ?  unknown without employees
  Large                              – →        ?  unknown without employees
total                               50 →       30  -20
status        unrouted → incomplete
needs         none → employees
route         none → Ask
target        none → enrichment
> unset title
fit                                 30 →        0  -30
  Decider                          +30 →        ?  unknown without title
total                               30 →        0  -30
segments      Deciders → none
> unset title
it has no value to take away
> :undo
fit                                  0 →       30  +30
  Decider                            ? →      +30
total                                0 →       30  +30
segments      none → Deciders
> :undo
fit                                 30 →       50  +20
  Mid-size                           ? →      +20
  Large                              ? →        –
total                               30 →       50  +20
status        incomplete → unrouted
needs         employees → none
route         Ask → none
target        enrichment → none
> :undo
fit                                 50 →       20  -30
  Decider                          +30 →        ?  unknown without title
total                               50 →       20  -30
segments      Deciders → none
> :undo
fit                                 20 →        0  -20
  Mid-size                         +20 →        ?  unknown without employees
  Large                              – →        ?  unknown without employees
total                               20 →        0  -20
status        unrouted → incomplete
needs         none → employees
route         none → Ask
target        none → enrichment
> :undo
nothing has been changed yet
? 1
$ printf '%s\n' ':lead 1' ':lead' 'employees = 30' ':reset' ':row 2' ':fields e' ':lead' ':lead 9' ':row 0' ':row 3' ':lead' ':lead "1"' ':explain' | rubric repl --echo play.rubric play.csv --now 2026-11-20T15:00Z
> :lead 1
rubric: columns that no field reads: extra
lead 1 is routed, fit 65, intent 0, total 65, stage Cold, route Rest to bo
> :lead
lead {
  id: "1", email: "ann@acme.example", title: "VP Sales", employees: 450,
  country: "US",
  tech: ["aws", "gcp"],
  seen: 2026-11-06T05:00:00Z, vip: true, `Lead Source`: "Web"
}
> employees = 30
fit                                 65 →       45  -20
  Mid-size                         +20 →        –
total                               65 →       45  -20
> :reset
fit                                 45 →       65  +20
  Mid-size                           – →      +20
total                               45 →       65  +20
> :row 2
row 2 is incomplete, fit 0, intent 0, total 0, stage Cold, route Ask to
    enrichment
> :fields e
email        invalid  email               "bo(at)globex.example"
title        present  text                "Student"
employees    invalid  integer             "about 40"
consent      default  scale of "out", "…  "unknown"
tech         missing  list of text
seen         missing  time
Lead Source  missing  text
events       default  list of Event       []
> :lead
lead {
  id: "2", email: "bo(at)globex.example", title: "Student",
  employees: "about 40"
}
> :lead 9
rubric: no lead has the key "9" (3 records looked at, 0 of them rejected)
> :row 0
which? :row N takes the lead with that number, from 1
> :row 3
row 3 is disqualified (rival), fit 55, intent 0, total 55
> :lead
lead {
  id: "3", email: "cy@rival.example", title: "CEO, \"founder\"",
  employees: 1500, country: "CA", vip: false, `Lead Source`: "Fair"
}
> :lead "1"
lead 1 is routed, fit 65, intent 0, total 65, stage Cold, route Rest to bo
> :explain
lead 1 is routed

fit                      65
  Decider               +30 █████        title "VP Sales"
  Mid-size              +20 ███          employees 450
  Home                  +15 ██           title "VP Sales", employees 450
  Their size              ? company.size is missing
  Large                   · employees is 450, wants at least 1000

intent                    0
  Demo                    · no events
  Pages                   · no events

total                    65
  from other scores     +65 ████████████ fit + intent

stage         Cold  play.rubric:34
missed        Hot: intent is 0, wants more than 0
segments      Deciders
contact       mail        blocked: consent is "unknown", wants at least "in"
route         Rest  play.rubric:39
target        bo
passed over   Ask: the lead is complete
              Owner: stage is "Cold", wants "Hot"
? 1
$ printf '%s\n' 'company.size = 5' 'company = { name: "Acme", address: { city: "Rome" } }' 'company.address.state = "NY"' 'unset company.name' 'company' 'company.size = "many"' 'company.sise = 5' 'company.size.x = 5' 'tech = ["aws", "gcp"]' 'add tech "azure"' 'tech[1] = "oracle"' 'unset tech[2]' 'tech' 'tech[9] = "x"' 'tech[1]' 'tech[9]' '`Lead Source` = "Web"' 'vip = true' 'seen = 2026-11-01' 'seen = 2026-11-01T09:00' 'seen = now' 'previous.stage = "Hot"' ':lead' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> company.size = 5
fit                                  0  as before
  Their size                         ? →        0
> company = { name: "Acme", address: { city: "Rome" } }
fit                                  0  as before
  Their size                         0 →        ?  unknown without company.size
> company.address.state = "NY"
the decision stays as it is
> unset company.name
the decision stays as it is
> company
{ address: { city: "Rome", state: "NY" } }
> company.size = "many"
the decision stays as it is
`company.size` cannot be read from "many": it counts as missing
> company.sise = 5
input:1:1: error[E038]: there is no field `sise`
    1 | company.sise = 5
      | ^^^^^^^^^^^^
   help: did you mean `size`?
> company.size.x = 5
input:1:1: error[E072]: `company.size` holds no record
    1 | company.size.x = 5
      | ^^^^^^^^^^^^^^^^^^
> tech = ["aws", "gcp"]
the decision stays as it is
> add tech "azure"
the decision stays as it is
> tech[1] = "oracle"
the decision stays as it is
> unset tech[2]
the decision stays as it is
> tech
["oracle", "azure"]
> tech[9] = "x"
there is no such element: `:lead` shows what the lead holds
> tech[1]
"oracle"
> tech[9]
there is no such element: `:lead` shows what the lead holds
> `Lead Source` = "Web"
the decision stays as it is
> vip = true
the decision stays as it is
> seen = 2026-11-01
the decision stays as it is
> seen = 2026-11-01T09:00
the decision stays as it is
> seen = now
the decision stays as it is
> previous.stage = "Hot"
the decision stays as it is
> :lead
lead {
  company: { address: { city: "Rome", state: "NY" }, size: "many" },
  tech: ["oracle", "azure"],
  `Lead Source`: "Web", vip: true, seen: 0 seconds ago,
  previous: { stage: "Hot" }
}
? 1
$ printf '%s\n' 'event demo 2 days ago' 'event page { page: "/pricing" }' 'event page 40 days ago { page: "/x" }' 'event "page" at 2026-11-19T10:00Z' 'event pages' 'event webinar yesterday' 'event' 'add events { kind: "demo", at: 20 days ago }' 'add events { kind: "demos" }' 'add events' 'add nothing 5' 'events[2].kind = "demo"' 'events' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> event demo 2 days ago
intent                               0 →    36.23  +36.23
  Demo                               – →   +36.23
total                                0 →    36.23  +36.23
> event page { page: "/pricing" }
intent                           36.23 →    40.23  +4
  Pages                              – →       +4
total                            36.23 →    40.23  +4
> event page 40 days ago { page: "/x" }
the decision stays as it is
> event "page" at 2026-11-19T10:00Z
intent                           40.23 →    44.23  +4
  Pages                             +4 →       +8  2 times
total                            40.23 →    44.23  +4
> event pages
`kind` is never "pages"
   help: did you mean page?
> event webinar yesterday
input:1:24: error[E010]: `yesterday` is not expected here
    1 | { kind: "webinar", at: yesterday }
      |                        ^^^^^^^^^
   help: a value is a number, "text", true, a time, 2 days ago, missing, [...] or {...}
> event
which event? event KIND 2 days ago
> add events { kind: "demo", at: 20 days ago }
intent                           44.23  as before
  Demo                          +36.23 →   +36.23  2 times
> add events { kind: "demos" }
the decision stays as it is
`events.kind` cannot be read from "demos": it counts as missing
> add events
add what? add events …
> add nothing 5
the lead has no list `nothing`; `:fields` lists its fields
> events[2].kind = "demo"
intent                           44.23 →       44  -0.23
  Demo                          +36.23 →      +40  3 times
  Pages                             +8 →       +4
total                            44.23 →       44  -0.23
`events.kind` cannot be read from "demos": it counts as missing
> events
[
  { kind: "demo", at: 2 days ago },
  { kind: "demo", at: 0 seconds ago, page: "/pricing" },
  { kind: "page", at: 40 days ago, page: "/x" },
  { kind: "page", at: 2026-11-19T10:00:00Z },
  { kind: "demo", at: 20 days ago },
  { kind: "demos" }
]
? 1
$ printf '%s\n' 'fit >= 60 and intent > 0' 'fit' 'fit * 2 + 1' 'fit = 45' 'home' 'total' 'title' 'title has "vp"' 'country is not "US"' 'employees is missing' 'bar' 'now' '2 days ago' '"abc"' 'domain(email)' 'events' 'reasons' 'segments' 'stage' 'count(events where kind is "page")' 'points("Decider") = 30 and fit > 1' 'points("Decider")' 'at least 2 of (fit > 20, employees > 5, vip)' 'not (home or vip)' 'if vip then "a" else missing' | rubric repl --echo play.rubric play.csv --key 1 --now 2026-11-20T15:00Z
rubric: columns that no field reads: extra
lead 1 is routed, fit 65, intent 0, total 65, stage Cold, route Rest to bo
> fit >= 60 and intent > 0
false: intent is 0, wants more than 0
  true     fit >= 60                               fit is 65
  false    intent > 0                              intent is 0
> fit
65  (a number)
> fit * 2 + 1
131  (a number)  fit is 65
> fit = 45
false: fit is 65, wants 45
> home
true: home: country is "US", one of "US", "CA"
> total
65  (a number)
> title
"VP Sales"  (text)
> title has "vp"
true: title is "VP Sales", has "vp"
> country is not "US"
false: country is "US", wants anything but "US"
> employees is missing
false: employees is 450
> bar
50  (an integer)
> now
2026-11-20T15:00:00Z  (a time)
> 2 days ago
2026-11-18T15:00:00Z  (a time)
> "abc"
"abc"  (text)
> domain(email)
"acme.example"  (text)  email is "ann@acme.example"
> events
[]
> reasons
none
> segments
Deciders
> stage
"Cold"  (one of "Hot", "Cold")
> count(events where kind is "page")
0  (a number)
> points("Decider") = 30 and fit > 1
true: points("Decider") is 30; fit is 65, more than 1
  true     points("Decider") = 30                  points("Decider") is 30
  true     fit > 1                                 fit is 65
> points("Decider")
30  (a number)
> at least 2 of (fit > 20, employees > 5, vip)
true: 3 of 3 hold
  true     fit > 20                                fit is 65
  true     employees > 5                           employees is 450
  true     vip
> not (home or vip)
false: home: country is "US", one of "US", "CA"; also vip is true
  true     any of
    true     home                                    country is "US"
    true     vip
> if vip then "a" else missing
"a"  (text)  vip is true
$ printf '%s\n' 'employees = 9 0' 'employees = "many"' 'employees = revenue' 'employes = 3' 'employees + "x"' 'employees = ' '' '5 days' 'seen = 5 days' 'employees = 5 } } fit "x" +1 when true test "y" { lead { id: "1"' '' 'fit fit' '= 3' 'event x' 'add' 'unset' ':' ':save "' 'consent is "inn"' 'consent = "inn"' 'title = "' '"' 'stage "x" otherwise' ':nothing' ':re' ':rese' ':wh' ':now yesterday' ':row' ':why nothing' ':why Decidr' ':reload now' 'employees' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> employees = 9 0
input:1:15: error[E010]: `0` is not expected here
    1 | employees = 9 0
      |               ^
   help: a value is a number, "text", true, a time, 2 days ago, missing, [...] or {...}
> employees = "many"
the decision stays as it is
`employees` cannot be read from "many": it counts as missing
> employees = revenue
input:1:13: error[E010]: `revenue` is not expected here
    1 | employees = revenue
      |             ^^^^^^^
   help: a value is a number, "text", true, a time, 2 days ago, missing, [...] or {...}
> employes = 3
the lead has no field `employes`; did you mean `employees`?
> employees + "x"
input:1:1: error[E040]: `+` does not work with an integer and text
    1 | employees + "x"
      | ^^^^^^^^^^^^^^^
> employees = 
employees is to be what? `employees = missing` takes the value away; to compare, write `is`
> 5 days
5 days  (a duration)
> seen = 5 days
input:1:8: error[E072]: a field cannot hold a duration
    1 | seen = 5 days
      |        ^^^^^^
   help: for a time before now write `2 days ago`
> employees = 5 } } fit "x" +1 when true test "y" { lead { id: "1"
one value at a time
> fit fit
input:1:8: error[E010]: the file ends in the middle of a statement
    1 | fit fit
      |        ^ expected a text in quotes after `fit`
   note: input:1:1: the statement begins here
> = 3
input:1:1: error[E010]: `=` is not expected here
    1 | = 3
      | ^
> event x
`kind` is never "x"
   help: it is one of page, demo, webinar
> add
`add` takes a list and an element: add events { kind: "form", at: 2 days ago }
> unset
`unset` takes a field: unset title, unset events[2]
> :
there is no command `:`; `:help` lists them
> :save "
the quote is not closed: :save "a big lead"
> consent is "inn"
input:1:12: error[E031]: `consent` is never "inn"
    1 | consent is "inn"
      |            ^^^^^ its values are "out", "unknown", "in"
   help: did you mean "in"?
> consent = "inn"
the decision stays as it is
`consent` cannot be read from "inn": it counts as missing
> title = "
input:1:9: error[E012]: this text does not end on its line
    1 | title = "
      |         ^
   help: close it with "
> "
input:1:1: error[E012]: this text does not end on its line
    1 | "
      | ^
   help: close it with "
> stage "x" otherwise
input:1:1: error[E010]: `stage` is not expected here
    1 | stage "x" otherwise
      | ^^^^^
> :nothing
there is no command `:nothing`; `:help` lists them
> :re
`:re` may be several commands; `:help` lists them
> :rese
the decision stays as it is
> :wh
why what? :why takes the label of a rule, or the name of a stage, route, score ...
> :now yesterday
`:now` takes a time such as 2026-11-20T12:00Z
> :row
which? :row N takes the lead with that number, from 1
> :why nothing
nothing in the rules is called `nothing`
> :why Decidr
nothing is called `Decidr`; did you mean `Decider`?
> :reload now
the decision stays as it is
> employees
unknown: employees is missing
? 1
$ printf '%s\n' ':why Decider' ':why home' ':why "Mid-size"' ':why Their size' ':why Demo' ':why Pages' ':why total' ':why fit' ':why rival' ':why size' ':why Hot' ':why Deciders' ':why mail' ':why Owner' ':why rest' ':why e' | rubric repl --echo play.rubric play.csv --key 1 --now 2026-11-20T15:00Z
rubric: columns that no field reads: extra
lead 1 is routed, fit 65, intent 0, total 65, stage Cold, route Rest to bo
> :why Decider
play.rubric:24
  fit "Decider" +30 when title has any of ("vp", "ceo")
gives +30 to fit
  title is "VP Sales", has one of "vp", "ceo"
> :why home
play.rubric:20
  define home as country in ("US", "CA")
it is true
  country is "US", one of "US", "CA"
> :why "Mid-size"
play.rubric:25
  fit "Mid-size" +20 when employees in 50..999
gives +20 to fit
  employees is 450, within 50..999
> :why Their size
play.rubric:28
  fit "Their size" by company.size { < 10 => 0 10.. => +5 }
gives nothing to fit: company.size is missing
  company.size is missing
  no row is true
> :why Demo
play.rubric:29
  intent "Demo" +40, halving every 14 days for events where kind is "demo"
gives nothing to intent: no events
> :why Pages
play.rubric:30
  intent "Pages" +4 each for events within 30 days where kind is "page"
gives nothing to intent: no events
in the group "Web"
> :why total
play.rubric:23
  score total = fit + intent
  total                               65
  fit is 65, intent is 0
> :why fit
play.rubric:21
  score fit 0..100
  fit                                 65
  Decider                            +30
  Mid-size                           +20
  Home                               +15
  Their size                           ?  unknown without company.size
> :why rival
play.rubric:31
  disqualify "rival" because "Works for a rival" when domain(email) is
      "rival.example"
it does not hold: domain(email) is "acme.example", wants "rival.example"
> :why size
play.rubric:32
  require "size" because "Too small" that employees >= 5
it holds
  employees is 450, at least 5
> :why Hot
play.rubric:33
  stage "Hot" when fit >= bar and intent > 0
the lead takes the stage "Cold"
this one is not true: intent is 0, wants more than 0
  true     fit >= bar                              fit is 65
  false    intent > 0                              intent is 0
> :why Deciders
play.rubric:35
  segment "Deciders" when fit >= 30
the lead is in this segment
  fit is 65, at least 30
> :why mail
play.rubric:36
  contact "mail" when consent >= "in"
blocked: consent is "unknown", wants at least "in"
> :why Owner
play.rubric:38
  route "Owner" to join("ae-", company.address.state) sla 1 hour when stage is
      "Hot"
the lead takes the route "Rest"
this one is not true: stage is "Cold", wants "Hot"
its target is unknown
> :why rest
play.rubric:39
  route "Rest" to any of "ann" 50%, "bo" 50% otherwise
the lead takes this route
> :why e
several have `e` in their name:
  Decider
  Mid-size
  Large
  Home
  Their size
  Demo
  Pages
  intent
  home
  size
  Deciders
  Owner
  Rest
? 1
$ printf '%s\n' 'employees =' '  900' 'company = {' '  size: 12, # twelve' '  name: "A"' '}' 'fit >= 20 and' 'intent > 0' ':quit' 'never read' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> employees =
…   900
fit                                  0 →       20  +20
  Mid-size                           ? →      +20
  Large                              ? →        –
total                                0 →       20  +20
status        incomplete → unrouted
needs         employees → none
route         Ask → none
target        enrichment → none
> company = {
…   size: 12, # twelve
…   name: "A"
… }
fit                                 20 →       25  +5
  Their size                         ? →       +5
total                               20 →       25  +5
> fit >= 20 and
… intent > 0
false: intent is 0, wants more than 0
  true     fit >= 20                               fit is 25
  false    intent > 0                              intent is 0
> :quit
$ printf '%s\n' ':now' ':now 2026-12-04' ':now 2026-12-04T09:30' ':now' | rubric repl play.rubric --now 2026-11-20T15:00Z
2026-11-20T15:00:00Z
the decision stays as it is
the decision stays as it is
2026-12-04T14:30:00Z
$ cp play.rubric saved.rubric; printf '%s\n' ':save "a VP at Acme"' 'event demo 2 days ago' ':save saved.rubric "a VP who asked"' ':save saved.rubric "a VP who asked"' 'company.address.state = "NY"' ':save tests.rubric' ':save /nowhere/tests.rubric' ':save sub/tests.rubric' 'email = "x@rival.example"' ':save tests.rubric rival' ':save tests.rubric "a rival"' 'unset employees' ':save "odd \"name\""' | rubric repl saved.rubric play.csv --key 1 --now 2026-11-20T15:00Z; rubric test saved.rubric tests.rubric; cat tests.rubric
rubric: columns that no field reads: extra
lead 1 is routed, fit 65, intent 0, total 65, stage Cold, route Rest to bo
test "a VP at Acme" {
  at 2026-11-20T15:00:00Z
  lead {
    id: "1", email: "ann@acme.example", title: "VP Sales", employees: 450, country: "US",
    tech: ["aws", "gcp"],
    seen: 2026-11-06T05:00:00Z, vip: true, `Lead Source`: "Web"
  }
  expect fit = 65
  expect intent = 0
  expect total = 65
  expect not disqualified
  expect stage is "Cold"
  expect segments has "Deciders"
  expect route is "Rest"
  expect target is "bo"
}
intent                               0 →    36.23  +36.23
  Demo                               – →   +36.23
total                               65 →   101.23  +36.23
stage         Cold → Hot
added to saved.rubric: test "a VP who asked"
there is a test "a VP who asked" already
route         Rest → Owner
target        bo → ae-NY
due           none → 2026-11-20T16:00:00Z
added to tests.rubric: test "lead 1 is in Hot"
/nowhere/tests.rubric cannot be written: there is no such folder
sub/tests.rubric cannot be written: there is no such folder
status        routed → disqualified
reasons       none → rival
stage         Hot → none
route         Owner → none
target        ae-NY → none
due           2026-11-20T16:00:00Z → none
added to tests.rubric: test "rival"
added to tests.rubric: test "a rival"
fit                                 65 →       30  -35
  Mid-size                         +20 →        ?  unknown without employees
  Large                              – →        ?  unknown without employees
  Home                             +15 →        ?  unknown without employees
total                           101.23 →    66.23  -35
needs         none → employees
test "odd \"name\"" {
  at 2026-11-20T15:00:00Z
  lead {
    id: "1", email: "x@rival.example", title: "VP Sales", country: "US",
    tech: ["aws", "gcp"],
    seen: 2026-11-06T05:00:00Z, vip: true, `Lead Source`: "Web",
    events: [{ kind: "demo", at: 2 days ago }],
    company: { address: { state: "NY" } }
  }
  expect fit = 30
  expect intent = 36.23
  expect total = 66.23
  expect disqualified
  expect reasons has "rival"
  expect stage is missing
  expect segments has "Deciders"
  expect route is missing
}
5 passed, 0 failed
use "saved.rubric"

test "lead 1 is in Hot" {
  at 2026-11-20T15:00:00Z
  lead {
    id: "1", email: "ann@acme.example", title: "VP Sales", employees: 450, country: "US",
    tech: ["aws", "gcp"],
    seen: 2026-11-06T05:00:00Z, vip: true, `Lead Source`: "Web",
    events: [{ kind: "demo", at: 2 days ago }],
    company: { address: { state: "NY" } }
  }
  expect fit = 65
  expect intent = 36.23
  expect total = 101.23
  expect not disqualified
  expect stage is "Hot"
  expect segments has "Deciders"
  expect route is "Owner"
  expect target is "ae-NY"
}

test "rival" {
  at 2026-11-20T15:00:00Z
  lead {
    id: "1", email: "x@rival.example", title: "VP Sales", employees: 450, country: "US",
    tech: ["aws", "gcp"],
    seen: 2026-11-06T05:00:00Z, vip: true, `Lead Source`: "Web",
    events: [{ kind: "demo", at: 2 days ago }],
    company: { address: { state: "NY" } }
  }
  expect fit = 65
  expect intent = 36.23
  expect total = 101.23
  expect disqualified
  expect reasons has "rival"
  expect stage is missing
  expect segments has "Deciders"
  expect route is missing
}

test "a rival" {
  at 2026-11-20T15:00:00Z
  lead {
    id: "1", email: "x@rival.example", title: "VP Sales", employees: 450, country: "US",
    tech: ["aws", "gcp"],
    seen: 2026-11-06T05:00:00Z, vip: true, `Lead Source`: "Web",
    events: [{ kind: "demo", at: 2 days ago }],
    company: { address: { state: "NY" } }
  }
  expect fit = 65
  expect intent = 36.23
  expect total = 101.23
  expect disqualified
  expect reasons has "rival"
  expect stage is missing
  expect segments has "Deciders"
  expect route is missing
}
$ python3 edit.py
> title = "CEO"
fit                                  0 →       30  +30
  Decider                            ? →      +30
total                                0 →       30  +30
segments      none → Deciders
(edited)
> fit
edited.rubric has changed: the rules are read again
fit                                 30 →       35  +5
  Decider                          +30 →      +35
total                               30 →       35  +5
35  (a number)
(edited)
> fit
edited.rubric has changed: the rules are read again
edited.rubric:41:1: error[E010]: the file ends in the middle of a statement
   41 | 
      | ^ expected a text in quotes after `oops`
   help: it is written  route "NAME" to TARGET sla DURATION when CONDITION   or … otherwise
   note: edited.rubric:39:1: the statement begins here
the rules as they were before stay in use
35  (a number)
> fit
35  (a number)
> :reload
edited.rubric:41:1: error[E010]: the file ends in the middle of a statement
   41 | 
      | ^ expected a text in quotes after `oops`
   help: it is written  route "NAME" to TARGET sla DURATION when CONDITION   or … otherwise
   note: edited.rubric:39:1: the statement begins here
the rules as they were before stay in use
(edited)
(edited)
(edited)
(edited)
> fit
edited.rubric has changed: the rules are read again
`title` of the lead does not fit the rules any more and is left out
fit                                 35 →        0  -35
  Decider                          +35 →        ?  unknown without vip
total                               35 →        0  -35
segments      Deciders → none
0  (a number)
> :lead
lead {}
> vip = true
fit                                  0 →       35  +35
  Decider                            ? →      +35
total                                0 →       35  +35
segments      none → Deciders
(edited)
> :lead
edited.rubric has changed: the rules are read again
the decision stays as it is
lead { title: "CEO", vip: true }
> :undo
fit                                 35 →        0  -35
  Decider                          +35 →        ?  unknown without vip
total                               35 →        0  -35
segments      Deciders → none
$ rubric compile play.rubric -o play.rbc; mv play.rubric gone.rubric; printf '%s\n' 'title = "CEO"' ':why Decider' 'employess' | rubric repl --echo play.rbc --now 2026-11-20T15:00Z; mv gone.rubric play.rubric
> title = "CEO"
fit                                  0 →       30  +30
  Decider                            ? →      +30
total                                0 →       30  +30
segments      none → Deciders
> :why Decider
play.rubric:24
  fit "Decider" +30 when title has any of ("vp", "ceo")
gives +30 to fit
  title is "CEO", has one of "vp", "ceo"
> employess
input:1:1: error[E030]: there is no field or definition `employess`
    1 | employess
      | ^^^^^^^^^
   help: did you mean `employees`?
$ printf '%s\n' 'is_free_mail(email)' 'email = "a@gmail.com"' 'is_free_mail(email)' 'seniority("VP Sales")' '0.1 + 0.2' ':reload' ':row 1' ':save' | rubric repl --echo --now 2026-11-20T15:00Z
> is_free_mail(email)
unknown: is_free_mail(email) is unknown without email
> email = "a@gmail.com"
the decision stays as it is
> is_free_mail(email)
true: is_free_mail("a@gmail.com")
> seniority("VP Sales")
"VP"  (text)
> 0.1 + 0.2
0.3  (a number)
> :reload
there are no rules to read again: rubric repl RULES
> :row 1
there is no file of leads: rubric repl RULES LEADS
> :save
test "an empty lead is unrouted" {
  at 2026-11-20T15:00:00Z
  lead { email: "a@gmail.com" }
  expect not disqualified
}
? 1
$ printf '%s\n' ':set' 'employees = 60' ':set bar = 20' ':set bar' ':set' ':save' ':set bar = 200' ':set foo=3' ':undo' 'bar' ':save' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> :set
bar = 50
> employees = 60
fit                                  0 →       20  +20
  Mid-size                           ? →      +20
  Large                              ? →        –
total                                0 →       20  +20
status        incomplete → unrouted
needs         employees → none
route         Ask → none
target        enrichment → none
> :set bar = 20
the decision stays as it is
> :set bar
`:set` takes a parameter and its value: :set sql_fit = 50; alone it lists them
> :set
bar = 20
> :save
test "an empty lead is in Cold" {
  at 2026-11-20T15:00:00Z
  lead { employees: 60 }
  expect fit = 20
  expect intent = 0
  expect total = 20
  expect not disqualified
  expect stage is "Cold"
  expect route is missing
}
> :set bar = 200
play.rubric:19:11: error[E070]: `bar` cannot be set to 200: it is in `0..100`
   19 | parameter bar = 50 in 0..100
      |           ^^^
> :set foo=3
play.rubric: error[E070]: `foo` cannot be set: the rules have no parameter of that name
   help: what can be set is bar
> :undo
the decision stays as it is
> bar
50  (an integer)
> :save
test "an empty lead is in Cold" {
  at 2026-11-20T15:00:00Z
  lead { employees: 60 }
  expect fit = 20
  expect intent = 0
  expect total = 20
  expect not disqualified
  expect stage is "Cold"
  expect route is missing
}
? 1
$ cat > tested.rubric play.rubric - <<< 'test "a VP" { at 2026-11-20 lead { title: "VP", employees: 60 } expect fit = 50 and stage is "Cold" } test "a VP who asked" { lead { events: [ { kind: "demo", at: 1 days ago } ] } expect intent = 3 }'; printf '%s\n' ':test' ':test vp' ':test "a vp"' ':now' ':lead' ':test asked' ':test zz' 'lead { title: "CEO", employees: 60 }' 'lead { titel: 5 }' 'lead { employees: "x", events: [ { kind: "y" } ] }' 'lead { id: "1" } }' ':undo' ':set bar = 20' ':test "a VP"' | rubric repl --echo tested.rubric --now 2026-11-20T15:00Z
> :test
a VP
a VP who asked
> :test vp
several tests have `vp` in their name; `:test` lists them
> :test "a vp"
the lead of the test is unrouted, fit 50, intent 0, total 50, stage Cold
the test passes
> :now
2026-11-20T05:00:00Z
> :lead
lead { title: "VP", employees: 60 }
> :test asked
the lead of the test is incomplete, fit 0, intent 38.07, total 38.07, stage
    Cold, route Ask to enrichment
the test fails
  line 40: expect intent = 3
    intent = 3:  38.07  against  3
> :test zz
no test has `zz` in its name; `:test` lists them
> lead { title: "CEO", employees: 60 }
fit                                  0 →       50  +50
  Decider                            ? →      +30
  Mid-size                           ? →      +20
  Large                              ? →        –
intent                           38.07 →        0  -38.07
  Demo                          +38.07 →        –
total                            38.07 →       50  +11.93
status        incomplete → unrouted
needs         employees → none
segments      none → Deciders
route         Ask → none
target        enrichment → none
> lead { titel: 5 }
input:1:8: error[E038]: there is no field of the lead `titel`
    1 | lead { titel: 5 }
      |        ^^^^^
   help: did you mean `title`?
> lead { employees: "x", events: [ { kind: "y" } ] }
fit                                 50 →        0  -50
  Decider                          +30 →        ?  unknown without title
  Mid-size                         +20 →        ?  unknown without employees
  Large                              – →        ?  unknown without employees
total                               50 →        0  -50
status        unrouted → incomplete
needs         none → employees
segments      Deciders → none
route         none → Ask
target        none → enrichment
`employees` cannot be read from "x": it counts as missing
`events.kind` cannot be read from "y": it counts as missing
> lead { id: "1" } }
input:1:19: error[E010]: `}` is not expected here
    1 | lead { id: "1" } }
      |                   ^
   help: a lead is written  lead { name: value, name: value }
> :undo
fit                                  0 →       50  +50
  Decider                            ? →      +30
  Mid-size                           ? →      +20
  Large                              ? →        –
total                                0 →       50  +50
status        incomplete → unrouted
needs         employees → none
segments      none → Deciders
route         Ask → none
target        enrichment → none
> :set bar = 20
the decision stays as it is
> :test "a VP"
the lead of the test is unrouted, fit 50, intent 0, total 50, stage Cold
the test passes
? 1
$ printf ':explain\n' | rubric repl bad.rubric
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
      |                 ^^^
   help: did you mean `id`?
bad.rubric:3:22: error[E040]: `fit` is a number, but `"a"` is text
    3 | stage "S" when fit > "a"
      |                      ^^^
   help: numbers and dates stand without quotes
? 2
$ rubric repl none.rubric
none.rubric:1:1: error[E001]: "none.rubric" cannot be read: No such file or directory
? 2
$ rubric repl play.rubric none.csv --key 1
rubric: none.csv: No such file or directory
? 3
$ rubric repl play.rubric play.csv --key 7
rubric: columns that no field reads: extra
rubric: no lead has the key "7" (3 records looked at, 0 of them rejected)
? 3
$ rubric repl play.rubric --key 1
rubric: which leads? usage: rubric repl RULES LEADS --key K
? 2
$ rubric repl play.rubric play.csv --key 1 --row 2
rubric: --key or --row, not both
? 2
$ rubric repl - </dev/null
rubric: standard input is where the lines of `rubric repl` come from; name files
? 2
$ rubric repl play.rubric none.csv
rubric: none.csv: No such file or directory
? 3
$ rubric repl play.rubric --now soon
rubric: --now takes a time such as 2026-11-01T09:00Z, not `soon`
? 2
$ rubric repl play.rubric </dev/null
$ printf 'employees = 60\n' | rubric repl play.rubric --set bar=20 --now 2026-11-20T15:00Z
fit                                  0 →       20  +20
  Mid-size                           ? →      +20
  Large                              ? →        –
total                                0 →       20  +20
status        incomplete → unrouted
needs         employees → none
route         Ask → none
target        enrichment → none
$ printf 'fit\n\377\n\n# only a comment\n  \nfit # and a comment\n' | rubric repl play.rubric --now 2026-11-20T15:00Z
0  (a number)
input:1:1: error[E002]: this is not UTF-8
    1 | \xFF
      | ^^^^
   help: save the file as plain UTF-8 text
0  (a number)
? 1
$ printf 'fit' | rubric repl play.rubric --now 2026-11-20T15:00Z
0  (a number)
$ python3 keys.py
seen: 1  2  3
seen: lead 1 is routed
seen: employees
seen: Mid-size
seen: "out"
seen: "in"
seen: consent is "
seen: ^C
seen: 30  (an integer)
seen: the decision stays as it is
seen: 30  (an integer)
exit 0
0o600 0o700
:lead 1
employees = 30
employees
title = "日本 ünicode VP"
employees
seen: Decider
exit 0
$ for i in 1 2 3; do rubric explain play.rubric play.csv --row $i --now 2026-11-20 2>/dev/null > told.txt; printf ':row %s\n:explain\n' $i | rubric repl play.rubric play.csv --now 2026-11-20 2>/dev/null | sed -n '/^lead /,$p' | diff told.txt - && echo "row $i: as explain tells it"; done
row 1: as explain tells it
row 2: as explain tells it
row 3: as explain tells it
$ cd $ROOT/examples/inbound; for i in 2 9 33 70 500; do rubric explain inbound.rubric leads.ndjson --row $i --now 2026-11-20 > /tmp/told.$$; printf ':row %s\n:explain\n' $i | rubric repl inbound.rubric leads.ndjson --now 2026-11-20 | sed -n '/^lead /,$p' | diff /tmp/told.$$ - && echo "row $i: as explain tells it"; done; rm /tmp/told.$$
row 2: as explain tells it
row 9: as explain tells it
row 33: as explain tells it
row 70: as explain tells it
row 500: as explain tells it
$ cp play.rubric kept.rubric; printf ':row %s\n:save kept.rubric\n' 1 2 3 | rubric repl kept.rubric play.csv --now 2026-11-20 2>/dev/null; rubric test kept.rubric
row 1 is routed, fit 65, intent 0, total 65, stage Cold, route Rest to bo
added to kept.rubric: test "row 1 is in Cold"
row 2 is incomplete, fit 0, intent 0, total 0, stage Cold, route Ask to
    enrichment
added to kept.rubric: test "row 2 is in Cold"
row 3 is disqualified (rival), fit 55, intent 0, total 55
added to kept.rubric: test "row 3 is disqualified"
3 passed, 0 failed
$ printf '%s\n' help quit exit 'employees 900' 'title "VP"' 'company.size 5' 'why Decider' 'vip' 'fit' | rubric repl --echo play.rubric --now 2026-11-20T15:00Z
> help
a command begins with a colon: `:help`
> quit
a command begins with a colon: `:quit`
> exit
a command begins with a colon: `:quit`
> employees 900
to set it write `employees = 900`, to compare `employees is 900`
> title "VP"
to set it write `title = "VP"`, to compare `title is "VP"`
> company.size 5
to set it write `company.size = 5`, to compare `company.size is 5`
> why Decider
a command begins with a colon: `:why`
> vip
unknown: vip is missing
> fit
0  (a number)
? 1
