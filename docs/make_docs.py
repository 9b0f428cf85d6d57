#!/usr/bin/env python3
"""What the documentation takes from the source: docs/opcodes.md, and the tables between marks in docs/reference.md.

docs/make_docs.py           writes them
docs/make_docs.py --check   fails when one is stale, or when docs/errors.md and src/base/errors.def name different codes
"""
import os
import re
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(root, "grammar"))
import lists  # noqa: E402
from lists import read, unquoted  # noqa: E402


def cell(text):
    return text.replace("|", "\\|")


# ---- opcodes
def opcodes():
    out = [
        "# Opcodes",
        "",
        "Generated from `src/code/opcodes.def` by `make docs`; do not edit. `@d` is the result register, `@a` and `@b` are the",
        "operands, `args` is the program's run of 32-bit numbers. A SHAPE says what the operands are (head of `src/code/program.h`);",
        "OUT is the kind of the result. `rubric dump RULES` lists a program in these words.",
    ]
    for line in read("src/code/opcodes.def").splitlines():
        heading = re.match(r"// (loading|logic|comparing|arithmetic|choosing|text|tables|lists|points|contact)\b(.*)", line)
        if heading:
            out += ["", "## " + heading[1].capitalize() + heading[2], "", "| opcode | shape | out | meaning |", "|---|---|---|---|"]
        op = re.match(r'OP\((\w+),\s*(\w+),\s*(\w+),\s*"((?:[^"\\]|\\.)*)"\)', line)
        if op:
            out.append("| `%s` | %s | %s | %s |" % (op[1], op[2], op[3], cell(unquoted(op[4]))))
    return "\n".join(out) + "\n"


# ---- tables in reference.md
def limit_value(expression):
    return eval(expression, {"__builtins__": {}}, {})  # numbers, << and * only: see limits()


def shown(value):
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if value >= unit and value % unit == 0:
            return "%d %s" % (value // unit, name)
    return str(value)


def limits():
    out = ["| limit | value | reason |", "|---|---|---|"]
    text = read("src/base/limits.h")
    for m in re.finditer(r"^  (\w+) = ([0-9 <*]+),\s*// (.*)$", text, re.M):
        value = limit_value(m[2])
        out.append("| `%s` | %s | %s |" % (m[1], shown(value) if "BYTES" in m[1] or "UNPACKED_FREE" in m[1] else format(value, ","), cell(m[3])))
    points = re.search(r"#define LIMIT_POINTS (\d+)LL", text)
    out.append("| `LIMIT_POINTS` | below %s | points of one rule and bounds of a score; their possible sum is also checked at compile time |" % format(int(points[1]), ","))
    return out


def builtins():
    out = ["| function | gives |", "|---|---|"]
    for _, signature, meaning in lists.builtins():
        call, _, gives = signature.partition(" gives ")
        out.append("| `%s` | %s: %s |" % (cell(call), gives, cell(meaning)))
    return out


def keywords():
    def of(*kinds):
        return " ".join("`%s`" % w for kind in kinds for w in lists.keywords(kind))
    return ["| | |", "|---|---|", "| never names | %s |" % of("RESERVED"), "| not names of fields | %s |" % of("OPTION"),
            "| words of the language that are also names | %s |" % of("STATEMENT", "CLAUSE")]


TABLES = {"limits": ("src/base/limits.h", limits), "functions": ("src/lang/builtins.def", builtins), "words": ("src/lang/keywords.def", keywords)}


def reference():
    text = read("docs/reference.md")
    for name, (source, make) in TABLES.items():
        begin, end = "<!-- %s: made from %s -->" % (name, source), "<!-- end of %s -->" % name
        if begin not in text or end not in text:
            sys.exit("docs/reference.md: the marks of %s are gone" % name)
        before, rest = text.split(begin, 1)
        after = rest.split(end, 1)[1]
        text = before + begin + "\n" + "\n".join(make()) + "\n" + end + after
    return text


# ---- errors
def errors_problem():
    declared = dict(re.findall(r'ERROR\("([EW]\d+)", \w+, "((?:[^"\\]|\\.)*)"\)', read("src/base/errors.def")))
    sections = dict(re.findall(r"^## ([EW]\d+) (.*)$", read("docs/errors.md"), re.M))
    problems = ["docs/errors.md has no section %s" % c for c in sorted(declared.keys() - sections.keys())]
    problems += ["docs/errors.md explains %s, which does not exist" % c for c in sorted(sections.keys() - declared.keys())]
    problems += ["docs/errors.md: the title of %s is \"%s\"" % (c, declared[c]) for c in sorted(declared.keys() & sections.keys()) if declared[c] != sections[c]]
    return problems


def main():
    problems = errors_problem()
    for path, text in (("docs/opcodes.md", opcodes()), ("docs/reference.md", reference())):
        full = os.path.join(root, path)
        old = open(full, encoding="utf-8").read() if os.path.exists(full) else None
        if old == text:
            continue
        if "--check" in sys.argv:
            problems.append("%s is stale: run `make docs`" % path)
        else:
            open(full, "w", encoding="utf-8").write(text)
    for p in problems:
        print(p)
    return len(problems) > 0


if __name__ == "__main__":
    sys.exit(main())
