#!/usr/bin/env python3
"""`rubric diff --on` held to two runs of `rubric run`, joined by key.   diff_totals.py OLD NEW LEADS

Every cell of the matrices, every target, the scores' shifts and each mover must be what the two runs say. The lines of a
mover, from its traces, must add up to the difference of its score.
"""
import collections
import json
import subprocess
import sys

old_rules, new_rules, leads = sys.argv[1:]
NOW = ["--now", "2026-11-20T12:00:00Z"]


def lines(command):
    out = subprocess.run(["rubric"] + command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    return [json.loads(line) for line in out.decode().splitlines()]


def run(rules):
    decisions = lines(["run", rules, leads, "--to", "ndjson", "-q"] + NOW)
    return {str(next(iter(d.values()))): d for d in decisions}


old, new = run(old_rules), run(new_rules)
both = [k for k in old if k in new]
diff = lines(["diff", old_rules, new_rules, "--on", leads, "--to", "ndjson", "--movers", "100000"] + NOW)
renamed = {(d["kind"], d["was"]): d["name"] for d in diff if d.get("was")}
faults = []


def hold(what, wanted, got):
    if wanted != got:
        faults.append("%s: the runs say %s, diff says %s" % (what, wanted, got))


for part in ("stage", "route", "status"):
    got = {(d["old"], d["new"]): d["leads"] for d in diff if d.get("matrix") == part}
    hold(part, dict(collections.Counter((old[k][part], new[k][part]) for k in both)), got)
    same = lambda a: renamed.get((part, a), a)
    moved = sum(same(old[k][part]) != new[k][part] for k in both)
    hold(part + " moved", moved, next(d for d in diff if "leads" in d and "moved" in d)[part + "_moved"])
targets = {d["target"]: (d["old"], d["new"]) for d in diff if "target" in d}
counted = {t: (sum(old[k]["target"] == t for k in both), sum(new[k]["target"] == t for k in both)) for t in targets}
hold("targets", counted, targets)
hold("leads with a target", sum(1 for k in both if new[k]["target"] is not None), sum(n for _, n in targets.values()))
totals = next(d for d in diff if "stage_moved" in d)
hold("leads", len(both), totals["leads"])
hold("rejected by one", len(old) + len(new) - 2 * len(both), totals["rejected_by_old"] + totals["rejected_by_new"])
for s in (d for d in diff if "shift" in d):
    name = s["shift"]
    shifts = sorted(round(new[k]["scores"][name] - old[k]["scores"][name], 2) for k in both)
    hold(name + " up", sum(x > 0 for x in shifts), s["up"])
    hold(name + " down", sum(x < 0 for x in shifts), s["down"])
    hold(name + " median", shifts[(len(shifts) - 1) // 2], s["median"])
    hold(name + " mean", True, abs(sum(shifts) / len(shifts) - s["mean"]) < 0.0051)
movers = [d for d in diff if "mover" in d]
hold("movers", totals["moved"], len(movers))
for m in movers:
    key = m["mover"]
    for side, decided in (("old", old[key]), ("new", new[key])):
        for part in ("status", "stage", "route", "target"):
            hold("%s %s of lead %s" % (side, part, key), decided[part], m[side][part])
        for name, points in m[side]["scores"].items():
            hold("%s %s of lead %s" % (side, name, key), decided["scores"][name], points)
    if len(m["lines"]) < 12:
        for name in m["old"]["scores"]:
            by_lines = sum(line["new"] - line["old"] for line in m["lines"] if line["score"] == name)
            hold("lines of %s of lead %s" % (name, key), round(m["new"]["scores"][name] - m["old"]["scores"][name], 2), round(by_lines, 2))
    for part in ("stage", "route"):
        if part + "_because" in m:
            hold("a reason for the %s of lead %s" % (part, key), True, len(m[part + "_because"]) > 0)
for fault in faults[:10]:
    print(fault)
print("%d leads, %d movers, %d faults" % (len(both), len(movers), len(faults)))
sys.exit(bool(faults))
