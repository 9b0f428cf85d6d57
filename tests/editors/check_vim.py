"""Vim: the same files and expectations as for TextMate, the scopes read as groups of syntax/rubric.vim; and the indent file."""
import glob
import os
import shutil
import subprocess
import tempfile

import lists
import make_syntax
import scopes
from run import SKIP, here

GROUPS = {  # the scopes that a group stands for
    "rubricStatement": "keyword.control", "rubricClause": "keyword.control keyword.operator.word", "rubricScore": "entity.name.type.score",
    "rubricOption": "storage.modifier keyword.control keyword.operator.word", "rubricOptionName": "variable.other.member", "rubricOperator": "keyword.operator.word",
    "rubricSymbol": "keyword.operator", "rubricConstant": "constant.language", "rubricEmpty": "constant.language", "rubricDecision": "variable.language",
    "rubricBuiltin": "support.function", "rubricCall": "support.function", "rubricDefined": "entity.name.function",
    "rubricLabel": "string.quoted.double.label entity.name.function.label", "rubricTypeName": "entity.name.type", "rubricType": "support.type",
    "rubricRecord": "support.type", "rubricField": "variable.other.member", "rubricMember": "variable.other.member", "rubricQuoted": "variable.other.quoted",
    "rubricText": "string.quoted.double invalid.illegal.escape", "rubricPattern": "string.regexp", "rubricEscape": "constant.character.escape string.regexp", "rubricNumber": "constant.numeric",
    "rubricDuration": "constant.numeric keyword.other.unit", "rubricDate": "constant.other.date", "rubricForeign": "invalid.illegal", "rubricComment": "comment.line.number-sign",
    "rubricArgument": "variable.parameter", "rubricBrace": "", "rubricFrom": "", "rubricFields": "",
}


def files_made(folder):
    source = os.path.join(lists.root, "editors/vim")
    shutil.copytree(source, folder, dirs_exist_ok=True)
    template = os.path.join(folder, "syntax/rubric.in.vim")
    text = make_syntax.filled(open(template, encoding="utf-8").read(), False)
    open(os.path.join(folder, "syntax/rubric.vim"), "w", encoding="utf-8").write(text)
    os.remove(template)


RUBRIC = os.path.abspath(os.environ.get("RUBRIC", os.path.join(lists.root, "build/rubric")))


def vim(script, folder, lines, command=("vim", "-es", "-N", "-i", "NONE", "-u", "NONE", "-S")):
    """What the script writes of a file with these lines."""
    source, out = os.path.join(folder, "tested.rubric"), os.path.join(folder, "out")
    open(source, "w", encoding="utf-8").write("\n".join(lines) + "\n")
    env = dict(os.environ, RUBRIC_VIM=os.path.join(folder, "vim"), RUBRIC_FILE=source, RUBRIC_OUT=out, RUBRIC=RUBRIC, LC_ALL="C.UTF-8")
    p = subprocess.run(list(command) + [os.path.join(here, script)], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    if not os.path.exists(out):
        raise RuntimeError("vim failed: " + p.stdout.decode("utf-8", "replace"))
    found = open(out, encoding="utf-8").read().split("\n")[:-1]
    os.remove(out)
    return found


def colour_problems(path, folder):
    lines = open(path, encoding="utf-8").read().splitlines()
    program = ["" if scopes.ASSERTION.match(line) else line for line in lines]
    groups = [row.split(",") for row in vim("colours.vim", folder, program)]
    for number, (row, line), a, b, wanted, unwanted in scopes.expectations(lines):
        for at in range(a, b):
            if line[at] == " ":
                continue
            group = groups[row - 1][len(line[:at].encode())]
            known = GROUPS.get(group, "").split()
            if any(not scopes.has(known, w[:-7] if w.endswith(".rubric") else w) for w in wanted) or any(scopes.has(known, u) for u in unwanted):
                yield "%s:%d: `%s` of `%s` is %s, not %s" % (os.path.basename(path), number, line[at], line[a:b], group or "nothing", " ".join(wanted))
                break


def neovim():
    if not shutil.which("nvim"):
        return SKIP("nvim is not installed")
    with tempfile.TemporaryDirectory() as folder:
        files_made(os.path.join(folder, "vim"))
        lines = open(os.path.join(lists.root, "docs/tour/mistake.rubric"), encoding="utf-8").read().splitlines()
        got = vim("client.lua", folder, lines, ("nvim", "--headless", "-i", "NONE", "-u"))
        wanted = ["filetype rubric", "indent RubricIndent(v:lnum)", "7:25 E030", "8:36 E031"]
        return None if got == wanted else "\n".join(got)


def format_problems(folder):
    loose = ["schema Lead {", "  id   text key", "}", "", "", "", "fit \"Large\"    +10   when id is \"x\"   # why"]
    laid_out = subprocess.run([RUBRIC, "fmt", "-"], input=("\n".join(loose) + "\n").encode(), stdout=subprocess.PIPE, timeout=60).stdout.decode().splitlines()
    broken = ["schema Lead {", "  id   text key", "fit \"Large\"    +10   when"]
    for lines, wanted in ((loose, laid_out), (laid_out, laid_out), (broken, broken)):
        got = vim("format.vim", folder, lines)
        if got != ["at 2:3", "make rubric check %:S"] + wanted:
            yield "\n".join(got)


def checks():
    yield "Neovim shows the mistakes of the server", neovim()
    if not shutil.which("vim"):
        yield "colours", SKIP("vim is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        files_made(os.path.join(folder, "vim"))
        for path in sorted(glob.glob(os.path.join(here, "*.rubric"))):
            yield "colours of " + os.path.basename(path), "\n".join(colour_problems(path, folder)) or None
        for name in ("examples/inbound/inbound.rubric", "examples/bank/bank.rubric", "stdlib/titles.rubric"):
            lines = open(os.path.join(lists.root, name), encoding="utf-8").read().splitlines()
            changed = [line for old, line in zip(lines, vim("indent.vim", folder, lines)) if old != line]
            yield "indents " + name, "\n".join(["lines of a well laid out file are changed:"] + changed) if changed else None
        flat = ["schema Lead {", "id text", "}", "fit \"a { b\" by n { # (", "< 5 => 0", "}", "test \"t\" {", "lead { id: \"1\",", "events: [", "{ kind: \"x\" },", "] }", "expect true", "}"]
        deep = ["schema Lead {", "  id text", "}", "fit \"a { b\" by n { # (", "  < 5 => 0", "}", "test \"t\" {", "  lead { id: \"1\",", "    events: [", "      { kind: \"x\" },", "    ] }", "  expect true", "}"]
        got = vim("indent.vim", folder, flat)
        yield ":RubricFormat", "\n".join(format_problems(folder)) or None
        yield "indents brackets", None if got == deep else "\n".join(got)
