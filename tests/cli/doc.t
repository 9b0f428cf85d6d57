$ rubric doc measured.rubric
# measured.rubric

Time zone: UTC

[What earns points](#what-earns-points) · [Who is turned away](#who-is-turned-away) · [Stages](#stages) · [Segments](#segments) · [Permission to contact](#permission-to-contact) · [Where leads go](#where-leads-go) · [Words and lists](#words-and-lists) · [Fields needed](#fields-needed) · [Examples](#examples)

4 rules make the scores “intent” and “fit”. A lead's stage is “Hot”, “Warm” or “Cold”. It leaves by the route “Ask”, “Boss” or “Rest”. What is missing is neither a yes nor a no: a condition on it does not hold, and neither does its opposite.

## What earns points

### intent

It can become 0 to 4.

Group “Visits”: together 0 to 4 points.

| Rule | Points | When |
|---|---|---|
| **Pricing** | +3 each | for each entry of visits in the last 30 days where about of page is “price” and page is filled in |

### fit: 0 to 30

It can become 0 to 30.

| Rule | Points | When |
|---|---|---|
| **Boss** | +20 | title is boss |
| **Large** | +10 | employees is at least 1000 (large) |
| **Size** | 0 | employees: less than 50 |
|  | +5 | employees: 50 to 999 |
|  | −5 | employees: missing |

Of a rule with several lines the first that fits gives its points; when none fits, none.

## Who is turned away

| Disqualified | When |
|---|---|
| **student** | title has the word “student” |

| Required | What must hold |
|---|---|
| **size** | employees is at least 2 |

A requirement that does not hold disqualifies. One that cannot be told, since something is missing, makes the lead incomplete: it is asked for, not thrown away.

## Stages

From the top, the first that fits.

| Stage | When |
|---|---|
| **Hot** | fit is at least 20 and intent is at least 3 |
| **Warm** | fit is at least 20 |
| **Cold** | in all other cases |

| Stage | fit | intent |
|---|---|---|
| **Hot** | is at least 20 | is at least 3 |
| **Warm** | is at least 20 | – |
| **Cold** | all other cases |  |

## Segments

Any number of them may hold.

| Segment | When |
|---|---|
| **big** | size is “large” |

## Permission to contact

Anything else blocks the channel: consent that is missing is no consent, and no score outweighs it.

| Channel | Allowed when | Hours |
|---|---|---|
| **email** | consent is at least “in” | 09:00 to 17:00, UTC |

## Where leads go

From the top, the first that fits. A disqualified lead takes only a route that speaks of being disqualified, an incomplete one only a route that speaks of being incomplete; a route whose target is not known is passed over.

| Order | Route | Goes to | Answer within | When |
|---|---|---|---|---|
| 1 | **Ask** | enrichment |  | the lead is incomplete |
| 2 | **Boss** | ae | 1 hour | stage is “Hot” |
| 3 | **Rest** | pool |  | in all other cases |

## Words and lists

| Parameter | Value | May be |
|---|---|---|
| **large** | 1000 |  |

“size” is the result of the first line that fits:

| employees | Result |
|---|---|
| less than 50 | “small” |
| 50 to 999 | “middle” |
| 1000 or more | “large” |

“is boss” of t is the result of the first line that fits:

| t | Result |
|---|---|
| has the word “vp” or “ceo” | yes |
| missing | no |
| anything else | no |

“about” of p is the result of the first line that fits:

| p | Result |
|---|---|
| starts with “/pricing” | “price” |
| “/jobs” | “work” |
| anything else | “other” |

## Fields needed

| Field | Kind | Also read from | Read by |
|---|---|---|---|
| **id** | text; tells leads apart |  | – |
| **title** | text |  | Boss, disqualifier student |
| **employees** | whole number, 0 or more |  | Large, Size, requirement size, segment big |
| **consent** | from lowest to highest: “out”, “unknown”, “in”; when missing: “unknown” |  | contact by email |
| **visits** | list of entries; dated by at |  | Pricing |
| **visits.page** | text |  | Pricing |
| **visits.at** | date and time |  | Pricing |

## Examples

| Example | Lead | Expected |
|---|---|---|
| **a boss who looks at prices is hot** | id “1”, title “VP Sales”, employees 450, consent “in”, visits (page “/pricing”, at 2 days ago; page “/pricing”, at 3 days ago)<br>as of 2026-11-20T12:00:00Z | fit is 25<br>stage is “Hot”<br>intent is 4<br>route is “Boss”<br>target is “ae” |
| **a student is none** | title “Student”, employees 1000 | the lead is disqualified |
| **unknown size** | title “CEO” | the lead is incomplete<br>fit is 15 |

$ rubric doc words.rubric --now 2027-03-01
# Every \| \*way\* to &lt;say&gt; it

Owner: a_b\@c.example · Time zone: UTC<br>Review every 3 months from 2026-11-30 on: due on 2027-02-28 – overdue by 1 day

[What earns points](#what-earns-points) · [Who is turned away](#who-is-turned-away) · [Stages](#stages) · [Permission to contact](#permission-to-contact) · [Where leads go](#where-leads-go) · [Words and lists](#words-and-lists) · [Fields needed](#fields-needed) · [Examples](#examples)

24 rules make the scores “fit”, “heat” and “both”. A lead's stage is “Up”, “In” or “Down”. It leaves by the route “First” or “Rest”. What is missing is neither a yes nor a no: a condition on it does not hold, and neither does its opposite.

## What earns points

### fit: −50 to 100

It can become −9 to 42, in whole points.

| Rule | Points | When |
|---|---|---|
| **Words** | +1 | (title has the word “vp” and title has the word “a” or “b”) or title has the words “c” and “d” |
| **No words** | +2 | title has none of the words “x” or “y” and not (title contains “z” or title starts with “p” or “q”) |
| **Ends** | +3 | title ends with “chef” and company matches the pattern “^A.\*” and company is exactly “ACME” |
| **Numbers** | +4 | revenue is at least 5,000,000 EUR and revenue is less than 7,500,000 EUR and employees is from 10 to 20 and employees is one of 1 or 2 |
| **Ranges** | +5 | revenue is at least 0 EUR and revenue is at most 9000 EUR and revenue is not from 1 to less than 2 EUR and score given is −4.5 |
| **Times** | +6 | born is before 2000-01-01 and seen at is after 2026-01-01T00:00:00Z and seen at is more than 6 months ago and seen at is not in the last year |
| **Same day** | +7 | born is 2000-01-01 and seen at is not before 2 days ago and seen at is not after now |
| **States** | +8 | email is missing and title is not missing and title is filled in and email is invalid |
| **Choices** | −9 | kind is not “a” and level of is above “low” and level of is at most “middle” and country is “DE” and title is in the list big |
| **Quorums** | +1 | (at least 2 of these: opted is yes; opted is no; warm) and (none of these: opted is yes; kind is “b”) and (all of these: opted is yes; warm) |
| **If** | +1 | if opted is yes then employees is more than 1, else never |
| **Library** | +1 | region of country is “Europe” and revenue is big and employees is not big |
| **Functions** | +1 | the domain of email is “x.y” and the length of title is more than 3 and the number of tech is more than 1 and revenue ÷ 3 rounded to 2 places is 1 and the days since seen at is less than 5 |
| **More** | +1 | the first that is filled in of company and title is “x” and the least of employees and 5 is 5 and the sample “half” of id is less than 50% and the weekday of seen at is “Monday” |
| **Lists** | +1 | tech has “aws” and tech has “a” or “b” and the number of tech where it starts with “x” is more than 1 |

### heat

It can become −10 to 40.

| Rule | Points | When | Because |
|---|---|---|---|
| **Queries** | +1 | the number of visits in the last 30 days where page is “/p” is at least 3 (many) and there is at least one entry of visits and there is no entry of visits where minutes is more than 3 |  |
| **Sums** | +1 | the sum of minutes among visits is more than 10 and the average of minutes among visits where page is “/” is more than 1 and the number of different page among visits is more than 2 |  |
| **Ends of** | +1 | the latest time of visits is in the last 3 days and the highest of minutes among visits is more than 1 and each of visits has: minutes is more than 1 |  |
| **Each** | +3 (many) each, keeps 80% every 14 days, each by its own age, at most 20 | for each entry of visits where page is “/p” |  |
| **Once** | +4, fades to nothing over 90 days, by the age of the latest | once there is an entry of visits | Fresh \| old |
| **Per** | −2 × employees, loses 5 points every day, counted from seen at, no lower than −10 | opted is yes |  |
| **Lose** | +9, loses 20% of it every 12 hours, counted from seen at | opted is yes |  |

Of a rule with several lines the first that fits gives its points; when none fits, none.

Group “Two”: together 0 to 5 points, after the sum halves every 7 days, counted from the first that is filled in of seen at and now.

| Rule | Points | When | Because |
|---|---|---|---|
| **One** | +1 | opted is yes |  |
| **By** | +3 | kind: “a”; employees: less than 5 | \_why\_ |
|  | −2 | kind: “b” |  |

### both: 0 to 100

Computed: (fit + heat) ÷ 2 − 1. It can become 0 to 100.

## Who is turned away

| Disqualified | When |
|---|---|
| **out** | not (email is valid) and the sample “out” of id is less than 12.5% (share) |

## Stages

From the top, the first that fits. Stages only go forward: a lead that is not disqualified never falls below the stage that it had.

| Stage | When |
|---|---|
| **Up** | both is at least 50 or warm |
| **In** | the lead is disqualified |
| **Down** | in all other cases |

## Permission to contact

Anything else blocks the channel: consent that is missing is no consent, and no score outweighs it.

| Channel | Allowed when | Hours | Because |
|---|---|---|---|
| **sms** | opted is yes | 22:00 to 24:00, by the time zone “Europe/” + tone | Law |

## Where leads go

From the top, the first that fits. A disqualified lead takes only a route that speaks of being disqualified, an incomplete one only a route that speaks of being incomplete; a route whose target is not known is passed over. A lead keeps its route for 30 days, unless its stage changes.

| Order | Route | Goes to | Answer within | When |
|---|---|---|---|---|
| 1 | **First** | “ae-” + company in small letters | 90 minutes | stage is “Up” and the previous stage is missing and reasons has “out” |
| 2 | **Rest** | a 70%, b 30% |  | in all other cases |

## Words and lists

| Parameter | Value | May be |
|---|---|---|
| **many** | 3 |  |
| **share** | 12.5% |  |
| **fresh** | 14 days |  |

| Word | Meaning |
|---|---|
| **warm** | opted is no and (at least one of these: email is valid; seen at is in the last 14 days (fresh)) |
| **is big of e** | e is more than 1,000,000 |

“tone” is the result of the first line that fits:

| level of | employees | Result |
|---|---|---|
| “low” or “middle” | at most 49 | “soft” |
| at least “high” | 50 to less than 1000 | “loud” |
| not “low” | anything | “even” |
| missing | filled in | nothing |
| anything else |  | “none” |

| List | Values | First of them |
|---|---|---|
| **big** | 13 | “A”, “B”, “C”, “D”, “E”, “F”, “G”, “H”, “I”, “J”, “K”, “L” … |

From the standard library: region (std/geo).

## Fields needed

| Field | Kind | Also read from | Read by |
|---|---|---|---|
| **id** | text; tells leads apart |  | More, disqualifier out, route Rest |
| **email** | email address |  | States, Quorums, Functions, disqualifier out, stage Up |
| **title** | text |  | Words, No words, Ends, States, Choices, Functions, More |
| **company** | text; no value: “-”, “a\|b” |  | Ends, More, route First |
| **employees** | whole number, 1 or more |  | Numbers, If, Library, More, Per, By, contact by sms |
| **revenue** | number, EUR, 0 to less than 1,000,000 |  | Numbers, Ranges, Library, Functions |
| **country** | country |  | Choices, Library |
| **score_given** | number |  | Ranges |
| **opted** | yes or no; when missing: no |  | Quorums, If, Per, Lose, One, stage Up, contact by sms |
| **level_of** | from lowest to highest: “low”, “middle”, “high” |  | Choices, contact by sms |
| **kind** | one of “a”, “b” |  | Choices, Quorums, By |
| **born** | date; written as “%d/%m/%Y” |  | Times, Same day |
| **seen_at** | date and time |  | Times, Same day, Quorums, Functions, More, Queries, Sums, Ends of, Each, Once, Per, Lose, One, By, stage Up |
| **tech** | list of text; separated by “;” |  | Functions, Lists |
| **visits** | list of entries; dated by at; counted from seen at |  | Queries, Sums, Ends of, Each, Once |
| **visits.page** | text |  | Queries, Sums, Each |
| **visits.at** | date and time |  | Queries, Sums, Ends of, Each, Once |
| **visits.pages** | list of text |  | – |
| **visits.minutes** | number |  | Queries, Sums, Ends of |
| **previous.stage** | text |  | route First |

## Examples

| Example | Lead | Expected |
|---|---|---|
| **nothing** | tech none, visits (page “/”, pages (“a”; “b”)), opted yes, born 2000-01-01, seen at 2 hours ago<br>as of 2026-11-20 | “Once” gives 4 |

$ rubric doc good.rubric --set bonus=25 | sed -n '/fit: 0/,/Tagged/p'
### fit: 0 to 100

It can become 0 to 40.

| Rule | Points | When | Because |
|---|---|---|---|
| **Company size** | 0 | employees: less than 50 |  |
|  | +15 | employees: 50 or more |  |
|  | −5 | employees: missing |  |
| **Tagged** | +25 (bonus) | tags has “hot” | They came to us |
$ rubric doc good.rubric --to html -o good.html && sed -e 's/<style>.*//' -e '/^[:@*.]/d' good.html | sed -n '/<h1>/,$p' | head -60
<h1>good.rubric</h1>

<p class="sub">Time zone: UTC</p>
<main>
<nav><a href="#what-earns-points">What earns points</a> <a href="#who-is-turned-away">Who is turned away</a> <a href="#stages">Stages</a> <a href="#where-leads-go">Where leads go</a> <a href="#words-and-lists">Words and lists</a> <a href="#fields-needed">Fields needed</a> <a href="#examples">Examples</a> </nav>
<p>2 rules make the score “fit”. A lead&#39;s stage is “Good” or “Rest”. It leaves by the route “Sales” or “Pool”. What is missing is neither a yes nor a no: a condition on it does not hold, and neither does its opposite.</p>
<h2 id="what-earns-points">What earns points</h2>
<h3>fit: 0 to 100</h3>
<p>It can become 0 to 35.</p>
<div class="chart"><svg role="img" viewBox="0 0 760 82"><title>The most that each rule can give</title><desc>Company size +15; Company size −5; Tagged +20</desc>
<line class="axis" x1="290" x2="290" y1="0" y2="82"/>
<g><title>Company size +15</title><text class="" x="0" y="17">Company size</text><rect rx="2" class="up" x="290" y="5" width="168" height="16"/><text class="value" x="464" y="17">+15</text></g>
<g><title>Company size −5: at worst</title><text class="" x="0" y="43">Company size</text><rect rx="2" class="down" x="234" y="31" width="56" height="16"/><text class="value" x="296" y="43">−5</text><text class="note" x="352" y="43">at worst</text></g>
<g><title>Tagged +20</title><text class="" x="0" y="69">Tagged</text><rect rx="2" class="up" x="290" y="57" width="224" height="16"/><text class="value" x="520" y="69">+20</text></g>
</svg></div>
<table>
<thead><tr><th>Rule</th><th>Points</th><th>When</th><th>Because</th></tr></thead>
<tbody>
<tr><td><b>Company size</b></td><td>0</td><td>employees: less than 50</td><td></td></tr>
<tr><td></td><td>+15</td><td>employees: 50 or more</td><td></td></tr>
<tr><td></td><td>−5</td><td>employees: missing</td><td></td></tr>
<tr><td><b>Tagged</b></td><td>+20 (bonus)</td><td>tags has “hot”</td><td>They came to us</td></tr>
</tbody>
</table>
<p>Of a rule with several lines the first that fits gives its points; when none fits, none.</p>
<h2 id="who-is-turned-away">Who is turned away</h2>
<table>
<thead><tr><th>Disqualified</th><th>When</th><th>Because</th></tr></thead>
<tbody>
<tr><td><b>no_mail</b></td><td>email is not filled in</td><td>Cannot be reached</td></tr>
</tbody>
</table>
<h2 id="stages">Stages</h2>
<p>From the top, the first that fits.</p>
<table>
<thead><tr><th>Stage</th><th>When</th></tr></thead>
<tbody>
<tr><td><b>Good</b></td><td>fit is at least 20</td></tr>
<tr><td><b>Rest</b></td><td>in all other cases</td></tr>
</tbody>
</table>
<h2 id="where-leads-go">Where leads go</h2>
<p>From the top, the first that fits. A disqualified lead takes only a route that speaks of being disqualified, an incomplete one only a route that speaks of being incomplete; a route whose target is not known is passed over.</p>
<table>
<thead><tr><th>Order</th><th>Route</th><th>Goes to</th><th>Answer within</th><th>When</th></tr></thead>
<tbody>
<tr><td>1</td><td><b>Sales</b></td><td>=ann</td><td>1 hour</td><td>stage is “Good”</td></tr>
<tr><td>2</td><td><b>Pool</b></td><td>pool</td><td></td><td>in all other cases</td></tr>
</tbody>
</table>
<h2 id="words-and-lists">Words and lists</h2>
<table>
<thead><tr><th>Parameter</th><th>Value</th><th>May be</th></tr></thead>
<tbody>
<tr><td><b>bonus</b></td><td>20</td><td>0 to 50</td></tr>
</tbody>
</table>
<h2 id="fields-needed">Fields needed</h2>
<table>
<thead><tr><th>Field</th><th>Kind</th><th>Also read from</th><th>Read by</th></tr></thead>
$ for e in inbound/inbound bank/bank hubspot/contacts extern/rules; do python3 "$ROOT/tests/cli/doc_complete.py" "$ROOT/examples/$e.rubric"; done
63 names, 0 missing, 0 ragged rows, unbalanced: []
65 names, 0 missing, 0 ragged rows, unbalanced: []
51 names, 0 missing, 0 ragged rows, unbalanced: []
26 names, 0 missing, 0 ragged rows, unbalanced: []
$ for f in words measured more good wide; do python3 "$ROOT/tests/cli/doc_complete.py" $f.rubric; done
62 names, 0 missing, 0 ragged rows, unbalanced: []
25 names, 0 missing, 0 ragged rows, unbalanced: []
19 names, 0 missing, 0 ragged rows, unbalanced: []
16 names, 0 missing, 0 ragged rows, unbalanced: []
8 names, 0 missing, 0 ragged rows, unbalanced: []
$ rubric compile measured.rubric -o m.rbc && rubric doc m.rbc > a; rubric doc measured.rubric > b; cmp a b
$ cat good.rubric | rubric doc - | head -1
# Rules
$ cp words.rubric w.rubric; LC_ALL=C TZ=Asia/Tokyo rubric doc w.rubric > a; LC_ALL=C.UTF-8 TZ=America/New_York rubric doc w.rubric > b; cmp a b
$ rubric doc examples 2>&1 | head -1
examples:1:1: error[E001]: "examples" cannot be read: No such file or directory
$ rubric doc bad.rubric 2>&1 | head -2
bad.rubric:2:17: error[E030]: there is no field or definition `idd`
    2 | fit "A" +5 when idd is "x"
$ rubric doc measured.rubric --on measured.ndjson --now 2026-11-20T20:00Z | grep '^.*| *[^ ].*%'
rubric: 1 record is rejected
| **Pricing** | +3 each | for each entry of visits in the last 30 days where about of page is “price” and page is filled in | 75.0 % |
| **Boss** | +20 | title is boss | 25.0 % |
| **Large** | +10 | employees is at least 1000 (large) | 25.0 % |
| **Size** | 0 | employees: less than 50 | 50.0 % |
|  | +5 | employees: 50 to 999 | 0.0 % |
|  | −5 | employees: missing | 25.0 % |
| **student** | title has the word “student” | 25.0 % |
| **size** | employees is at least 2 | 25.0 % fail, 25.0 % unknown |
| **Hot** | fit is at least 20 and intent is at least 3 | 25.0 % |
| **Warm** | fit is at least 20 | 0.0 % |
| **Cold** | in all other cases | 25.0 % |
| **big** | size is “large” | 25.0 % |
| **email** | consent is at least “in” | 09:00 to 17:00, UTC | 50.0 % |
| 1 | **Ask** | enrichment |  | the lead is incomplete | 0.0 % |
| 2 | **Boss** | ae | 1 hour | stage is “Hot” | 25.0 % |
| 3 | **Rest** | pool |  | in all other cases | 25.0 % |
| less than 50 | “small” | 50.0 % |
| 50 to 999 | “middle” | 0.0 % |
| 1000 or more | “large” | 25.0 % |
| has the word “vp” or “ceo” | yes | 25.0 % |
| missing | no | 50.0 % |
| anything else | no | 25.0 % |
| starts with “/pricing” | “price” | 75.0 % |
| “/jobs” | “work” | 25.0 % |
| anything else | “other” | 0.0 % |
$ rubric doc measured.rubric --on measured.ndjson --now 2026-11-20T20:00Z --to html | grep -A8 'Leads by stage' | cut -c1-200
rubric: 1 record is rejected
<div class="chart"><svg role="img" viewBox="0 0 760 108"><title>Leads by stage</title><desc>Hot 1; Warm 0; Cold 1; none of them 2</desc>
<line class="axis" x1="234" x2="234" y1="0" y2="108"/>
<g><title>Hot 1: 25.0 %</title><text class="strong" x="0" y="17">Hot</text><rect rx="2" class="sum" x="234" y="5" width="140" height="16"/><text class="value strong" x="380" y="17">1</text><text clas
<g><title>Warm 0: 0.0 %</title><text class="strong" x="0" y="43">Warm</text><rect rx="2" class="sum" x="234" y="31" width="0" height="16"/><text class="value strong" x="240" y="43">0</text><text clas
<g><title>Cold 1: 25.0 %</title><text class="strong" x="0" y="69">Cold</text><rect rx="2" class="sum" x="234" y="57" width="140" height="16"/><text class="value strong" x="380" y="69">1</text><text c
<g><title>none of them 2: 50.0 %</title><text class="strong" x="0" y="95">none of them</text><rect rx="2" class="sum" x="234" y="83" width="280" height="16"/><text class="value strong" x="520" y="95"
</svg></div>
<table>
<thead><tr><th>Stage</th><th>When</th><th>Leads</th></tr></thead>
$ rubric doc measured.rubric --on none.csv
rubric: none.csv: No such file or directory
? 3
$ rubric doc measured.rubric --from csv
rubric: --from, --delimiter, --max-record, --max-rejects and --allow-extern are of leads: they go with --on
? 2
$ rubric doc
rubric: which rules? usage: rubric doc RULES [--on LEADS] [--to markdown|html]
? 2
$ rubric doc good.rubric more.rubric
rubric: what is `more.rubric` for? usage: rubric doc RULES [--on LEADS] [--to markdown|html]
? 2
$ rubric doc good.rubric --to pdf
rubric: --to is markdown or html
? 2
$ rubric doc good.rubric -o none/page.md
rubric: none/page.md cannot be written: No such file or directory
? 4
$ rubric doc good.rubric --now soon
rubric: --now takes a time such as 2026-11-01T09:00Z, not `soon`
? 2
