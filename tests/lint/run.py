#!/usr/bin/env python3
"""What lint finds: a file a code, W203_name.rubric, must give exactly the findings of its code that its comments name.

    # warning[W203] 9:7 a piece of the message       a finding of the file's code, in any order
    # proof d["route"] == "Big"                       what the witnesses of the findings show: each is run, in file order; d is its
                                                     decision, `earned` the labels of the rules that gave it points
    # check                                           `rubric check` reports these findings too

NAME.fixed beside it is the file as `lint --fix` leaves it; a second --fix changes nothing. Nothing is registered. Also: every code has a
file, every rule file of the tests, examples and standard library goes through lint, and examples and library have no findings.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.abspath(os.path.join(here, "../.."))
rubric = os.path.abspath(os.environ.get("RUBRIC", os.path.join(root, "build/rubric")))
NOW = ["--now", "2026-11-20T12:00:00Z"]
want = re.compile(r"#\s*warning\[(W\d+)\]\s+(\d+):(\d+)\s+(.*)")


def call(words, cwd=here, lead=None):
    return subprocess.run([rubric] + words, cwd=cwd, capture_output=True, text=True, timeout=120, input=lead)


def findings(path, command="lint", cwd=here):
    p = call([command, path, "--format", "json"] + NOW, cwd)
    return p.returncode, [json.loads(line) for line in p.stdout.splitlines() if line.startswith("{")], p.stderr


def decision(path, witness):
    p = call(["run", path, "-", "--from", "ndjson", "--to", "ndjson", "--trace", "-q"] + NOW, lead=json.dumps(witness) + "\n")
    d = json.loads(p.stdout) if p.returncode == 0 and p.stdout else {}
    return d, [c.get("rule") for c in d.get("trace", {}).get("contributions", [])], p.stderr


def fixed_problem(name, expected):
    folder = tempfile.mkdtemp()
    try:
        for f in os.listdir(here):
            if f.startswith(name.split(".")[0]) or f.endswith((".txt", ".csv")):
                shutil.copy(os.path.join(here, f), folder)
        path = os.path.join(folder, name)
        for i in range(2):
            before = open(path, encoding="utf-8").read()
            p = call(["lint", name, "--fix"] + NOW, folder)
            if p.returncode not in (0, 1):
                return "--fix: exit code %d: %s" % (p.returncode, p.stderr)
            got = open(path, encoding="utf-8").read()
            if got != expected:
                return "--fix leaves\n%s" % got
            if i and got != before:
                return "a second --fix changes it again"
            if not i and "mended" not in p.stdout:
                return "--fix does not say what it changed"
        return None
    finally:
        shutil.rmtree(folder)


def run(name):
    path = os.path.join(here, name)
    text = open(path, encoding="utf-8").read()
    code = name.split("_")[0]
    exit_code, got, err = findings(name)
    if exit_code not in (0, 1):
        return "exit code %d: %s %s" % (exit_code, got, err)
    mine = [f for f in got if f["code"] == code]
    left = list(mine)
    for m in want.finditer(text):
        for f in left:
            if (f["code"], f["line"], f["column"]) == (m[1], int(m[2]), int(m[3])) and m[4].strip() in f["message"]:
                left.remove(f)
                break
        else:
            return "missing: %s\n  got: %s" % (m[0], mine)
    if left:
        return "not expected: %s" % left
    proofs = re.findall(r"^# proof (.*)$", text, re.M)
    witnesses = [f["witness"] for f in mine if "witness" in f]
    if len(proofs) != len(witnesses):
        return "%d witnesses and %d proofs: %s" % (len(witnesses), len(proofs), witnesses)
    for proof, witness in zip(proofs, witnesses):
        d, earned, problem = decision(name, witness)
        if not d or not eval(proof, {"d": d, "earned": earned}):
            return "%s does not show %s: %s %s" % (witness, proof, d, problem)
    if re.search(r"^# check$", text, re.M):
        check_code, proved, _ = findings(name, "check")
        if check_code != 1 or [f for f in proved if f["code"] == code] != mine:
            return "check gives %s" % proved
    fixed = path.replace(".rubric", ".fixed")
    return fixed_problem(name, open(fixed, encoding="utf-8").read()) if os.path.exists(fixed) else None


def legal_problem(path):
    """No crash, and nothing that is not JSON."""
    code, got, err = findings(path, cwd=root)
    if code not in (0, 1, 2):
        return "exit code %d: %s" % (code, err)
    return "findings, but exit code %d" % code if any(f["severity"] == "warning" for f in got) != (code == 1) else None


def clean_problem(path):
    code, got, err = findings(path, cwd=root)
    return None if code == 0 and not got else "not clean: %s %s" % (got, err)


def quiet_problem(path):
    code, got, _ = findings(path, "check", cwd=root)
    return None if code == 0 and not got else "check gives %s" % got


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = 0
    jobs = [(name, run, name) for name in sorted(os.listdir(here)) if re.match(r"W\d+_.*\.rubric$", name)]
    relative = lambda pattern: [os.path.relpath(p, root) for p in sorted(glob.glob(os.path.join(root, pattern)))]
    for pattern in ("examples/*/*.rubric", "stdlib/*.rubric"):
        jobs += [("clean " + p, clean_problem, p) for p in relative(pattern)]
    for pattern in ("examples/*/*.rubric", "stdlib/*.rubric", "docs/tour/[fs]*.rubric"):
        jobs += [("quiet " + p, quiet_problem, p) for p in relative(pattern)]
    for pattern in ("tests/lang/*.rubric", "tests/cli/data/*.rubric", "tests/errors/*.rubric", "docs/tour/*.rubric"):
        jobs += [("legal " + p, legal_problem, p) for p in relative(pattern)]
    for name, test, argument in jobs:
        if only not in name:
            continue
        problem = test(argument)
        passed += not problem
        failed += bool(problem)
        if problem:
            print("lint/%s: %s" % (name, problem))
    if not only:
        declared = set(re.findall(r'ERROR\("(W\d+)"', open(os.path.join(root, "src/base/errors.def")).read()))
        for code in sorted(declared - {n.split("_")[0] for n in os.listdir(here)}):
            failed += 1
            print("lint: no test gives %s" % code)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
