$ rubric compile good.rubric -o good.rbc && rubric run --now 2026-01-01 good.rbc leads.csv -q | md5sum; rubric run --now 2026-01-01 good.rubric leads.csv -q | md5sum
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
rubric: columns that no field reads: other
1582e817538c1c1a4abc63f6130dc3da  -
$ rubric run --now 2026-01-01 good.rbc leads.csv -q --set bonus=0 | head -n 1
rubric: columns that no field reads: other
{"id":"1","status":"routed","stage":"Rest","scores":{"fit":15},"segments":[],"reasons":[],"needs":[],"route":"Pool","target":"pool","sla_seconds":null,"due_at":null}
$ rubric test good.rbc
1 passed, 0 failed
$ head -c 3000 good.rbc > cut.rbc; rubric run --now 2026-01-01 cut.rbc leads.csv
error[E001]: this compiled file is refused: it is cut short
? 2
$ printf 'x' | dd of=good.rbc bs=1 seek=5000 conv=notrunc 2>/dev/null; rubric run --now 2026-01-01 good.rbc leads.csv
error[E001]: this compiled file is refused: it is damaged
? 2
$ rubric dump good.rubric | sed -n '/^good.rubric:10/,/^$/p'
good.rubric:10  fit "Tagged"       +bonus because "They came to us" when tags has "hot"
  r11    list  = FIELD tags
  r12    text  [1] = FIELD tags
  (r13) = LOOK r12 look 0
  r14    truth = ANY r13

$ rubric compile good.rubric
rubric: where to? usage: rubric compile RULES -o FILE
? 2
$ rubric compile good.rubric -o good.rbc; rubric compile good.rubric -o again.rbc && cmp good.rbc again.rbc && rubric compile good.rubric -o - | cmp - good.rbc
$ rubric compile good.rubric -o set.rbc --set bonus=7; rubric run --now 2026-01-01 set.rbc leads.csv -q --trace 2> /dev/null | grep -o '"Tagged","points":[0-9]*'
"Tagged","points":7
$ rubric run good.rbc leads.csv -q --set bonus=77
good.rubric:1:11: error[E070]: `bonus` cannot be set to 77: it is in `0..50`
    1 | parameter bonus = 20 in 0..50
      |           ^^^^^
? 2
$ rubric run good.rbc leads.csv -q --set bonuss=7
good.rubric: error[E070]: `bonuss` cannot be set: the rules have no parameter of that name
   help: did you mean `bonus`?
? 2
$ for c in check dump test; do rubric $c good.rbc 2>&1 | head -n 1; done; rubric explain good.rbc leads.csv 2> /dev/null | head -n 1
good.rbc: no mistakes; 2 rules, 2 stages, 2 routes
rubric bytecode 1
1 passed, 0 failed
lead 1 is routed
$ python3 -c 'b = bytearray(open("good.rbc", "rb").read()); print(bytes(b[:8])); b[8] += 1; open("newer.rbc", "wb").write(b)'; rubric run newer.rbc leads.csv
b'RUBRICBC'
error[E001]: this compiled file is refused: it was compiled by a newer rubric
? 2
$ for n in 0 1 7 8 12 40; do head -c $n good.rbc > short.rbc; rubric check short.rbc 2>&1 | grep error; done
short.rbc:1:1: error[E050]: the rules have no schema: nothing says which fields a lead has
short.rbc:1:2: error[E010]: the file ends in the middle of a statement
short.rbc:1:8: error[E010]: the file ends in the middle of a statement
error[E001]: this compiled file is refused: it is cut short
error[E001]: this compiled file is refused: it is cut short
error[E001]: this compiled file is refused: it is cut short
