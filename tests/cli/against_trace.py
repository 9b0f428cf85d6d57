#!/usr/bin/env python3
"""Holds `test --coverage --on LEADS` to what `run --trace` says of the same leads.   against_trace.py RULES LEADS NOW"""
import collections
import json
import re
import subprocess
import sys

rules, leads, now = sys.argv[1:4]


def lines(*words):
    out = subprocess.run(["rubric", *words, "--now", now, "-q"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


counted = collections.Counter()
decisions = lines("run", rules, leads, "--trace", "--to", "ndjson")
for d in decisions:
    for c in d["trace"]["contributions"]:
        if "rule" in c:
            counted["rule", c["rule"], ""] += 1
            counted["row", c["rule"], float(c["points"])] += 1
        elif "group" in c:
            counted["group", c["group"], ""] += 1
    for code in d["reasons"]:
        counted["reason", code, ""] += 1
    for segment in d["segments"]:
        counted["segment", segment, ""] += 1
    for channel, answer in d.get("contact", {}).items():
        counted["channel", channel, answer if isinstance(answer, str) else "waits"] += 1
    counted["stage", d["stage"], ""] += 1
    counted["route", d["route"], ""] += 1

items = [i for i in lines("test", rules, "--coverage", "--on", leads, "--format", "json") if "part" in i]
points = collections.Counter((i["of"], i["row"].split("=>")[-1].strip()) for i in items if "row" in i)
compared = wrong = 0
for i in items:
    words = re.search(r'"(.*)"', i["of"])
    name, part = (words.group(1) if words else ""), i["part"]
    if part == "row":
        result = i["row"].split("=>")[-1].strip()
        if not words or points[i["of"], result] > 1 or result == "missing":
            continue  # a definition's row, or points that two rows give
        want = counted["row", name, float(result)]
    elif part == "requirement":
        if i["outcome"] != "failed":
            continue
        want = counted["reason", name, ""]
    elif part == "disqualifier":
        want = counted["reason", name, ""]
    elif part == "channel":
        want = counted["channel", name, {"outside its hours": "waits"}.get(i["outcome"], i["outcome"])]
    else:
        want = counted[part, name, ""]
    compared += 1
    if want != i["leads"]:
        wrong += 1
        print(i["of"], i.get("row", i.get("outcome", "")), "coverage:", i["leads"], "trace:", want)
print(f"{len(decisions)} leads, {compared} parts compared, {wrong} differ")
