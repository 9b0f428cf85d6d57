$ rubric diff diff/old.rubric diff/old.rubric
diff/old.rubric → diff/old.rubric
No difference in the rules.
$ sed 's/ +/   +/; s/200\.\./2_00../; s/ is "US"/ = "US"/; s/^score fit/# what fits\nscore fit/' diff/old.rubric > diff/other.rubric; rubric diff diff/old.rubric diff/other.rubric; rm diff/other.rubric
diff/old.rubric → diff/other.rubric
No difference in the rules.
$ rubric diff diff/old.rubric diff/new.rubric
diff/old.rubric → diff/new.rubric
25 differences in the rules.

Settings
  ~ owner: "ops@acme.example" → "growth@acme.example"

Parameters
  ~ good_fit 40 → 30
      used by stage "Hot" (wider)
      only the new rules take fit 30

Scores
  ~ total is: fit + intent → fit + intent * 2

Rules
  ~ fit "Industry" because: "most of last year's wins" → "two of three wins"
  ~ fit "Boss"
      points: +20 → +25
      when (wider):
        - title has any of ("vp", "chief")
        + title has any of ("vp", "chief", "head")
      only the new rules take { title: "head" }
  ~ fit "Size"
      rows: 2 added, 1 removed, 1 changed (4 rows → 5 rows)
        - 50..199 => +10
        + 50..199 => +15
        - 200.. => +20
        + 200..999 => +20
        + 1000.. => +25
  = fit "Home" is now fit "Domestic"
  - fit "Gone": -5, when title has "student"
  + fit "Budget": +15, when budget > 10k
  ~ intent "Plan"
      when (wider or narrower is undecided):
        - plan is "paid"
        + plan is "paid" and consent >= "unknown"

Disqualifiers
  ~ "rival"
      when (the same or wider):
        - domain(email) in rivals
        + domain(email) in rivals or domain(email) is "other.example"

Stages
  = "Cold" is now "Rest"

Channels
  ~ "email"
      when (takes the same leads):
        - consent >= "opted_in"
        + consent > "unknown"

Routes
  ~ "Pool" to any of: "ana" 50%, "bo" 50% → "ana" 70%, "bo" 30%
  ~ "Owner" moved from 2nd to 3rd
      sla: 1 hour → 4 hours

Definitions
  ~ large
      as (wider):
        - employees >= 1000
        + employees >= 500
      only the new rules take { employees: 500 }
      used by rule fit "Large" (wider), segment "big" (wider)
  = band is now size_band

Lists
  ~ markets
      values: 1 added, 1 removed (3 values → 3 values)
        + "Health IT"
        - "Retail"
      used by rule fit "Industry" (neither wider nor narrower)
      only the new rules take { industry: "Health IT" }
      only the old rules take { industry: "Retail" }

Tables
  ~ owner
      rows: 1 added, 1 removed, 1 changed (3 rows → 3 rows)
        - DE => ben
        + DE => dee
        - FR => cy
        + GB => eve
      used by route "Owner"

Fields
  ~ email required: new
  ~ employees from: new, "Headcount"
      used by rule fit "Size", rule fit "Large" (wider), segment "big" (wider)
  ~ plan type: one of "free", "paid" → one of "free", "paid", "trial"
      used by rule intent "Plan"
  - old_note: text
  + budget: number

Tests
  - "nobody": 1 expectation

What scores can reach
  Score  Before     Now
  fit     0..75  0..100
  total   0..90  0..130
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --now 2026-01-01
diff/old.rubric → diff/new.rubric
25 differences in the rules. Of 6 leads, the stage changes for 3 (50%), the
route for 3 (50%), a score for 5 (83.3%).

Settings
  ~ owner: "ops@acme.example" → "growth@acme.example"

Parameters
  ~ good_fit 40 → 30
      used by stage "Hot" (wider)
      only the new rules take fit 30

Scores
  ~ total is: fit + intent → fit + intent * 2

Rules
  ~ fit "Industry" because: "most of last year's wins" → "two of three wins"
  ~ fit "Boss"
      points: +20 → +25
      when (wider):
        - title has any of ("vp", "chief")
        + title has any of ("vp", "chief", "head")
      only the new rules take { title: "head" }
  ~ fit "Size"
      rows: 2 added, 1 removed, 1 changed (4 rows → 5 rows)
        - 50..199 => +10
        + 50..199 => +15
        - 200.. => +20
        + 200..999 => +20
        + 1000.. => +25
  = fit "Home" is now fit "Domestic"
  - fit "Gone": -5, when title has "student"
  + fit "Budget": +15, when budget > 10k
  ~ intent "Plan"
      when (wider or narrower is undecided):
        - plan is "paid"
        + plan is "paid" and consent >= "unknown"
      only the old rules take lead 4

Disqualifiers
  ~ "rival"
      when (wider):
        - domain(email) in rivals
        + domain(email) in rivals or domain(email) is "other.example"
      only the new rules take lead 4

Stages
  = "Cold" is now "Rest"

Channels
  ~ "email"
      when (takes the same leads):
        - consent >= "opted_in"
        + consent > "unknown"

Routes
  ~ "Pool" to any of: "ana" 50%, "bo" 50% → "ana" 70%, "bo" 30%
  ~ "Owner" moved from 2nd to 3rd
      sla: 1 hour → 4 hours

Definitions
  ~ large
      as (wider):
        - employees >= 1000
        + employees >= 500
      only the new rules take { employees: 500 }
      used by rule fit "Large" (wider), segment "big" (wider)
  = band is now size_band

