"""The colours that tests/editors/*.rubric expect, in the form of vscode-tmgrammar-test: below a line `# ^^^ scope - other` says what
the characters above the carets are and are not, `# <--- scope` says it of as many first characters as there are dashes.
"""
import re

import textmate

ASSERTION = re.compile(r"#\s*(?:(\^+)|<(~*)(-+))\s*(.*)$")


def has(scopes, wanted):
    return any(s == wanted or s.startswith(wanted + ".") for s in scopes)


def expectations(lines):
    """(line number, line, first column, last column, wanted, unwanted)"""
    above = None
    for number, line in enumerate(lines, 1):
        m = ASSERTION.match(line)
        if not m:
            above = (number, line)
            continue
        a, b = (m.start(1), m.end(1)) if m[1] else (len(m[2]), len(m[2]) + len(m[3]))
        wanted, _, unwanted = (" " + m[4]).partition(" - ")
        yield number, above, a, b, wanted.split(), unwanted.split()


def problems(grammar, path):
    """(how many expectations, what is wrong)"""
    lines = open(path, encoding="utf-8").read().splitlines()
    program = [line if not ASSERTION.match(line) else "" for line in lines]
    found = dict(enumerate(textmate.tokens(grammar, program), 1))
    wrong, count = [], 0
    for number, (row, line), a, b, wanted, unwanted in expectations(lines):
        count += 1
        for start, end, scopes in found[row]:
            if end <= a or start >= b:
                continue
            bad = ["is not " + w for w in wanted if not has(scopes, w)] + ["is " + u for u in unwanted if has(scopes, u)]
            wrong += ["%s:%d: `%s` %s but %s" % (path, number, line[start:end], w, " ".join(scopes[1:]) or "nothing") for w in bad]
        if b > len(line):
            wrong.append("%s:%d: the carets stand beyond the line" % (path, number))
    return count, wrong
