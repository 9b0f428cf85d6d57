#!/usr/bin/env python3
"""Every suggestion of `explain --what-if` is made true in the lead and run again: the lead must arrive.

    what_if.py RUBRIC RULES LEADS.ndjson COUNT SEED [OPTION...]

Takes COUNT leads at random, asks for each, and decides all changed leads in one run. Prints how many suggestions there were and
what did not arrive.
"""
import copy
import json
import random
import subprocess
import sys

rubric, rules, path, count, seed = sys.argv[1:6]
options = sys.argv[6:]
NOW = "2026-11-20T12:00:00Z"


def ask(number, key):
    out = subprocess.run([rubric, "explain", rules, path, "--row", str(number), "--now", NOW, "--to", "ndjson", "--what-if", *options],
                         stdout=subprocess.PIPE, check=True).stdout
    decision = json.loads(out)
    assert decision["what_if"]["suggestions"] or decision["what_if"]["why"], key
    return decision


def change(lead, part):
    *records, name = part["field"].split(".")
    for record in records:
        lead = lead.setdefault(record, {})
    if "add" in part:
        lead[name] = list(lead.get(name) or []) + [part["add"]] * part["times"]
    else:
        lead[name] = part["to"]


def main():
    leads = [json.loads(line) for line in open(path, encoding="utf-8")]
    changed, wanted, answered, more, goals = [], [], 0, 0, {}
    for number in random.Random(int(seed)).sample(range(len(leads)), int(count)):
        decision = ask(number + 1, leads[number])
        suggestions = decision["what_if"]["suggestions"]
        answered += bool(suggestions)
        sizes = [len(s["changes"]) for s in suggestions]
        assert sizes == sorted(sizes) and len(sizes) <= 3, sizes
        for suggestion in suggestions:
            assert suggestion["stage"] != decision["stage"], suggestion
            assert all(part["field"] not in ("lead_id", "created_at") for part in suggestion["changes"]), suggestion
            lead = copy.deepcopy(leads[number])
            for part in suggestion["changes"]:
                change(lead, part)
            changed.append(json.dumps(lead, ensure_ascii=False))
            wanted.append((suggestion["stage"], suggestion["scores"]))
    out = subprocess.run([rubric, "run", rules, "-", "--now", NOW, "-q"], input="\n".join(changed).encode(), stdout=subprocess.PIPE, check=True).stdout
    arrived = [(d["stage"], d["scores"]) for d in map(json.loads, out.splitlines())]
    assert len(arrived) == len(wanted) > 0
    for is_, should, lead in zip(arrived, wanted, changed):
        if is_ != should:
            more += 1
            print("wanted", should, "got", is_, lead)
    print("%s leads, %d with suggestions, %d suggestions, %d did not arrive" % (count, answered, len(wanted), more))


main()
