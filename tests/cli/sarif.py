#!/usr/bin/env python3
"""Checks a SARIF log on standard input against the OASIS schema where both it and jsonschema are there, else only its outline."""
import json
import os
import sys

log = json.load(sys.stdin)
schema = os.environ.get("SARIF_SCHEMA") or os.path.join(os.environ["ROOT"], "../shared/data/schemas/sarif-schema-2.1.0.json")
try:
    import jsonschema
except ImportError:
    jsonschema = None
if jsonschema and os.path.exists(schema):
    jsonschema.Draft7Validator(json.load(open(schema, encoding="utf-8"))).validate(log)
else:
    print("no schema here: only the outline is checked")
assert log["version"] == "2.1.0" and len(log["runs"]) == 1
for result in log["runs"][0]["results"]:
    assert result["ruleId"] and result["message"]["text"] and result["locations"]
print("valid, results:", len(log["runs"][0]["results"]))