Lists
  ~ markets
      values: 1 added, 1 removed (3 values → 3 values)
        + "Health IT"
        - "Retail"
      used by rule fit "Industry" (neither wider nor narrower)
      only the new rules take { industry: "Health IT" }
      only the old rules take { industry: "Retail" }

Tables
  ~ owner
      rows: 1 added, 1 removed, 1 changed (3 rows → 3 rows)
        - DE => ben
        + DE => dee
        - FR => cy
        + GB => eve
      used by route "Owner"

Fields
  ~ email required: new
  ~ employees from: new, "Headcount"
      used by rule fit "Size", rule fit "Large" (wider), segment "big" (wider)
  ~ plan type: one of "free", "paid" → one of "free", "paid", "trial"
      used by rule intent "Plan"
  - old_note: text
  + budget: number

Tests
  - "nobody": 1 expectation

What scores can reach
  Score  Before     Now
  fit     0..75  0..100
  total   0..90  0..130

Responsible
  Because of            Points changed  Average  Stage moves  Route moves
  parameter good_fit                 ·        ·            2            2
  rule fit "Industry"                2        0            ·            ·
  rule fit "Boss"                    3   +11.67            1            1
  rule fit "Size"                    1       +5            1            1
  rule fit "Large"                   1      +10            1            1
  rule fit "Gone"                    1       +5            ·            ·
  rule fit "Budget"                  1      +15            ·            ·
  rule intent "Plan"                 1      -15            ·            ·
  disqualifier "rival"               ·        ·            1            1

Stages: 3 of 6 leads move
  before \ now  Hot  Rest  (none)  all
  Hot             1     ·       ·    1
  Warm            2     ·       1    3
  Cold            ·     1       ·    1
  (none)          ·     ·       1    1
  all             3     1       2    6

Routes: 3 of 6 leads move
  before \ now  Owner  Rest  (none)  all
  Owner             1     ·       ·    1
  Pool              2     ·       1    3
  Rest              ·     1       ·    1
  (none)            ·     ·       1    1
  all               3     1       2    6

Status: 1 lead moves
  Before  Now           Leads
  routed  disqualified      1

Targets: 3 leads go to another
  Target  Before  Now  Change
  ana          3    0      -3  none left
  ann          1    2      +1      +100%
  dee          0    1      +1        new
1 target gets as many as before.

Scores: 5 leads change one
  Score           Mean   Shift  Median     Up   Down  Largest
  intent       5 → 2.5    -2.5       0     0%  16.7%  -15 (4)
  fit     27.5 → 38.33  +10.83     +10  83.3%     0%  +20 (1)
  total   32.5 → 43.33  +10.83      +5  83.3%     0%  +35 (1)

Leads that changed conditions take
  Condition of          Before  Now  No more  New  Such as
  rule fit "Industry"        3    3        1    1  4
  rule fit "Boss"            2    3        ·    1  2
  rule fit "Large"           0    1        ·    1  5
  rule fit "Gone"            1    0        1    ·  4
  rule fit "Budget"          0    1        ·    1  1
  rule intent "Plan"         2    1        1    ·  4
  disqualifier "rival"       1    2        ·    1  4
  stage "Hot"                2    4        ·    2  2
  segment "big"              0    1        ·    1  5
  route "Pool"               3    0        3    ·  2
  route "Owner"              1    3        ·    2  2

Movers: all 5
  4  routed → disqualified; stage Warm → (none); route Pool → (none)
      intent 15 → 0 ("Plan" +15 → 0); fit 0 → 20 ("Gone" -5 → 0, its range +5 →
        0, "Industry" 0 → +20); total 15 → 20
      because of disqualifier "rival"
  2  stage Warm → Hot; route Pool → Owner
      fit 30 → 40 ("Industry" +20 → 0, "Size" +10 → +15, "Boss" 0 → +25); total
        30 → 40
      because of parameter good_fit 40 → 30; rule fit "Size"; rule fit "Boss"
  5  stage Warm → Hot; route Pool → Owner
      fit 25 → 35 ("Large" 0 → +10); total 25 → 35
      because of parameter good_fit 40 → 30; rule fit "Large"
  1  fit 65 → 85 ("Boss" +20 → +25, "Budget" 0 → +15); total 80 → 115
  6  fit 45 → 50 ("Boss" +20 → +25); total 45 → 50
1 lead is rejected by the new rules alone and not compared; the first is record
3: `email` is missing.
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --now 2026-01-01 --to markdown --movers 2 --fail-on 'stage:>10%'
## `diff/old.rubric` → `diff/new.rubric`

**25 differences in the rules. Of 6 leads, the stage changes for 3 (50%), the route for 3 (50%), a score for 5 (83.3%).**

**Over the limit: the stage changes for 3 of 6 leads (50%), and the limit is `stage:>10%`.**


### Settings

- **changed** owner: `"ops@acme.example"` → `"growth@acme.example"`

### Parameters

- **changed** `good_fit` `40` → `30`
  - used by stage `"Hot"` (wider)
  - only the new rules take `fit 30`

### Scores

- **changed** `total` is: `fit + intent` → `fit + intent * 2`

### Rules

- **changed** `fit "Industry"` because: `"most of last year's wins"` → `"two of three wins"`
- **changed** `fit "Boss"`
  - points: `+20` → `+25`
  - when (wider):
    ```diff
    - title has any of ("vp", "chief")
    + title has any of ("vp", "chief", "head")
    ```
  - only the new rules take `{ title: "head" }`
- **changed** `fit "Size"`
  - rows: 2 added, 1 removed, 1 changed (4 rows → 5 rows)
    ```diff
    - 50..199 => +10
    + 50..199 => +15
    - 200.. => +20
    + 200..999 => +20
    + 1000.. => +25
    ```
