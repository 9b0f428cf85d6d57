#!/usr/bin/env python3
"""rubric init on lead files: what it writes passes check, test and fmt --check, and reads the file that it was made from.

Every lead file of examples/ and of tests/cli/data, and of ../shared/data when that is beside the checkout. The values that
its rules may call invalid are listed here, each looked at by a person: none of them is a value of that type.   run.py [FILTER]
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
rubric = os.path.abspath(os.environ.get("RUBRIC", os.path.join(root, "build/rubric")))
only = sys.argv[1] if len(sys.argv) > 1 else ""
invalid_on_purpose = {
    "examples/inbound/leads.ndjson": [
        'invalid email 47, such as "victor.echosystems.example" (record 20), "elena@localhost" (record 118), "zoe@quartzlogistics.example@quartzlogistics.example" (record 232), "rosa at deltasystems.example" (record 377), "maria.cedarhealth.example" (record 392)',
        'invalid country 15, such as "Narnia" (record 162), "Narnia" (record 234), "Narnia" (record 387), "Narnia" (record 571), "Narnia" (record 782)',
        'invalid phone 53, such as "+1 (555) CALL-NOW" (record 76), "call me" (record 151), "12 34" (record 163), "12 34" (record 182), "12 34" (record 208)',
    ],
    "tests/cli/data/export.csv": ['invalid email 1, such as "not given" (L-0009)'],
}
own = ["examples/*/*.csv", "examples/*/*.ndjson", "tests/cli/data/export.*"]
shared = ["../shared/data/leads/*.csv", "../shared/data/crm_shapes/*.csv"]


def call(*arguments):
    p = subprocess.run([rubric] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root, timeout=300)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


def problem_with(leads, folder):
    rules = os.path.join(folder, "start.rubric")
    if os.path.exists(rules):
        os.remove(rules)
    code, _, said = call("init", leads, "-o", rules)
    if code:
        return "init gives %d: %s" % (code, said)
    refused = re.search(r"(\d+) of \d+ records cannot be read", said)
    for command in (["check", rules], ["test", rules], ["fmt", "--check", rules]):
        code, out, said = call(*command)
        if code:
            return "%s gives %d: %s%s" % (command[0], code, out, said)
    code, _, said = call("run", rules, leads, "-o", os.path.join(folder, "out"))
    if code:
        return "run gives %d: %s" % (code, said)
    rejected = re.search(r"(\d+) rejected", said).group(1)
    if rejected != (refused.group(1) if refused else "0"):
        return "init read all but %s, run rejects %s" % (refused.group(1) if refused else 0, rejected)
    invalid = [line.strip() for line in said.splitlines() if line.startswith("  invalid")]
    return "" if invalid == invalid_on_purpose.get(leads, []) else "\n".join(invalid)


def main():
    passed = failed = 0
    files = [os.path.relpath(f, root) for pattern in own + shared for f in sorted(glob.glob(os.path.join(root, pattern)))]
    tables = ["territory.csv"]
    with tempfile.TemporaryDirectory() as folder:
        for leads in files:
            if only not in leads or os.path.basename(leads) in tables:
                continue
            problem = problem_with(leads, folder)
            if problem:
                print("%s: %s" % (leads, problem))
            passed, failed = passed + (not problem), failed + bool(problem)
    if not any(f.startswith("..") for f in files):
        print("init: other people's files: skipped, no ../shared/data")
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
