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
