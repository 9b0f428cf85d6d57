#!/usr/bin/env python3
"""Other people's suites of inputs, where they are beside the checkout: addresses (isemail) and CSV files (csv-spectrum).   run.py [-v]

`SUITES=folder` says where. An address is `email` exactly as reference.md writes it down, told here a second time: by looking at its pieces, so
that a difference from the suite's verdict has a reason, and a reason that is not known fails. -v shows each difference.
JSONTestSuite is read by tests/unit/json_test.c.
"""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
rubric = os.path.abspath(os.environ.get("RUBRIC", os.path.join(root, "build/rubric")))
suites = os.environ.get("SUITES", os.path.join(root, "../shared/data/suites"))
counts = {"passed": 0, "failed": 0}


def check(ok, *said):
    counts["passed" if ok else "failed"] += 1
    if not ok:
        print(*said)


def decided(rules, leads, form, *options):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("rules.rubric", rules), ("leads", leads)):
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as out:
                out.write(text)
        argv = [rubric, "run", "-q", "rules.rubric", "leads", "--from", form, "--to", "ndjson", *options]
        said = subprocess.run(argv, cwd=folder, stdout=subprocess.PIPE)
    return [json.loads(line) for line in said.stdout.decode().splitlines()]


# ---- addresses ------------------------------------------------------------------------------------------------------

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
TAKEN = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}  # sound, whatever the DNS says of the domain
EMAIL_RULES = """schema Lead { id text key  email email }
stage "valid" when email is valid
stage "invalid" when email is invalid
stage "missing" otherwise
"""


def refusal(address):
    """Why this is no `email`, in the reference's words; empty when it is one, None when there is nothing to read."""
    address = address.strip(" \t\r\n\v\f")
    if not address:
        return None
    if any(ord(c) < 33 or ord(c) > 126 for c in address):
        return "blanks, control characters or letters beyond ASCII"
    if address.startswith('"') or '"' in address:
        return "a quoted local part"
    if "(" in address or ")" in address:
        return "a comment"
    if "[" in address or "]" in address:
        return "a number in brackets for a domain"
    if address.count("@") != 1:
        return "not one @"
    local, domain = address.split("@")
    if not re.fullmatch(ATOM + r"(\." + ATOM + ")*", local) or len(local) > 64:
        return "a local part of other pieces than letters, digits and signs, or too long"
    labels = domain.split(".")
    if len(labels) < 2:
        return "a domain of one label"
    if not all(re.fullmatch(LABEL, label) and len(label) <= 63 for label in labels):
        return "a label that is empty, too long, or of other characters"
    if not re.fullmatch(r"[A-Za-z]{2,}|[Xx][Nn]--.*", labels[-1]):
        return "a last label that is not two letters or more"
    return "" if len(address) <= 254 else "more than 254 characters"


def addresses(path, verbose):
    cases = list(xml.etree.ElementTree.parse(path).getroot().iter("test"))
    texts = ["".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) <= 0x2420 else c for c in case.findtext("address") or "") for case in cases]
    leads = "".join(json.dumps({"id": case.get("id"), "email": text}) + "\n" for case, text in zip(cases, texts))
    stages = [d["stage"] for d in decided(EMAIL_RULES, leads, "ndjson")]
    check(len(stages) == len(cases), "isemail: %d of %d decided" % (len(stages), len(cases)))
    agree, reasons = 0, {}
    for case, text, stage in zip(cases, texts, stages):
        why, category = refusal(text), case.findtext("category")
        wanted = "missing" if why is None else "invalid" if why else "valid"
        check(stage == wanted, "isemail %s: %r is %s, should be %s (%s)" % (case.get("id"), text, stage, wanted, why))
        if (stage == "valid") == (category in TAKEN):
            agree += 1
            continue
        check(why or text != text.strip(), "isemail %s: %r differs for no reason" % (case.get("id"), text))
        why = why or "blanks around it are trimmed"
        reasons[why] = reasons.get(why, 0) + 1
        if verbose:
            print("| %s | `%s` | %s | %s | %s |" % (case.get("id"), json.dumps(text)[1:-1], category[8:], stage, why))
    print("isemail: %d of %d as the suite says; else: %s" % (agree, len(cases), "; ".join("%d %s" % (n, why) for why, n in sorted(reasons.items()))))


# ---- CSV ------------------------------------------------------------------------------------------------------------


def table(folder, name):
    """What a CSV file means, by our reading: cells trimmed, an empty one is none."""
    with open(os.path.join(folder, "csvs", name + ".csv"), encoding="utf-8", newline="") as file:
        text = file.read()
    fields = next(csv.reader(io.StringIO(text)))
    with open(os.path.join(folder, "json", name + ".json"), encoding="utf-8") as file:
        wanted = [[row[f].strip() or None for f in fields] for row in json.load(file)]
    rules = "schema Lead {\n%s}\nstage \"all\" otherwise\n" % "".join("  `%s` text\n" % f for f in fields)
    seen = [[d.get(f) for f in fields] for d in decided(rules, text, "csv", "--with", ",".join(fields))]
    check(seen == wanted, "csv-spectrum %s: read %r, means %r" % (name, seen, wanted))
    return seen == wanted


def main():
    verbose = "-v" in sys.argv
    path = os.path.join(suites, "isemail/tests.xml")
    if os.path.exists(path):
        addresses(path, verbose)
    else:
        print("isemail: skipped, no %s" % os.path.relpath(path, root))
    folder = os.path.join(suites, "csv-spectrum")
    if os.path.isdir(folder):
        names = sorted(f[:-4] for f in os.listdir(os.path.join(folder, "csvs")) if f.endswith(".csv"))
        print("csv-spectrum: %d of %d files mean what the suite says" % (sum(table(folder, name) for name in names), len(names)))
    else:
        print("csv-spectrum: skipped, no %s" % os.path.relpath(folder, root))
    print("%d passed, %d failed" % (counts["passed"], counts["failed"]))
    return counts["failed"] > 0


sys.exit(main())
