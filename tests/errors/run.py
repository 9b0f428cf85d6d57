#!/usr/bin/env python3
"""Wrong rule files: each must give exactly the findings that its comments name.

A file says what it expects in comments, one finding each:  # error[E031] 12:21 a piece of the message or of its help
(a finding in another file: other.csv:3:1). Nothing is registered: add a file and run `make test T=errors`.
A file NAME.note beside it may hold what cannot be a comment (a file that is not UTF-8).
"""
import json
import os
import re
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
rubric = os.environ.get("RUBRIC", os.path.join(here, "../../build/rubric"))
want = re.compile(rb"#\s*error\[(E\d+)\]\s+(?:(\S+?):)?(\d+):(\d+)\s+(.*)")


def expected(path):
    out = []
    for source in (path, path[: -len(".rubric")] + ".note"):
        if os.path.exists(source):
            for m in want.finditer(open(source, "rb").read()):
                out.append((m[1].decode(), (m[2] or b"").decode(), int(m[3]), int(m[4]), m[5].decode().strip()))
    return out


def findings(path):
    p = subprocess.run([rubric, "check", os.path.basename(path), "--format", "json"], cwd=here, capture_output=True, timeout=60)
    got = []
    for line in p.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("{"):
            got.append(json.loads(line))
    return p.returncode, got


def run(path):
    code, got = findings(path)
    left = list(got)
    for w in expected(path):
        for f in left:
            same = f["code"] == w[0] and f["line"] == w[2] and f["column"] == w[3] and (w[4] in f["message"] or w[4] in f.get("help", ""))
            if same and (not w[1] or f["path"].endswith(w[1])):
                left.remove(f)
                break
        else:
            return "missing: error[%s] %d:%d %s\n  got: %s" % (w[0], w[2], w[3], w[4], got)
    if left:
        return "not expected: %s" % left
    if code != (2 if got else 0):
        return "exit code %d" % code
    return None


def main():
    filter_text = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = 0
    codes = set()
    for name in sorted(os.listdir(here)):
        if not name.endswith(".rubric") or filter_text not in name:
            continue
        path = os.path.join(here, name)
        if not expected(path):
            continue  # used by another one
        codes |= {w[0] for w in expected(path)}
        problem = run(path)
        if problem:
            failed += 1
            print("errors/%s: %s" % (name, problem))
        else:
            passed += 1
    if not filter_text:
        declared = set(re.findall(r'ERROR\("(E\d+)"', open(os.path.join(here, "../../src/base/errors.def")).read()))
        for code in sorted(declared - codes - {"E071"}):  # only loading can fail so: tests/cli/extern.t
            failed += 1
            print("errors: no test gives %s" % code)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