- **renamed** `fit "Home"` is now `fit "Domestic"`
- **removed** `fit "Gone"`: `-5, when title has "student"`
- **added** `fit "Budget"`: `+15, when budget > 10k`
- **changed** `intent "Plan"`
  - when (wider or narrower is undecided):
    ```diff
    - plan is "paid"
    + plan is "paid" and consent >= "unknown"
    ```
  - only the old rules take `lead 4`

### Disqualifiers

- **changed** `"rival"`
  - when (wider):
    ```diff
    - domain(email) in rivals
    + domain(email) in rivals or domain(email) is "other.example"
    ```
  - only the new rules take `lead 4`

### Stages

- **renamed** `"Cold"` is now `"Rest"`

### Channels

- **changed** `"email"`
  - when (takes the same leads):
    ```diff
    - consent >= "opted_in"
    + consent > "unknown"
    ```

### Routes

- **changed** `"Pool"` to any of: `"ana" 50%, "bo" 50%` → `"ana" 70%, "bo" 30%`
- **changed** `"Owner"` moved from 2nd to 3rd
  - sla: `1 hour` → `4 hours`

### Definitions

- **changed** `large`
  - as (wider):
    ```diff
    - employees >= 1000
    + employees >= 500
    ```
  - only the new rules take `{ employees: 500 }`
  - used by rule `fit "Large"` (wider), segment `"big"` (wider)
- **renamed** `band` is now `size_band`

### Lists

- **changed** `markets`
  - values: 1 added, 1 removed (3 values → 3 values)
    ```diff
    + "Health IT"
    - "Retail"
    ```
  - used by rule `fit "Industry"` (neither wider nor narrower)
  - only the new rules take `{ industry: "Health IT" }`
  - only the old rules take `{ industry: "Retail" }`

### Tables

- **changed** `owner`
  - rows: 1 added, 1 removed, 1 changed (3 rows → 3 rows)
    ```diff
    - DE => ben
    + DE => dee
    - FR => cy
    + GB => eve
    ```
  - used by route `"Owner"`

### Fields

- **changed** `email` required: new
- **changed** `employees` from: new, `"Headcount"`
  - used by rule `fit "Size"`, rule `fit "Large"` (wider), segment `"big"` (wider)
- **changed** `plan` type: `one of "free", "paid"` → `one of "free", "paid", "trial"`
  - used by rule `intent "Plan"`
- **removed** `old_note`: `text`
- **added** `budget`: `number`

### Tests

- **removed** `"nobody"`: `1 expectation`

### What scores can reach

| Score | Before | Now |
|---|---:|---:|
| `fit` | 0..75 | 0..100 |
| `total` | 0..90 | 0..130 |


### Responsible

| Because of | Leads whose points it changes | Average | Stage moves | Route moves |
|---|---:|---:|---:|---:|
| parameter `good_fit` | · | · | 2 | 2 |
| rule `fit "Industry"` | 2 | 0 | · | · |
| rule `fit "Boss"` | 3 | +11.67 | 1 | 1 |
| rule `fit "Size"` | 1 | +5 | 1 | 1 |
| rule `fit "Large"` | 1 | +10 | 1 | 1 |
| rule `fit "Gone"` | 1 | +5 | · | · |
| rule `fit "Budget"` | 1 | +15 | · | · |
| rule `intent "Plan"` | 1 | -15 | · | · |
| disqualifier `"rival"` | · | · | 1 | 1 |


### Stages: 3 of 6 leads move

| before \\ now | `Hot` | `Rest` | (none) | all |
|---|---:|---:|---:|---:|
| `Hot` | 1 | · | · | 1 |
| `Warm` | **2** | · | **1** | 3 |
| `Cold` | · | 1 | · | 1 |
| (none) | · | · | 1 | 1 |
| all | 3 | 1 | 2 | 6 |


### Routes: 3 of 6 leads move

| before \\ now | `Owner` | `Rest` | (none) | all |
|---|---:|---:|---:|---:|
| `Owner` | 1 | · | · | 1 |
| `Pool` | **2** | · | **1** | 3 |
| `Rest` | · | 1 | · | 1 |
| (none) | · | · | 1 | 1 |
| all | 3 | 1 | 2 | 6 |


### Status: 1 lead moves

| Before | Now | Leads |
|---|---|---:|
| routed | disqualified | 1 |


### Targets: 3 leads go to another

| Target | Before | Now | Change |  |
|---|---:|---:|---:|---:|
| `ana` | 3 | 0 | -3 | none left |
| `ann` | 1 | 2 | +1 | +100% |
| `dee` | 0 | 1 | +1 | new |

1 target gets as many as before.


### Scores: 5 leads change one

| Score | Mean | Shift | Median | Up | Down | Largest |
|---|---:|---:|---:|---:|---:|---:|
| `intent` | 5 → 2.5 | -2.5 | 0 | 0% | 16.7% | -15 (`4`) |
| `fit` | 27.5 → 38.33 | +10.83 | +10 | 83.3% | 0% | +20 (`1`) |
| `total` | 32.5 → 43.33 | +10.83 | +5 | 83.3% | 0% | +35 (`1`) |


### Leads that changed conditions take

| Condition of | Before | Now | No more | New | Such as |
|---|---:|---:|---:|---:|---|
| rule `fit "Industry"` | 3 | 3 | 1 | 1 | `4` |
| rule `fit "Boss"` | 2 | 3 | · | 1 | `2` |
| rule `fit "Large"` | 0 | 1 | · | 1 | `5` |
| rule `fit "Gone"` | 1 | 0 | 1 | · | `4` |
| rule `fit "Budget"` | 0 | 1 | · | 1 | `1` |
| rule `intent "Plan"` | 2 | 1 | 1 | · | `4` |
| disqualifier `"rival"` | 1 | 2 | · | 1 | `4` |
| stage `"Hot"` | 2 | 4 | · | 2 | `2` |
| segment `"big"` | 0 | 1 | · | 1 | `5` |
| route `"Pool"` | 3 | 0 | 3 | · | `2` |
| route `"Owner"` | 1 | 3 | · | 2 | `2` |


