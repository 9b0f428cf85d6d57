"""Links of a page that lead nowhere: files that are not there, and headings (as GitHub names them) that no page has."""
import os
import re


def prose(text):
    """Without fenced blocks."""
    out, fenced = [], False
    for row in text.splitlines():
        if row.startswith("```"):
            fenced = not fenced
        elif not fenced:
            out.append(row)
    return "\n".join(out)


def anchors(text):
    headings = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", h).replace("`", "") for h in re.findall(r"^#+ (.*)$", prose(text), re.M)]
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings} | set(re.findall(r'<a id="([^"]*)"', text))


def read(path):
    return open(path, encoding="utf-8").read()


def broken(path):
    text = re.sub(r"``.*?``|`[^`\n]*`", "", prose(read(path)))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
        if not os.path.exists(target):
            yield "%s is not there" % link
        elif anchor and target.endswith(".md") and anchor not in anchors(read(target)):
            yield "%s: no such heading" % link
