#!/usr/bin/env python3
"""Every name of a rule file stands on its page, in both forms, and every table is one.   doc_complete.py RULES"""
import html
import re
import subprocess
import sys


def page(form):
    return subprocess.run(["rubric", "doc", sys.argv[1], "--to", form], stdout=subprocess.PIPE, text=True, check=True).stdout


source = re.sub(r'(?m)^\s*#.*$', "", open(sys.argv[1], encoding="utf-8").read())
names = set()
for word in r"\w+", "group", "disqualify", "require", "stage", "segment", "contact", "route", "test":
    names |= {n for n in re.findall(r'(?m)^\s*%s\s+"([^"]+)"' % word, source)}
names |= set(re.findall(r'because "([^"]+)"', source))
names |= set(re.findall(r'\bfrom ((?:"[^"]+",?\s*)+)', source)) and {n for g in re.findall(r'\bfrom ((?:"[^"]+",?\s*)+)', source) for n in re.findall(r'"([^"]+)"', g)}
for block in re.findall(r"(?:schema|record) \w+ \{\n(.*?)\n\}", source, re.S):
    names |= set(re.findall(r"(?m)^  (\w+)\s", block))
names |= set(re.findall(r"(?m)^parameter (\w+)", source))
for d in re.findall(r"(?m)^(?:define|list|table) +(\w+)", source):
    names.add(d)

markdown, web = page("markdown"), page("html")
plain = re.sub(r"\\(.)", r"\1", html.unescape(markdown))
text = html.unescape(re.sub(r"<[^>]*>", "", web))
missing = [(form, n) for form, t in (("markdown", plain), ("html", text)) for n in sorted(names) if n not in t and n.replace("_", " ") not in t]
ragged, columns = 0, None
for line in markdown.splitlines():
    pipes = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
    ragged += pipes is not None and columns is not None and pipes != columns
    columns = pipes
open_tags = [t for t in ("table", "tr", "td", "th", "h2", "h3", "p", "ul", "b", "svg", "main") if len(re.findall(f"<{t}[ >]", web)) != web.count(f"</{t}>")]
print(f"{len(names)} names, {len(missing)} missing, {ragged} ragged rows, unbalanced: {open_tags}", *missing)
