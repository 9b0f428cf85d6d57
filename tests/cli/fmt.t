$ rubric fmt loose.rubric; echo $?; cat loose.rubric
formatted loose.rubric
0
# Loosely written.
schema Lead {
  id         text     key     from "Id"  # the CRM's
  employees  integer  in 0..
  tech       list of text     separated by ";"  default empty
}

list wanted = "SaaS", "Fintech"
fit "Large"           +200k                when employees >= 1_000  # many
fit "Larger company"  +5 each, at most 10  because "reasons"  for tech where it starts with "aws"
stage "Good" when fit >= 10
stage "Rest" otherwise
$ rubric fmt loose.rubric && rubric fmt --check loose.rubric
$ printf 'stage "A"   when x\nstage "Bcd" when y\nstage "C" otherwise' > a.rubric; chmod 640 a.rubric; rubric fmt --check a.rubric good.rubric
--- a.rubric
+++ a.rubric as fmt writes it
@@ -1,3 +1,3 @@
 stage "A"   when x
 stage "Bcd" when y
-stage "C" otherwise
+stage "C"   otherwise
--- good.rubric
+++ good.rubric as fmt writes it
@@ -1,16 +1,23 @@
 parameter bonus = 20 in 0..50
 schema Lead {
-  id         text key  from "Lead ID"
+  id         text     key     from "Lead ID"
   email      email
-  employees  integer in 0..
-  tags       list of text separated by ";"
+  employees  integer  in 0..
+  tags       list of text     separated by ";"
 }
 score fit 0..100
-fit "Company size" by employees { < 50 => 0  50.. => +15  missing => -5 }
-fit "Tagged"       +bonus because "They came to us" when tags has "hot"
-disqualify "no_mail" because "Cannot be reached" when email is not present
+fit "Company size" by employees {
+  < 50    => 0
+  50..    => +15
+  missing => -5
+}
+fit "Tagged"  +bonus  because "They came to us"  when tags has "hot"
+disqualify "no_mail"  because "Cannot be reached"  when email is not present
 stage "Good" when fit >= 20
 stage "Rest" otherwise
-route "Sales" to "=ann" sla 1 hour when stage is "Good"
-route "Pool"  to "pool" otherwise
-test "tagged" { lead { email: "a@b.example", employees: 60, tags: ["Hot"] } expect fit = 35 and stage is "Good" }
+route "Sales" to "=ann"  sla 1 hour  when stage is "Good"
+route "Pool"  to "pool"              otherwise
+test "tagged" {
+  lead { email: "a@b.example", employees: 60, tags: ["Hot"] }
+  expect fit = 35 and stage is "Good"
+}
2 of 2 files would change
? 1
$ rubric fmt --check --format json a.rubric
{"severity":"error","code":"F001","path":"a.rubric","line":3,"column":0,"end_line":0,"end_column":0,"message":"this file is not in the layout of rubric fmt","help":"run: rubric fmt"}
? 1
$ rubric fmt --check --format github a.rubric
::error file=a.rubric,line=3,title=F001::this file is not in the layout of rubric fmt (run: rubric fmt)
? 1
$ rubric fmt --stdout a.rubric; rubric fmt a.rubric; stat -c %a a.rubric; ls | grep part
stage "A"   when x
stage "Bcd" when y
stage "C"   otherwise
formatted a.rubric
640
? 1
$ printf 'score a 0..9   score bcd = a*2' | rubric fmt -
score a 0..9
score bcd = a * 2
$ printf 'score a 0..9   score bcd = a*2' | rubric fmt --check -
--- -
+++ - as fmt writes it
@@ -1 +1,2 @@
-score a 0..9   score bcd = a*2
+score a 0..9
+score bcd = a * 2
1 of 1 file would change
? 1
$ rubric fmt bad.rubric; rubric fmt failing.rubric
formatted bad.rubric
formatted failing.rubric
$ printf 'stage "A" whn x\n' > broken.rubric; rubric fmt broken.rubric; echo $?; cat broken.rubric
broken.rubric:1:11: error[E010]: `whn` is not expected here
    1 | stage "A" whn x
      |           ^^^ expected `when` or `otherwise` after `"A"`
   help: it is written  stage "NAME" when CONDITION   or   stage "NAME" otherwise
2
stage "A" whn x
$ printf 'use "nowhere"  fit "A"   +1 when nothing_like_it' | rubric fmt -
use "nowhere"
fit "A"  +1  when nothing_like_it
$ rubric fmt none.rubric
rubric: none.rubric: No such file or directory
? 2
$ rubric fmt
rubric: which rules? usage: rubric fmt RULES... [--check | --stdout]
? 2
$ rubric fmt --check --stdout a.rubric
rubric: --check or --stdout, not both
? 2
$ rubric fmt --stdout a.rubric loose.rubric
rubric: --stdout takes one file
? 2
$ rubric compile good.rubric -o good.rbc && rubric fmt good.rbc
rubric: good.rbc: it is a compiled file; fmt lays out the rules that it was made from
? 2
$ rubric fmt .
rubric: .: it is a folder
? 2
$ cp loose.rubric locked.rubric; printf 'use   "std/email"' > locked.rubric; ln -s locked.rubric link.rubric; rubric fmt link.rubric; cat locked.rubric; readlink link.rubric
formatted link.rubric
use "std/email"
locked.rubric
$ cd $ROOT && rubric fmt --check examples/*/*.rubric stdlib/*.rubric
$ rubric explain-code F001
F001: this file is not in the layout of `rubric fmt`, which mends it
