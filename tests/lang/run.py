#!/usr/bin/env python3
"""Five-line programs: the test blocks of every rule file here, in stdlib/ and in examples/; and, where NAME.expect lies
beside NAME.rubric, the decisions of NAME.ndjson (or .csv) as `rubric run NAME.rubric NAME.ndjson --to ndjson` gives them at
2026-01-01T00:00:00Z; a line `# options: --with x` in the rules adds options (a second --now wins).   run.py [FILTER]"""
import glob
import os
import re
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
rubric = os.environ.get("RUBRIC", os.path.join(root, "build/rubric"))
passed = failed = 0


def call(*argv, cwd=here):
    p = subprocess.run([rubric, *argv], cwd=cwd, capture_output=True, timeout=120)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


def tests(name, path, cwd, *options):
    global passed, failed
    code, out, err = call("test", path, *options, cwd=cwd)
    m = re.search(r"^(\d+) passed, (\d+) failed", out, re.M)
    if m:
        passed += int(m[1])
        failed += int(m[2])
    if not m or code:
        failed += 0 if m else 1
        print("%s:\n%s%s" % (name, out, err))


def decisions(name, expect):
    global passed, failed
    leads = name + (".csv" if os.path.exists(os.path.join(here, name + ".csv")) else ".ndjson")
    options = ["--trace"] if '"trace"' in open(expect, encoding="utf-8").read() else []
    given = re.search(r"^# options: (.*)$", open(os.path.join(here, name + ".rubric"), encoding="utf-8").read(), re.M)
    options += given[1].split() if given else []
    code, out, err = call("run", name + ".rubric", leads, "--now", "2026-01-01T00:00:00Z", "--to", "ndjson", "-q", *options)
    want = open(expect, encoding="utf-8").read()
    if code == 0 and out == want:
        passed += 1
    else:
        failed += 1
        print("%s: exit %d\n--- wanted\n%s--- got\n%s%s" % (name, code, want, out, err))


only = sys.argv[1] if len(sys.argv) > 1 else ""
for path in sorted(glob.glob(os.path.join(here, "*.rubric"))):
    name = os.path.basename(path)[: -len(".rubric")]
    if only not in name:
        continue
    if "\ntest " in open(path, encoding="utf-8").read():
        tests(name, os.path.basename(path), here)
    expect = os.path.join(here, name + ".expect")
    if os.path.exists(expect):
        decisions(name, expect)
if not only:
    for path in sorted(glob.glob(os.path.join(root, "stdlib/*.rubric"))):
        tests(path, "std/" + os.path.basename(path)[: -len(".rubric")], root)
    for path in sorted(glob.glob(os.path.join(root, "examples/*/*.rubric"))):
        if "\ntest " not in open(path, encoding="utf-8").read():
            continue
        folder = os.path.dirname(path)
        options = []
        if os.path.exists(os.path.join(folder, "build.sh")):  # extern functions
            libraries = os.path.join(os.path.dirname(os.path.abspath(rubric)), "extern")
            subprocess.run(["sh", "build.sh", libraries], cwd=folder, check=True)
            options = ["--allow-extern", libraries]
        tests(path, os.path.basename(path), folder, *options)
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed > 0)