<details><summary>Movers: 2 of 5</summary>

- `4`  routed → disqualified; stage `Warm` → (none); route `Pool` → (none)
  - intent 15 → 0 (`"Plan"` +15 → 0); fit 0 → 20 (`"Gone"` -5 → 0, its range +5 → 0, `"Industry"` 0 → +20); total 15 → 20
  - because of disqualifier `"rival"`
- `2`  stage `Warm` → `Hot`; route `Pool` → `Owner`
  - fit 30 → 40 (`"Industry"` +20 → 0, `"Size"` +10 → +15, `"Boss"` 0 → +25); total 30 → 40
  - because of parameter `good_fit` `40` → `30`; rule `fit "Size"`; rule `fit "Boss"`

</details>
1 lead is rejected by the new rules alone and not compared; the first is record 3: \`email\` is missing.

rubric: over the limit: the stage changes for 3 of 6 leads (50%), and the limit is stage:>10%
? 1
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --now 2026-01-01 --to ndjson --movers 2
{"differences":25,"old":"diff/old.rubric","new":"diff/new.rubric"}
{"change":"changed","kind":"setting","name":"Trial","old_at":"diff/old.rubric:1","new_at":"diff/new.rubric:2","parts":[{"part":"owner","old":"\"ops@acme.example\"","new":"\"growth@acme.example\""}]}
{"change":"changed","kind":"parameter","name":"good_fit","old_at":"diff/old.rubric:16","new_at":"diff/new.rubric:17","parts":[{"part":"value","old":"40","new":"30"}]}
{"change":"changed","kind":"score","name":"total","old_at":"diff/old.rubric:22","new_at":"diff/new.rubric:23","parts":[{"part":"is","old":"fit + intent","new":"fit + intent * 2"}]}
{"change":"changed","kind":"rule","name":"Industry","score":"fit","old_at":"diff/old.rubric:23","new_at":"diff/new.rubric:24","parts":[{"part":"because","old":"\"most of last year's wins\"","new":"\"two of three wins\""}],"through":["markets"],"relation":"different","gained":"{ industry: \"Health IT\" }","lost":"{ industry: \"Retail\" }"}
{"change":"changed","kind":"rule","name":"Boss","score":"fit","old_at":"diff/old.rubric:24","new_at":"diff/new.rubric:25","parts":[{"part":"points","old":"+20","new":"+25"},{"part":"when","old":"title has any of (\"vp\", \"chief\")","new":"title has any of (\"vp\", \"chief\", \"head\")","relation":"wider","gained":"{ title: \"head\" }"}]}
{"change":"changed","kind":"rule","name":"Size","score":"fit","old_at":"diff/old.rubric:25","new_at":"diff/new.rubric:26","parts":[{"part":"rows","old":"4 rows","new":"5 rows","rows":[{"old":"50..199 => +10","new":"50..199 => +15"},{"old":"200.. => +20","new":null},{"old":null,"new":"200..999 => +20"},{"old":null,"new":"1000.. => +25"}]}],"through":["employees"]}
{"change":"reached","kind":"rule","name":"Large","score":"fit","old_at":"diff/old.rubric:26","new_at":"diff/new.rubric:27","through":["large","employees"],"relation":"wider","gained":"{ employees: 500 }"}
{"change":"renamed","kind":"rule","name":"Domestic","score":"fit","was":"Home","old_at":"diff/old.rubric:27","new_at":"diff/new.rubric:28"}
{"change":"removed","kind":"rule","name":"Gone","score":"fit","old_at":"diff/old.rubric:28"}
{"change":"added","kind":"rule","name":"Budget","score":"fit","new_at":"diff/new.rubric:30"}
{"change":"changed","kind":"rule","name":"Plan","score":"intent","old_at":"diff/old.rubric:29","new_at":"diff/new.rubric:31","parts":[{"part":"when","old":"plan is \"paid\"","new":"plan is \"paid\" and consent >= \"unknown\"","relation":"undecided","lost":"lead 4"}],"through":["plan"]}
{"change":"changed","kind":"disqualifier","name":"rival","old_at":"diff/old.rubric:31","new_at":"diff/new.rubric:33","parts":[{"part":"when","old":"domain(email) in rivals","new":"domain(email) in rivals or domain(email) is \"other.example\"","relation":"wider","gained":"lead 4"}]}
{"change":"reached","kind":"stage","name":"Hot","old_at":"diff/old.rubric:33","new_at":"diff/new.rubric:35","through":["good_fit"],"relation":"wider","gained":"fit 30"}
{"change":"renamed","kind":"stage","name":"Rest","was":"Cold","old_at":"diff/old.rubric:35","new_at":"diff/new.rubric:37"}
{"change":"reached","kind":"segment","name":"big","old_at":"diff/old.rubric:36","new_at":"diff/new.rubric:38","through":["large","employees"],"relation":"wider","gained":"{ employees: 500 }"}
{"change":"changed","kind":"channel","name":"email","old_at":"diff/old.rubric:37","new_at":"diff/new.rubric:39","parts":[{"part":"when","old":"consent >= \"opted_in\"","new":"consent > \"unknown\"","relation":"same"}]}
{"change":"changed","kind":"route","name":"Pool","old_at":"diff/old.rubric:40","new_at":"diff/new.rubric:41","parts":[{"part":"to any of","old":"\"ana\" 50%, \"bo\" 50%","new":"\"ana\" 70%, \"bo\" 30%"}]}
{"change":"changed","kind":"route","name":"Owner","from":2,"to":3,"old_at":"diff/old.rubric:39","new_at":"diff/new.rubric:42","parts":[{"part":"sla","old":"1 hour","new":"4 hours"}],"through":["owner"]}
{"change":"changed","kind":"definition","name":"large","old_at":"diff/old.rubric:18","new_at":"diff/new.rubric:19","parts":[{"part":"as","old":"employees >= 1000","new":"employees >= 500","relation":"wider","gained":"{ employees: 500 }"}],"through":["employees"]}
{"change":"renamed","kind":"definition","name":"size_band","was":"band","old_at":"diff/old.rubric:19","new_at":"diff/new.rubric:20","through":["employees"]}
{"change":"changed","kind":"list","name":"markets","old_at":"diff/old.rubric:13","new_at":"diff/new.rubric:14","parts":[{"part":"values","old":"3 values","new":"3 values","rows":[{"old":null,"new":"\"Health IT\""},{"old":"\"Retail\"","new":null}]}]}
{"change":"changed","kind":"table","name":"owner","old_at":"diff/old.rubric:15","new_at":"diff/new.rubric:16","parts":[{"part":"rows","old":"3 rows","new":"3 rows","rows":[{"old":"DE => ben","new":"DE => dee"},{"old":"FR => cy","new":null},{"old":null,"new":"GB => eve"}]}]}
{"change":"changed","kind":"field","name":"email","old_at":"diff/old.rubric:4","new_at":"diff/new.rubric:5","parts":[{"part":"required","old":null,"new":"yes"}]}
{"change":"changed","kind":"field","name":"employees","old_at":"diff/old.rubric:6","new_at":"diff/new.rubric:7","parts":[{"part":"from","old":null,"new":"\"Headcount\""}]}
{"change":"changed","kind":"field","name":"plan","old_at":"diff/old.rubric:10","new_at":"diff/new.rubric:11","parts":[{"part":"type","old":"one of \"free\", \"paid\"","new":"one of \"free\", \"paid\", \"trial\""}]}
{"change":"removed","kind":"field","name":"old_note","old_at":"diff/old.rubric:11"}
{"change":"added","kind":"field","name":"budget","new_at":"diff/new.rubric:12"}
{"change":"removed","kind":"test","name":"nobody","old_at":"diff/old.rubric:43"}
{"reach":"fit","old":"0..75","new":"0..100"}
{"reach":"total","old":"0..90","new":"0..130"}
{"leads":6,"moved":5,"stage_moved":3,"route_moved":3,"target_moved":3,"status_moved":1,"score_moved":5,"unexplained":0,"rejected_by_both":0,"rejected_by_old":0,"rejected_by_new":1,"now":"2026-01-01T00:00:00Z"}
{"matrix":"stage","old":null,"new":null,"leads":1}
{"matrix":"stage","old":"Hot","new":"Hot","leads":1}
{"matrix":"stage","old":"Warm","new":null,"leads":1}
{"matrix":"stage","old":"Warm","new":"Hot","leads":2}
{"matrix":"stage","old":"Cold","new":"Rest","leads":1}
{"matrix":"route","old":null,"new":null,"leads":1}
{"matrix":"route","old":"Owner","new":"Owner","leads":1}
{"matrix":"route","old":"Pool","new":null,"leads":1}
{"matrix":"route","old":"Pool","new":"Owner","leads":2}
{"matrix":"route","old":"Rest","new":"Rest","leads":1}
{"matrix":"status","old":"disqualified","new":"disqualified","leads":1}
{"matrix":"status","old":"routed","new":"disqualified","leads":1}
{"matrix":"status","old":"routed","new":"routed","leads":4}
{"target":"ann","old":1,"new":2}
{"target":"ana","old":3,"new":0}
{"target":"dee","old":0,"new":1}
{"target":"nurture","old":1,"new":1}
{"shift":"intent","leads":6,"moved":1,"up":0,"down":1,"mean":-2.5,"median":0,"most_down":-15,"most_down_lead":"4"}
{"shift":"fit","leads":6,"moved":5,"up":5,"down":0,"mean":10.83,"median":10,"most_up":20,"most_up_lead":"1"}
{"shift":"total","leads":6,"moved":5,"up":5,"down":0,"mean":10.83,"median":5,"most_up":35,"most_up_lead":"1"}
{"responsible":"good_fit","kind":"parameter","points_changed":0,"points":0,"stage_moves":2,"route_moves":2,"status_moves":0,"taken_old":0,"taken_new":0,"only_old":0,"only_new":0}
{"responsible":"Industry","kind":"rule","points_changed":2,"points":0,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":3,"taken_new":3,"only_old":1,"only_new":1,"only_old_lead":"2","only_new_lead":"4"}
{"responsible":"Boss","kind":"rule","points_changed":3,"points":35,"stage_moves":1,"route_moves":1,"status_moves":0,"taken_old":2,"taken_new":3,"only_old":0,"only_new":1,"only_new_lead":"2"}
{"responsible":"Size","kind":"rule","points_changed":1,"points":5,"stage_moves":1,"route_moves":1,"status_moves":0,"taken_old":6,"taken_new":6,"only_old":0,"only_new":0}
{"responsible":"Large","kind":"rule","points_changed":1,"points":10,"stage_moves":1,"route_moves":1,"status_moves":0,"taken_old":0,"taken_new":1,"only_old":0,"only_new":1,"only_new_lead":"5"}
{"responsible":"Gone","kind":"rule","points_changed":1,"points":5,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":1,"taken_new":0,"only_old":1,"only_new":0,"only_old_lead":"4"}
{"responsible":"Budget","kind":"rule","points_changed":1,"points":15,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":0,"taken_new":1,"only_old":0,"only_new":1,"only_new_lead":"1"}
{"responsible":"Plan","kind":"rule","points_changed":1,"points":-15,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":2,"taken_new":1,"only_old":1,"only_new":0,"only_old_lead":"4"}
{"responsible":"rival","kind":"disqualifier","points_changed":0,"points":0,"stage_moves":1,"route_moves":1,"status_moves":1,"taken_old":1,"taken_new":2,"only_old":0,"only_new":1,"only_new_lead":"4"}
{"responsible":"Hot","kind":"stage","points_changed":0,"points":0,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":2,"taken_new":4,"only_old":0,"only_new":2,"only_new_lead":"2"}
{"responsible":"big","kind":"segment","points_changed":0,"points":0,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":0,"taken_new":1,"only_old":0,"only_new":1,"only_new_lead":"5"}
{"responsible":"Pool","kind":"route","points_changed":0,"points":0,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":3,"taken_new":0,"only_old":3,"only_new":0,"only_old_lead":"2"}
{"responsible":"Owner","kind":"route","points_changed":0,"points":0,"stage_moves":0,"route_moves":0,"status_moves":0,"taken_old":1,"taken_new":3,"only_old":0,"only_new":2,"only_new_lead":"2"}
{"mover":"4","record":4,"old":{"status":"routed","stage":"Warm","route":"Pool","target":"ana","scores":{"intent":15,"fit":0,"total":15}},"new":{"status":"disqualified","stage":null,"route":null,"target":null,"scores":{"intent":0,"fit":20,"total":20}},"lines":[{"score":"fit","rule":"Gone","old":-5,"new":0},{"score":"intent","rule":"Plan","old":15,"new":0},{"score":"fit","clamp":true,"old":5,"new":0},{"score":"total","derived":true,"old":15,"new":20},{"score":"fit","rule":"Industry","old":0,"new":20}],"stage_because":[{"kind":"disqualifier","name":"rival"}],"route_because":[{"kind":"disqualifier","name":"rival"}],"status_because":[{"kind":"disqualifier","name":"rival"}]}
{"mover":"2","record":2,"old":{"status":"routed","stage":"Warm","route":"Pool","target":"ana","scores":{"intent":0,"fit":30,"total":30}},"new":{"status":"routed","stage":"Hot","route":"Owner","target":"dee","scores":{"intent":0,"fit":40,"total":40}},"lines":[{"score":"fit","rule":"Industry","old":20,"new":0},{"score":"fit","rule":"Size","old":10,"new":15},{"score":"total","derived":true,"old":30,"new":40},{"score":"fit","rule":"Boss","old":0,"new":25}],"stage_because":[{"kind":"parameter","name":"good_fit"},{"kind":"rule","name":"Size"},{"kind":"rule","name":"Boss"}],"route_because":[{"kind":"parameter","name":"good_fit"},{"kind":"rule","name":"Size"},{"kind":"rule","name":"Boss"}]}
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --now 2026-01-01 --to html -o page.html; grep -c '<svg' page.html; grep -o '<h1>.*</h1>' page.html; grep -c 'http' page.html
6
<h1>diff/old.rubric → diff/new.rubric</h1>
0
? 1
$ rubric diff diff/new.rubric diff/old.rubric --on diff/leads.csv --now 2026-01-01 | head -3
diff/new.rubric → diff/old.rubric
25 differences in the rules. Of 6 leads, the stage changes for 3 (50%), the
route for 3 (50%), a score for 5 (83.3%).
$ rubric compile diff/old.rubric -o old.rbc; rubric diff old.rbc - --on diff/leads.csv --now 2026-01-01 < diff/old.rubric | head -2
-:15:18: error[E001]: "old.csv" cannot be read: No such file or directory
   15 | table owner from "old.csv" { country text key  owner text }
      |                  ^^^^^^^^^
$ cd diff; git show nothing 2>/dev/null; cat old.rubric | rubric diff - new.rubric --to ndjson | head -1
{"differences":25,"old":"standard input","new":"new.rubric"}
$ rubric diff diff/old.rubric diff/new.rubric --set good_fit=35 | head -2
diff/old.rubric → diff/new.rubric
24 differences in the rules.
$ rubric diff diff/old.rubric diff/old.rubric --set good_fits=35
diff/old.rubric: error[E070]: `good_fits` cannot be set: the rules have no parameter of that name
   help: did you mean `good_fit`?
diff/old.rubric: error[E070]: `good_fits` cannot be set: the rules have no parameter of that name
   help: did you mean `good_fit`?
? 2
$ rubric diff diff/old.rubric diff/old.rubric --on diff/leads.csv --now 2026-01-01
rubric: columns that no field reads: budget
diff/old.rubric → diff/old.rubric
No difference in the rules. None of 7 leads moves.
$ rubric diff diff/old.rubric diff/old.rubric --fail-on 'rules:>0'
diff/old.rubric → diff/old.rubric
No difference in the rules.
$ rubric diff diff/old.rubric diff/new.rubric --fail-on 'rules:>0' -o report.txt
rubric: over the limit: 25 differences in the rules, and the limit is rules:>0
? 1
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --now 2026-01-01 -o report.txt --fail-on 'stage:>50%,route:>=50%' --fail-on 'target:>2, status:>0, rejected:>0'
rubric: over the limit: the route changes for 3 of 6 leads (50%), and the limit is route:>=50%
rubric: over the limit: the target changes for 3 of 6 leads (50%), and the limit is target:>2
rubric: over the limit: the status changes for 1 of 6 leads (16.7%), and the limit is status:>0
rubric: over the limit: one of the schemas alone rejects 1 of 7 leads (14.3%), and the limit is rejected:>0
? 1
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --now 2026-01-01 -o report.txt --fail-on 'fit:>10, fit:up>80%, fit:down>0%, intent:down>2, intent:>3, score:>90%, total:up>=10.8333'
rubric: over the limit: the mean of fit shifts by +10.83, and the limit is fit:>10
rubric: over the limit: fit rises for 5 of 6 leads (83.3%), and the limit is fit:up>80%
rubric: over the limit: the mean of intent shifts by -2.5, and the limit is intent:down>2
rubric: over the limit: the mean of total shifts by +10.83, and the limit is total:up>=10.8333
? 1
$ rubric diff diff/old.rubric diff/new.rubric --fail-on 'stage:>5%'
rubric: --fail-on: stage:>5% needs leads: --on LEADS
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'fitt:>5'
rubric: --fail-on: `fitt` is none of rules, stage, route, target, status, rejected, score, and no score; did you mean `fit`?
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on stage
rubric: --fail-on: `stage` has no colon: a limit looks like stage:>5%
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'stage:<5%'
rubric: --fail-on: `stage:<5%`: after the colon comes > or >=, as in stage:>5%
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'stage:>-5%'
rubric: --fail-on: `stage:>-5%` ends in no number from 0 on
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'stage:>'
rubric: --fail-on: `stage:>` ends in no number from 0 on
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'route:up>5%'
rubric: --fail-on: only scores go up and down, not `route`
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'rules:>5%'
rubric: --fail-on: differences in the rules are counted: rules:>0
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on 'stage:>120%'
rubric: --fail-on: `stage:>120%` is more than 100%
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --fail-on ' , '
rubric: --fail-on: it is empty: a limit looks like stage:>5%
? 2
$ rubric diff diff/old.rubric
rubric: which rules? usage: rubric diff OLD NEW [--on LEADS]
? 2
$ rubric diff
rubric: which rules? usage: rubric diff OLD NEW [--on LEADS]
? 2
$ rubric diff diff/old.rubric diff/new.rubric diff/leads.csv
rubric: what is `diff/leads.csv` for? usage: rubric diff OLD NEW [--on LEADS]
? 2
$ rubric diff - diff/new.rubric --on - < diff/old.rubric
rubric: `-`, standard input, can be read only once
? 2
$ rubric diff diff/old.rubric diff/none.rubric
diff/none.rubric:1:1: error[E001]: "diff/none.rubric" cannot be read: No such file or directory
? 2
$ rubric diff bad.rubric diff/old.rubric
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
      |                 ^^^
   help: did you mean `id`?
bad.rubric:3:22: error[E040]: `fit` is a number, but `"a"` is text
    3 | stage "S" when fit > "a"
      |                      ^^^
   help: numbers and dates stand without quotes
? 2
$ rubric diff diff/old.rubric diff/new.rubric --on none.csv
rubric: none.csv: No such file or directory
? 3
$ rubric diff diff/old.rubric diff/new.rubric --on diff/old.csv
rubric: diff/old.csv: there is no column for the key field `id` (looked for "id"): name it in the schema, with from "…"
  its header is: country,owner
? 3
$ rubric diff diff/old.rubric diff/new.rubric --on diff/leads.csv --movers many
rubric: --movers takes a whole number from 0 to 100000, not `many`
? 2
$ rubric diff diff/old.rubric diff/new.rubric --to yaml
rubric: --to is text, markdown, html or ndjson
? 2
$ rubric diff diff/old.rubric diff/new.rubric -o nowhere/report.txt
rubric: nowhere/report.txt cannot be written: No such file or directory
? 4
$ printf '{"id":"1","email":"a@b.example"}\n{"id":"1"}\nbroken\n' | rubric diff diff/old.rubric diff/new.rubric --on - --now 2026-01-01 --max-rejects 1
rubric: stopped: 2 records are rejected, more than --max-rejects
? 3
$ python3 $ROOT/tests/cli/diff_totals.py diff/old.rubric diff/new.rubric diff/leads.csv
6 leads, 5 movers, 0 faults
$ cp -r $ROOT/examples/inbound inbound; sed 's/sql_fit = 60/sql_fit = 50/; s/"Decision maker"   +25/"Decision maker"   +20/' inbound/inbound.rubric > inbound/new.rubric; cd inbound; rubric diff inbound.rubric new.rubric --on leads.ndjson --now 2026-11-20T12:00:00Z --movers 3; python3 $ROOT/tests/cli/diff_totals.py inbound.rubric new.rubric leads.ndjson
inbound.rubric → new.rubric
2 differences in the rules. Of 2,000 leads, the stage changes for 131 (6.6%),
the route for 131 (6.6%), a score for 980 (49%).

Parameters
  ~ sql_fit 60 → 50
      used by stage "SQL" (wider)
      only the new rules take fit 50, intent 40

Rules
  ~ fit "Decision maker" points: +25 → +20

What scores can reach
  Score     Before    Now
  fit        0..65  0..60
  priority   0..69  0..66

Responsible
  Because of                 Points changed  Average  Stage moves  Route moves
  parameter sql_fit                       ·        ·           12           12
  rule fit "Decision maker"             980       -5          119          119

Stages: 131 of 2,000 leads move
  before \ now  SQL  MQL  Engaged  New  (none)    all
  SQL            20    ·        ·    ·       ·     20
  MQL            12  536       63   56       ·    667
  Engaged         ·    ·      546    ·       ·    546
  New             ·    ·        ·  631       ·    631
  (none)          ·    ·        ·    ·     136    136
  all            32  536      609  687     136  2,000

Routes: 131 of 2,000 leads move
  before \ now     Territory owner  SDR pool  Nurture  (none)    all
  Territory owner               16         ·        ·       ·     16
  SDR pool                      10       536      121       ·    667
  Nurture                        ·         ·    1,181       ·  1,181
  (none)                         ·         ·        ·     136    136
  all                           26       536    1,302     136  2,000

Targets: 131 leads go to another
  Target      Before    Now  Change
  nurture      1,181  1,302    +121  +10.2%
  sdr-bo         346    280     -66  -19.1%
  sdr-ana        321    256     -65  -20.2%
  ae-south         0      3      +3     new
  ae-east          3      5      +2  +66.7%
  ae-west          2      4      +2   +100%
  ae-central       1      2      +1   +100%
  ent-south        3      4      +1  +33.3%
  ent-west         4      5      +1    +25%
2 targets get as many as before.

Scores: 980 leads change one
  Score              Mean  Shift  Median  Up  Down      Largest
  fit        29.2 → 26.75  -2.45       0  0%   49%  -5 (L00003)
  priority  20.61 → 19.14  -1.47       0  0%   49%  -3 (L00003)

Leads that changed conditions take
  Condition of  Before  Now  No more  New  Such as
  stage "SQL"       21   33        ·   12  L00378

Movers: 3 of 980
  L00003  stage MQL → New; route SDR pool → Nurture
      fit 40 → 35 ("Decision maker" +25 → +20); priority 24 → 21
      because of rule fit "Decision maker" points +25 → +20
  L00044  stage MQL → New; route SDR pool → Nurture
      fit 40 → 35 ("Decision maker" +25 → +20); priority 24 → 21
      because of rule fit "Decision maker" points +25 → +20
  L00084  stage MQL → New; route SDR pool → Nurture
      fit 40 → 35 ("Decision maker" +25 → +20); priority 24 → 21
      because of rule fit "Decision maker" points +25 → +20
2000 leads, 980 movers, 0 faults
$ cp -r $ROOT/examples/hubspot hubspot; cd hubspot; sed 's/ +10 / +15 /; s/ >= 50/ >= 40/' contacts.rubric > new.rubric; python3 $ROOT/tests/cli/diff_totals.py contacts.rubric new.rubric sample.csv
40 leads, 29 movers, 0 faults
$ cp -r $ROOT/examples/bank bank; cd bank; sed 's/-4 per calls/-6 per calls/; s/priority >= 35/priority >= 40/' bank.rubric > new.rubric; python3 $ROOT/tests/cli/diff_totals.py bank.rubric new.rubric sample.csv
60 leads, 37 movers, 0 faults
$ sed 's/  id  /  code/; s/budget  /amount  /' diff/new.rubric | sed 's/budget/amount/' > other.rubric; cp diff/new.csv .; rubric diff diff/old.rubric other.rubric --on diff/leads.csv
rubric: diff/leads.csv: the new rules cannot read it: there is no column for the key field `code` (looked for "code"): name it in the schema, with from "…"
? 3
$ rubric diff diff/old.rubric diff/new.rubric --on leads.ndjson --now 2026-01-01 | tail -4
  1  fit 10 → 15 ("Size" +10 → +15); total 10 → 15
1 lead is rejected by the new rules alone and not compared; the first is record
2: `email` is invalid: "5".
5 leads are rejected by both.
$ printf 'schema L { id text key  x text }\nstage "a|b" when x is "`"\nroute "*r*" to "<b>@me" otherwise\n' > odd.rubric; printf '{"id":"[1](x)","x":"`"}\n' > odd.ndjson; sed 's/is "`"/is "``"/; s/@me/@you/' odd.rubric > odder.rubric; rubric diff odd.rubric odder.rubric --on odd.ndjson --to markdown
## `odd.rubric` → `odder.rubric`

