#!/usr/bin/env python3
"""The syntax files of editors, from templates and the lists of the source.

editors/make_syntax.py TEMPLATE     prints it with every @GROUP@ replaced by `word|word|...`

A template holds the forms, the lists hold the words; so a new keyword is coloured without touching an editor's file. What is filled in
means the same to Oniguruma and to Vim's "very magic" (letters, |, \\s+, character classes). JSON gets its backslashes doubled.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../grammar"))
import lists  # noqa: E402

# reserved words that are a value or a state; every other one is coloured as an operator
CONSTANTS = ["now", "true", "false", "missing", "present", "valid", "invalid"]


def phrases(keep):
    found = [p for p in lists.phrases() if keep(p)]
    return [r"\s+".join(p) for p in sorted(found, key=lambda p: -len(p))]


def groups():
    statements, types = lists.keywords("STATEMENT"), ("one", "scale", "list")
    def is_type(p):
        return p[0] in types and p[1] == "of"
    def is_statement(p):
        return p[0] in statements and not is_type(p)
    reserved = lists.keywords("RESERVED")
    constants = [w for w in CONSTANTS if w in reserved]
    compares = [w for w in ("is", "in", "has", "contains", "matches", "between", "within", "before", "after") if w in lists.keywords()]
    compares += [r"not\s+in", r"not\s+within"] + phrases(lambda p: p[1] in ("with", "than"))
    return {
        "NAME": r"[A-Za-z_][A-Za-z0-9_]*|`[^`]*`",
        "WORD": r"[A-Za-z_][A-Za-z0-9_]*",
        "KEYWORDS": lists.keywords(),
        "STATEMENTS": statements,
        "OPTIONS": lists.keywords("OPTION"),
        "CLAUSES": lists.keywords("CLAUSE"),
        "RESERVED": reserved,
        "CONSTANTS": constants,
        "OPERATORS": [w for w in reserved if w not in constants],
        "TYPES": lists.words("TYPE_WORD"),
        "TYPE_PHRASES": phrases(is_type),
        "STATEMENT_PHRASES": phrases(is_statement),
        "PHRASES": phrases(lambda p: not is_type(p) and not is_statement(p)),
        "UNITS": lists.units(),
        "QUERIES": lists.words("QUERY_WORD"),
        "DECISION": lists.words("DECISION_WORD"),
        "BUILTINS": [name for name, _, _ in lists.builtins()],
        "COMPARES": compares,
    }


def filled(template, is_json):
    known = groups()

    def group(m):
        value = known[m[1]]
        text = value if isinstance(value, str) else "|".join(sorted(value, key=lambda w: -len(w)) if value else ["(?!)"])
        return text.replace("\\", "\\\\") if is_json else text

    return re.sub(r"@([A-Z_]+)@", group, template)


if __name__ == "__main__":
    path = sys.argv[1]
    sys.stdout.write(filled(open(path, encoding="utf-8").read(), path.endswith(".json")))
