#!/usr/bin/env python3
"""The man pages rubric(1) and rubric-COMMAND(1), from docs/*.md and the lists of commands and options.

docs/make_man.py FOLDER     writes them there

A page's text is the sections of the documentation that belong to its command: those marked `<!-- man: run explain -->` below their
heading (below a page's title: all of the page), and of docs/cli.md also unmarked ones whose examples run it. Their Markdown is
paragraphs, tables, lists and fenced blocks; a line of an example that is too long for a page is cut.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../grammar"))
import lists  # noqa: E402

WIDTH = 72


# ---- Markdown to roff
def roff(text):
    """Plain text: nothing in it is an escape or a request, whatever a reader's locale can show."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("^", "\\(ha").replace("~", "\\(ti").replace("`", "\\(ga").replace("'", "\\(aq").replace('"', "\\(dq")
    return re.sub(r"[^\x00-\x7f]", lambda m: "..." if m[0] == "…" else "\\[u%04X]" % ord(m[0]), text)


def inline(text):
    out = ""
    for piece in re.split(r"(`` .*? ``|`[^`]*`|\*\*.*?\*\*|\[[^\]]*\]\([^)]*\))", text.strip()):
        if piece.startswith("`"):
            out += "\\fB%s\\fP" % roff(piece.strip("`").strip() if piece.startswith("``") else piece[1:-1])
        elif piece.startswith("**"):
            out += "\\fB%s\\fP" % inline(piece[2:-2]).replace("\\fP", "\\fB")
        elif piece.startswith("["):
            out += inline(piece[1 : piece.index("](")])
        else:
            out += roff(piece)
    return out


def line(text):
    return ("\\&" if text[:1] in (".", "'") else "") + text


def cells(row):
    return [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def table(rows):
    return [part for row in rows[2:] for part in (".TP", line(inline(cells(row)[0])), line(inline("; ".join(c for c in cells(row)[1:] if c)) or "\\&"))]


def fitted(row):
    """A command goes on in the next line, output is cut."""
    if len(row) <= WIDTH or not row.startswith("$ "):
        return [row if len(row) <= WIDTH else row[: WIDTH - 3] + "…"]
    out = [""]
    for word in re.findall(r"(?:'[^']*'|\"[^\"]*\"|\S)+", row):
        if out[-1] and len(out[-1]) + len(word) + 3 > WIDTH:
            out[-1] += " \\"
            out.append("   ")
        out[-1] += (" " if out[-1] else "") + word
    return out


def example(rows):
    shown = [part for r in rows for part in fitted(r.replace("build/rubric", "rubric"))]
    return [".PP", ".RS 4", ".EX"] + [line(roff(r)) for r in shown] + [".EE", ".RE"]


def kind_of(row, before):
    if before == "fence" or row.startswith("```"):
        return "fence"
    if row.startswith("|"):
        return "table"
    if row.startswith("- ") or (before == "list" and row.startswith("  ")):
        return "list"
    return "text" if row.strip() else ""


def blocks(text):
    """(kind, lines): fence, table, list or text"""
    block, kind = [], ""
    for row in text.splitlines() + [""]:
        now = kind_of(row, kind)
        if kind == "fence" and row.startswith("```"):
            yield kind, block
            block, kind = [], ""
        elif now != kind:
            if block:
                yield kind, block
            block, kind = ([] if now == "fence" else [row]), now
        else:
            block.append(row)


def man(text):
    out = []
    for kind, rows in blocks(re.sub(r"<!--.*?-->\n?", "", text)):
        if kind == "fence":
            out += example(rows)
        elif kind == "table":
            out += table(rows)
        elif kind == "list":
            out += [part for item in re.split(r"\n(?=- )", "\n".join(rows)) for part in (".IP \\(bu 2", line(inline(item[2:].replace("\n", " "))))]
        elif rows[0].startswith("#"):
            out += [".SS " + inline(rows[0].lstrip("# "))] + ([".PP", line(inline(" ".join(rows[1:])))] if rows[1:] else [])
        elif kind == "text":
            out += [".PP", line(inline(" ".join(rows)))]
    return out


# ---- the documentation
class Section:
    def __init__(self, title, text, commands):
        self.title, self.text = title, text
        marked = marks(text)
        self.commands = commands if marked is None else marked


def marks(text):
    found = re.search(r"<!-- man: (.*?) -->", text)
    return set(found[1].split()) if found else None


def examples_run(text):
    return set(re.findall(r"build/rubric (\S+)", " ".join(re.findall(r"^\$ (.*)$", text, re.M))))


def parts(text):
    """The text before the first heading `## `, and what begins at each; an example may print such a line itself."""
    found, fenced = [""], False
    for row in text.splitlines(keepends=True):
        fenced ^= row.startswith("```")
        if row.startswith("## ") and not fenced:
            found.append(row[3:])
        else:
            found[-1] += row
    return found


def page_sections(path):
    first, *rest = parts(lists.read(path))
    title, _, text = first.partition("\n")
    whole = marks(first) or set()
    yield Section(title.lstrip("# "), text, whole)
    for title, text in (part.split("\n", 1) for part in rest):
        yield Section(title, text, examples_run(text) if path == "docs/cli.md" else whole)


def sections():
    """The introduction of docs/cli.md, and all sections."""
    intro, *found = page_sections("docs/cli.md")
    others = sorted(name for name in os.listdir(os.path.join(lists.root, "docs")) if name.endswith(".md") and name != "cli.md")
    return intro.text, found + [s for name in others for s in page_sections("docs/" + name) if s.commands]


def version():
    return re.search(r'RUBRIC_VERSION "(.*?)"', lists.read("src/rubric.h"))[1]


# ---- pages
def head(name, about):
    shown = name.replace("-", "\\-")
    first = ['.\\" made by docs/make_man.py', '.TH %s 1 "" "rubric %s" "Rubric"' % (shown.upper(), version())]
    return first + [".ad l", ".nh", ".SH NAME", "%s \\- %s" % (shown, roff(about))]


def option(o, command):
    values = o.values.get(command)
    takes = " \\fI%s\\fP" % roff(o.argument) if o.argument else ""
    text = inline(o.help[:1].upper() + o.help[1:]) + "."
    return [".TP", ", ".join("\\fB%s\\fP%s" % (roff(s), takes) for s in o.spellings()), line(text)] + (["Values: " + ", ".join("\\fB%s\\fP" % roff(v) for v in values) + "."] if values else [])


def options(command):
    return [".SH OPTIONS"] + [part for o in lists.options() if o.of(command) for part in option(o, command)]


def exit_codes(found):
    return [".SH EXIT STATUS"] + [part for s in found if s.title == "Exit codes" for part in man(s.text)]


def see_also(names):
    return [".SH SEE ALSO", ",\n".join("\\fB%s\\fP(1)" % n.replace("-", "\\-") for n in names)]


def command_page(c, found, every):
    mine = [s for s in found if c.name in s.commands and s.title not in ("Options", "Exit codes")]
    mine.sort(key=lambda s: len(s.commands))  # what is of this command alone comes first
    synopsis = [".SH SYNOPSIS", "\\fBrubric %s\\fP %s [\\fIOPTION\\fP]..." % (roff(c.name), roff(c.arguments))]
    out = head("rubric-" + c.name, c.about) + synopsis + [".SH DESCRIPTION", line(roff(c.about[:1].upper() + c.about[1:])) + "."]
    for s in mine:
        out += [".SS " + inline(s.title)] + man(s.text)
    return out + options(c.name) + exit_codes(found) + see_also(["rubric"] + ["rubric-" + o.name for o in every if o is not c])


def main_page(intro, found, every):
    out = head("rubric", "decides leads by rules that people can read")
    out += [".SH SYNOPSIS", "\\fBrubric\\fP \\fICOMMAND\\fP [\\fIOPTION\\fP]... [\\fIFILE\\fP]...", ".SH DESCRIPTION"]
    for kind, rows in blocks(intro):
        if kind == "text" and not rows[0].startswith("#"):
            out += man("\n".join(rows))
    out += [".SH COMMANDS"]
    for c in every:
        out += [".TP", "\\fBrubric\\-%s\\fP(1)" % c.name.replace("-", "\\-"), line(roff(c.about[:1].upper() + c.about[1:])) + "."]
    return out + options("") + exit_codes(found) + see_also(["rubric-" + c.name for c in every])


def page_text(rows):
    """A heading's first paragraph needs no mark."""
    kept = [r for above, r in zip([""] + rows, rows) if not (r == ".PP" and re.match(r"\.S[HS] ", above))]
    return "\n".join(kept) + "\n"


def pages():
    """(file name, text)"""
    intro, found = sections()
    every = lists.commands()
    yield "rubric.1", page_text(main_page(intro, found, every))
    for c in every:
        yield "rubric-%s.1" % c.name, page_text(command_page(c, found, every))


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for name, text in pages():
        with open(os.path.join(sys.argv[1], name), "w", encoding="utf-8") as out:
            out.write(text)
