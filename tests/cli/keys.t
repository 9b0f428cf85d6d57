$ printf 'schema L { id boolean key }\n' > k.rubric; printf 'id\nyes\nno\ntrue\n' > k.csv; rubric run k.rubric k.csv | grep -c . 
3 leads, 0 rejected, ... leads/s
  status unrouted 3
  1 lead has a key that an earlier lead has
3
$ printf 'schema L { id number key }\n' > k.rubric; printf '{"id":7.50}\n{"id":"7.5"}\n{"id":-0}\n' > k.ndjson; rubric run k.rubric k.ndjson --now 2026-01-01
{"id":7.5,"status":"unrouted","stage":null,"scores":{},"segments":[],"reasons":[],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"id":7.5,"status":"unrouted","stage":null,"scores":{},"segments":[],"reasons":[],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
{"id":0,"status":"unrouted","stage":null,"scores":{},"segments":[],"reasons":[],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null}
3 leads, 0 rejected, ... leads/s
  status unrouted 3
  1 lead has a key that an earlier lead has
$ printf 'schema L { id time key }\n' > k.rubric; printf '{"id":"2026-01-01"}\n{"id":"2026-01-01T00:00Z"}\n{"id":1767225600}\n' > k.ndjson; rubric run k.rubric k.ndjson --to csv -q; rubric explain k.rubric k.ndjson --key 2026-01-01T00:00:00Z | head -n 1
id,status,stage,segments,reasons,needs,route,target,sla_seconds,due_at
2026-01-01T00:00:00Z,unrouted,,,,,,,,
2026-01-01T00:00:00Z,unrouted,,,,,,,,
2026-01-01T00:00:00Z,unrouted,,,,,,,,
lead 2026-01-01T00:00:00Z is unrouted
$ printf 'schema L { id one of "A \\"x\\"", "B" key  name text }\n' > k.rubric; printf '{"id":"b","name":"\\u0000\\u001f\\t\\"\\\\/é"}\n{"id":"a \\"X\\""}\n' > k.ndjson; rubric run k.rubric k.ndjson --with name,id -q
{"id":"B","status":"unrouted","stage":null,"scores":{},"segments":[],"reasons":[],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null,"name":"\u0000\u001f\t\"\\/é","id":"B"}
{"id":"A \"x\"","status":"unrouted","stage":null,"scores":{},"segments":[],"reasons":[],"needs":[],"route":null,"target":null,"sla_seconds":null,"due_at":null,"name":null,"id":"A \"x\""}
$ printf 'schema L { id text key }\n' > k.rubric; (echo id; seq 1 3000) > a.csv; (echo id; seq 3000 5000) > b.csv; (echo id; seq 4000 -1 3999) > c.csv; for j in 1 2; do rubric run k.rubric a.csv b.csv -j $j 2>&1 > /dev/null | tail -n 1; rubric run k.rubric a.csv c.csv -j $j 2>&1 > /dev/null | tail -n 1; rubric run k.rubric c.csv c.csv -j $j 2>&1 > /dev/null | tail -n 1; done
  1 lead has a key that an earlier lead has
  status unrouted 3002
  2 leads have a key that an earlier lead has
  1 lead has a key that an earlier lead has
  status unrouted 3002
  2 leads have a key that an earlier lead has
$ printf 'schema L { id number key }\n' > k.rubric; (echo id; seq 1048577; echo 5) > k.csv; rubric run k.rubric k.csv 2>&1 > /dev/null | tail -n +3; sed -i '3s/.*/1/' k.csv; rubric run k.rubric k.csv 2>&1 > /dev/null | tail -n +3
  keys are compared among the first 1048576
  keys are compared among the first 1048576
  1 lead has a key that an earlier lead has
