#!/usr/bin/env python3
"""Turns what a terminal shows into an SVG: text on standard input, a picture on standard output.

    cd examples/inbound
    script -qec "../../build/rubric explain inbound.rubric leads.ndjson --key L00291 --now 2026-11-20T12:00:00Z --what-if" /dev/null |
      ../../docs/make_picture.py rubric explain inbound.rubric leads.ndjson --key L00291 --now 2026-11-20T12:00:00Z --what-if > ../../docs/explain.svg

The arguments are the command as the picture shows it. Colours are kept (ANSI: bold, dim and the sixteen colours); `script` makes
the command believe that it writes to a terminal.
"""
import html
import re
import sys

SIZE, WIDTH, HEIGHT, MARGIN, BAR = 13, 7.83, 19, 18, 30
BACKGROUND, PLAIN, DIM = "#1d2129", "#d7dae0", "#8a919e"
COLOURS = ["#5c6370", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"]


def style_after(style, codes):
    style = dict(style)
    for code in [int(c) for c in codes.split(";") if c] or [0]:
        if code == 0:
            style = {}
        elif code == 1:
            style["font-weight"] = "bold"
        elif code == 2:
            style["fill"] = DIM
        elif code in (22, 39):
            style.pop("font-weight" if code == 22 else "fill", None)
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fill"] = COLOURS[code % 10]
    return style


def spans(line, style):
    out = []
    for i, part in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
        if i % 2:
            style = style_after(style, part)
        elif part:
            attributes = "".join(' %s="%s"' % item for item in sorted(style.items()))
            out.append("<tspan%s>%s</tspan>" % (attributes, html.escape(part)) if attributes else html.escape(part))
    return "".join(out), style


def picture(title, lines):
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    width = int(max(map(len, plain)) * WIDTH + 2 * MARGIN)
    height = BAR + len(lines) * HEIGHT + MARGIN
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">' % (width, height, width, height),
           "<title>%s</title>" % html.escape(title),
           '<rect width="%d" height="%d" rx="8" fill="%s"/>' % (width, height, BACKGROUND)]
    for i, colour in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")):
        out.append('<circle cx="%d" cy="15" r="5" fill="%s"/>' % (18 + 17 * i, colour))
    out.append('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="%d" fill="%s">' % (SIZE, PLAIN))
    style = {}
    for i, line in enumerate(lines):
        text, style = spans(line, style)
        if text:
            out.append('<text x="%d" y="%d" xml:space="preserve">%s</text>' % (MARGIN, BAR + (i + 1) * HEIGHT - 5, text))
    return "\n".join(out + ["</g>", "</svg>"]) + "\n"


def main():
    lines = sys.stdin.buffer.read().decode("utf-8").replace("\r", "").expandtabs(4).rstrip().split("\n")
    command = " ".join(sys.argv[1:])
    if command:
        lines = ["\x1b[2m$\x1b[0m \x1b[1m%s\x1b[0m" % command, ""] + lines
    sys.stdout.write(picture(command or "rubric", lines))


main()
