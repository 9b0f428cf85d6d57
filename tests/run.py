#!/usr/bin/env python3
"""Runs the test suites and adds up what they say.   tests/run.py [SUITE[/FILTER]]...

unit    C programs in tests/unit (cmocka), built by `make`
errors lint lang cli docs limits editors lsp init suites    each has its own run.py, closing with `N passed, N failed`
api     embedders' programs, built by `make`
oracle  the machine against the reference evaluator
"""
import os
import re
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
build = os.environ.get("BUILD", os.path.join(root, "build"))
if not os.path.isabs(build):
    build = os.path.join(root, build)
env = dict(os.environ, RUBRIC=os.path.join(build, "rubric"), BUILD=build)
PAIRS = os.environ.get("PAIRS", "100000")
CLAIMS = os.environ.get("CLAIMS", "200")  # rule sets


def closing(output):
    """Passed and failed from the last closing line, of ours or of cmocka."""
    m = re.findall(r"^(\d+) passed, (\d+) failed", output, re.M)
    if m:
        return int(m[-1][0]), int(m[-1][1])
    passed = sum(map(int, re.findall(r"\[  PASSED  \] (\d+) test", output)))
    failed = sum(map(int, re.findall(r"\[  FAILED  \] .*?(\d+) test", output)))
    return (passed, failed) if passed or failed else None


def run(title, command, timeout=1200):
    try:
        p = subprocess.run(command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)
        output, code = p.stdout.decode("utf-8", "replace"), p.returncode
    except subprocess.TimeoutExpired as e:
        output, code = (e.stdout or b"").decode("utf-8", "replace") + "\ntimed out", 124
    counts = closing(output)
    if counts is None:
        counts = (0, 1) if code else (1, 0)
    passed, failed = counts
    if code and not failed:
        failed = 1
    print("%-24s %5d passed, %d failed" % (title, passed, failed))
    for line in output.splitlines():
        if ": skipped, " in line:
            print("    " + line)
    if failed:
        print(output[-6000:])
    sys.stdout.flush()
    return passed, failed


def programs(folder, only):
    at = os.path.join(build, folder)
    for name in sorted(os.listdir(at)) if os.path.isdir(at) else []:
        path = os.path.join(at, name)
        if os.access(path, os.X_OK) and not os.path.isdir(path) and "." not in name and only in name:
            yield name, [path]


def suite(name, only):
    if name in ("unit", "api"):
        for title, command in programs("tests/" + name, only):
            yield "%s/%s" % (name, title), command
        script = os.path.join("tests", name, "run.sh")
        if os.path.exists(os.path.join(root, script)):
            yield name + "/run.sh", ["sh", script]
    elif name == "oracle":
        oracle = os.path.join(build, "tests/oracle/oracle_test")
        yield "oracle", [oracle, "1", PAIRS]
        yield "oracle/claims", [oracle, "--claims", "1", CLAIMS]
        yield "oracle/elements.py", ["python3", "tests/oracle/elements.py", env["RUBRIC"], "1", "100"]
        yield "oracle/command.sh", ["sh", "tests/oracle/command.sh", env["RUBRIC"], oracle, "1", "60"]
    else:
        script = os.path.join("tests", name, "run.py")
        if os.path.exists(os.path.join(root, script)):
            yield name, ["python3", script] + ([only] if only else [])


def main():
    wanted = sys.argv[1:] or ["unit", "errors", "lint", "lang", "cli", "api", "limits", "docs", "editors", "lsp", "init", "suites", "oracle"]
    passed = failed = 0
    for w in wanted:
        name, _, only = w.partition("/")
        for title, command in suite(name, only):
            p, f = run(title, command)
            passed += p
            failed += f
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0 or passed == 0


sys.exit(main())