**2 differences in the rules. Of 1 lead, the stage changes for 1 (100%), the route for 0 (0%), a score for 0 (0%).**


### Stages

- **changed** `"a|b"`
  - when (neither wider nor narrower):
    ```diff
    - x is "`"
    + x is "``"
    ```
  - only the new rules take ```{ x: "``" }```
  - only the old rules take ``{ x: "`" }``

### Routes

- **changed** `"*r*"` to: `"<b>@me"` → `"<b>@you"`

### Responsible

| Because of | Leads whose points it changes | Average | Stage moves | Route moves |
|---|---:|---:|---:|---:|
| stage `"a\|b"` | · | · | 1 | · |
| route `"*r*"` | · | · | · | 1 |


### Stages: 1 of 1 leads moves

| before \\ now | (none) | all |
|---|---:|---:|
| `a\|b` | **1** | 1 |
| all | 1 | 1 |


### Targets: 1 lead goes to another

| Target | Before | Now | Change |  |
|---|---:|---:|---:|---:|
| `<b>@me` | 1 | 0 | -1 | none left |
| `<b>@you` | 0 | 1 | +1 | new |


### Leads that changed conditions take

| Condition of | Before | Now | No more | New | Such as |
|---|---:|---:|---:|---:|---|
| stage `"a\|b"` | 1 | 0 | 1 | · | `[1](x)` |


<details><summary>Movers: all 1</summary>

- `[1](x)`  stage `a|b` → (none); target `<b>@me` → `<b>@you`
  - because of stage `"a|b"` when ``x is "`"`` → ```x is "``"```

</details>
