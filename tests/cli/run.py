#!/usr/bin/env python3
"""Commands with their exact output.   run.py [FILTER] [--update]

NAME.t holds commands and what they print, standard output and error together, in a fresh copy of data/:

    $ rubric check good.rubric
    good.rubric: no mistakes; 3 rules, 2 stages, 2 routes
    $ rubric run good.rubric none.csv
    rubric: none.csv: No such file or directory
    ? 3

A line `? N` is the exit code when it is not 0; a line `...` stands for any lines, `...` within a line for any text.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
rubric = os.path.abspath(os.environ.get("RUBRIC", os.path.join(here, "../../build/rubric")))
update = "--update" in sys.argv
only = ([a for a in sys.argv[1:] if not a.startswith("--")] or [""])[0]


def read(path):
    steps = []
    for line in open(path, encoding="utf-8").read().split("\n")[:-1]:
        if line.startswith("$ "):
            steps.append([line[2:], [], 0])
        elif line.startswith("? ") and steps:
            steps[-1][2] = int(line[2:])
        elif steps and not (line.startswith("#!") and not steps[-1][1]):
            steps[-1][1].append(line)
    return steps


def fits(want, got):
    pattern = "".join("(?:.*\n)*?" if w == "..." else ".*".join(re.escape(p) for p in w.split("...")) + "\n" for w in want)
    return re.fullmatch(pattern, got) is not None


def main():
    passed = failed = 0
    env = dict(os.environ, PATH=os.path.dirname(rubric) + os.pathsep + os.environ["PATH"], ROOT=os.path.abspath(os.path.join(here, "../..")))
    for path in sorted(glob.glob(os.path.join(here, "*.t"))):
        if only not in os.path.basename(path):
            continue
        work = tempfile.mkdtemp()
        shutil.copytree(os.path.join(here, "data"), os.path.join(work, "data"))
        out = []
        for command, want, code in read(path):
            p = subprocess.run(["bash", "-c", command], cwd=os.path.join(work, "data"), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
            got = p.stdout.decode("utf-8", "replace")
            if got and not got.endswith("\n"):
                got += "\n"
            if p.returncode == code and fits(want, got):
                passed += 1
                out += ["$ " + command] + want + (["? %d" % code] if code else [])
            else:
                failed += 1
                print("%s: $ %s\n--- wanted (exit %d)\n%s\n--- got (exit %d)\n%s" % (os.path.basename(path), command, code, "\n".join(want), p.returncode, got))
                out += ["$ " + command] + got.split("\n")[:-1] + (["? %d" % p.returncode] if p.returncode else [])
        shutil.rmtree(work)
        if update:
            open(path, "w", encoding="utf-8").write("\n".join(out) + "\n")
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
