"""The TextMate grammar: the colours that files beside this one expect, by our own tokenizer and, where its packages are, by VS Code's."""
import glob
import json
import os
import shutil
import subprocess

import lists
import make_syntax
import scopes
import textmate
from run import SKIP, here

template = os.path.join(lists.root, "editors/textmate/rubric.tmLanguage.in.json")
WORD_SCOPES = ("keyword", "constant.language", "storage", "support.type", "support.function", "variable.language")


def grammar_text():
    return make_syntax.filled(open(template, encoding="utf-8").read(), True)


def examples():
    return [p for d in ("examples", "stdlib", "tests/lang", "tests/editors") for p in glob.glob(os.path.join(lists.root, d, "**/*.rubric"), recursive=True)]


def words_coloured(grammar):
    """Every word that somewhere in the examples has a colour of its own; and what is marked as wrong."""
    seen, wrong = set(), []
    for path in examples():
        lines = open(path, encoding="utf-8").read().splitlines()
        for number, (line, found) in enumerate(zip(lines, textmate.tokens(grammar, lines)), 1):
            for a, b, names in found:
                if any(scopes.has(names, s) for s in WORD_SCOPES):
                    seen.update(line[a:b].split())
                if scopes.has(names, "invalid") and here not in path:
                    wrong.append("%s:%d: `%s`" % (os.path.relpath(path, lists.root), number, line[a:b]))
    return seen, wrong


def language_words():
    phrases = {w for p in lists.phrases() for w in p}
    return set(lists.keywords()) | phrases | set(lists.words("TYPE_WORD")) | set(lists.units()) | set(lists.words("QUERY_WORD")) | {b[0] for b in lists.builtins()}


def by_vscode(path, files):
    """vscode-tmgrammar-test where `make editor-tests` or somebody has installed it."""
    program = shutil.which("vscode-tmgrammar-test", path=os.path.join(lists.root, "build/editors/tests/node_modules/.bin") + os.pathsep + os.environ["PATH"])
    if not program or not shutil.which("node"):
        return SKIP("no vscode-tmgrammar-test; `make editor-tests` installs it")
    p = subprocess.run([program, "-g", path] + files, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return p.stdout.decode("utf-8", "replace") if p.returncode else None


def checks():
    text = grammar_text()
    yield "no group is left unfilled", "@" in text.replace("user@", "") and "an @ is left in the grammar" or None
    grammar = textmate.Grammar(json.loads(text))
    files = sorted(glob.glob(os.path.join(here, "*.rubric")))
    for path in files:
        count, wrong = scopes.problems(grammar, path)
        yield os.path.basename(path), "\n".join(wrong) or (None if count else "expects nothing")
    seen, wrong = words_coloured(grammar)
    yield "right files have no mark of a mistake", "\n".join(wrong) or None
    for word in sorted(language_words()):
        yield word, None if word in seen else "no file of examples/, stdlib/, tests/lang/ or tests/editors/ gives this word a colour"
    build = os.path.join(os.environ.get("BUILD", os.path.join(lists.root, "build")), "editors")
    os.makedirs(build, exist_ok=True)
    path = os.path.join(build, "tested.tmLanguage.json")
    open(path, "w", encoding="utf-8").write(text)
    yield "by VS Code's engine", by_vscode(path, files)
