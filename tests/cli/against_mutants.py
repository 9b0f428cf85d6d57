#!/usr/bin/env python3
"""Makes each mistake that `test --mutate --format json` names in a copy of the rules, and runs the tests there: what is said to be
noticed must fail by that test first, what is said to be unnoticed must pass.   against_mutants.py RULES"""
import json
import os
import subprocess
import sys

rules = sys.argv[1]
os.chdir(os.path.dirname(rules) or ".")
name = os.path.basename(rules)


def run(path, *words):
    out = subprocess.run(["rubric", "test", path, "--format", "json", *words], stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def offset(lines, line, column):
    return sum(len(l) for l in lines[: line - 1]) + column - 1


text = open(name, encoding="utf-8").read()
lines = text.splitlines(keepends=True)
mutants = [m for m in run(name, "--mutate", "--mutants", "5000") if "mutant" in m and m["path"] == name]
copy, wrong = "mutant_of_" + name, 0
for m in mutants:
    start, end = offset(lines, m["line"], m["column"]), offset(lines, m["end_line"], m["end_column"])
    with open(copy, "w", encoding="utf-8") as f:
        f.write(text[:start] + m["text"] + text[end:])
    failed = [t["test"] for t in run(copy) if not t.get("passed", True)]
    if (failed[:1] or [None])[0] != m.get("by"):
        wrong += 1
        print(m, "the tests say:", failed)
os.remove(copy)
print(f"{len(mutants)} mistakes made again, {sum(m['noticed'] for m in mutants)} noticed, {wrong} differ")
