#!/usr/bin/env python3
"""Editors, man pages, completion, the files for CI.   run.py [FILTER]

A part is a file check_NAME.py whose checks() yields (title, problem): None when all is well, SKIP("why") when this machine lacks what
the check needs. Nothing needs a network. Files *.rubric beside this one say which colours they expect (scopes.py).
"""
import glob
import importlib
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "../../grammar"), os.path.join(here, "../../editors"), os.path.join(here, "../../docs")]


class SKIP(str):
    pass


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = skipped = 0
    for path in sorted(glob.glob(os.path.join(here, "check_*.py"))):
        name = os.path.basename(path)[6:-3]
        if only not in name:
            continue
        for title, problem in importlib.import_module("check_" + name).checks():
            if type(problem).__name__ == "SKIP":
                skipped += 1
                print("%s: %s: skipped, %s" % (name, title, problem))
            elif problem:
                failed += 1
                print("%s: %s: %s" % (name, title, problem))
            else:
                passed += 1
    print("%d passed, %d failed%s" % (passed, failed, ", %d skipped" % skipped if skipped else ""))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
