"""What the lists of the source say (*.def), for the generators: docs/make_docs.py, docs/make_man.py, editors/make_syntax.py and
editors/make_completions.py.

rows("src/lang/keywords.def", "KEYWORD") gives a tuple of texts for each line KEYWORD(...) of the file.
"""
import os
import re

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PIECE = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^",]*))\s*(?:,|$)')


def read(path):
    return open(os.path.join(root, path), encoding="utf-8").read()


def unquoted(text):
    return re.sub(r'\\(["\\])', r"\1", text)


def pieces(text):
    at = 0
    while at < len(text):
        m = PIECE.match(text, at)
        if not m:
            raise ValueError("not a list of texts and words: " + text)
        yield unquoted(m[1]) if m[1] is not None else m[2].strip()
        at = m.end()


def rows(path, macro):
    """Lines MACRO(...) of a list; the macro's own #define is none."""
    found = []
    for line in read(path).splitlines():
        if line.startswith(macro + "("):
            m = re.match(r"\w+\((.*)\)\s*(?://.*)?$", line)
            if not m:
                raise ValueError("%s: a row is one line: %s" % (path, line))
            found.append(tuple(pieces(m[1])))
    return found


# ---- the language
def keywords(*kinds):
    return [word for word, _, kind in rows("src/lang/keywords.def", "KEYWORD") if not kinds or kind in kinds]


def phrases():
    return [tuple(w for w in words if w) for *words, _ in rows("src/lang/keywords.def", "PHRASE")]


def builtins():
    """(name, signature, meaning)"""
    return [(r[1], r[4], r[5]) for r in rows("src/lang/builtins.def", "BUILTIN")]


def words(macro):
    """The first texts of TYPE_WORD, UNIT_WORD, QUERY_WORD or DECISION_WORD."""
    return [r[0] for r in rows("src/lang/words.def", macro)]


def units():
    return [w for r in rows("src/lang/words.def", "UNIT_WORD") for w in r[:2]]


# ---- the command
class Command:
    def __init__(self, row):
        self.name, _, _, self.arguments, self.about = row


class Option:
    def __init__(self, row, values):
        self.id, self.name, letter, argument, commands, self.help = row
        self.letter = letter.strip("'") if letter != "0" else ""
        self.argument = "" if argument == "NULL" else argument
        self.commands = commands.split()
        self.values = values  # of a command: ["csv", "ndjson"]; commands without a row take anything

    def of(self, command):
        return "*" in self.commands or command in self.commands

    def spellings(self):
        return (["-" + self.letter] if self.letter else []) + ["--" + self.name]


def commands():
    return [Command(r) for r in rows("src/cli/commands.def", "COMMAND")]


def options():
    choices = {}
    for option, names, values in rows("src/cli/choices.def", "CHOICES"):
        for command in names.split():
            choices.setdefault(option, {})[command] = values.split("|")
    return [Option(r, choices.get(r[0], {})) for r in rows("src/cli/options.def", "OPTION")]
