#!/usr/bin/env python3
"""The examples of the documentation: every rubric block compiles, every shown command prints what the page says.

    ```rubric                 compiled by `rubric check`, and its tests pass; the first line may say more:
        # lead                also stands before every later block of the page that has no schema of its own
        # bad                 must fail with the code of the section's heading (## E031 ...), or give that finding of lint (## W203 ...)
        # good                like any other block
        # fragment            a form, not a program: skipped
    ```csv territory.csv      (any language, one file name) is a file beside the blocks that follow
    ```csv docs/tour/x.csv    (a path) must be what that file of the repository holds
    ```sh                     lines `$ command` are run at the root; what follows each is its output, `…` stands for anything

Links must lead somewhere (links.py). The picture docs/explain.svg must show what its command prints, and what docs/make_docs.py makes must be fresh.
Nothing is registered: add a page and run `make test T=docs`, or `tests/docs/run.py tour` for one page.
"""
import html
import json
import os
import re
import subprocess
import sys
import tempfile

import links

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
rubric = os.path.abspath(os.environ.get("RUBRIC", os.path.join(root, "build/rubric")))
fence = re.compile(r"^```([^`]*)$")


class Block:
    def __init__(self, line, info, section):
        self.line, self.words, self.section, self.lines = line, info.split(), section, []

    @property
    def language(self):
        return self.words[0] if self.words else ""

    @property
    def text(self):
        return "".join(self.lines)

    @property
    def mark(self):
        m = re.match(r"# (lead|bad|good|fragment)$", self.lines[0].strip()) if self.lines else None
        return m[1] if m else ""


def blocks_of(path):
    block, section = None, ""
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        m = fence.match(line.rstrip())
        if m and block is None:
            block = Block(number, m[1], section)
        elif m:
            yield block
            block = None
        elif block is not None:
            block.lines.append(line)
        elif line.startswith("## "):
            section = line[3:].strip()


def check(folder, text, command="check"):
    path = os.path.join(folder, "rules.rubric")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    p = subprocess.run([rubric, command, "rules.rubric", "--format", "json", "--now", "2026-11-20"], cwd=folder, capture_output=True, timeout=60)
    lines = p.stdout.decode("utf-8", "replace").splitlines()
    codes = [json.loads(line)["code"] for line in lines if line.startswith("{")]
    return p.returncode, codes, p.stdout + p.stderr


def tests_problem(folder):
    p = subprocess.run([rubric, "test", "rules.rubric"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return "its tests fail\n%s" % p.stdout.decode("utf-8", "replace") if p.returncode else None


def rules_problem(folder, block, lead):
    text = block.text if re.search(r"^schema ", block.text, re.M) else lead + block.text
    code, codes, output = check(folder, text)
    errors = [c for c in codes if c.startswith("E")]
    wanted = block.section.split(" ")[0]
    if re.match(r"W\d+$", wanted): # other findings may come with it
        found = wanted in check(folder, text, "lint")[1]
        if found != (block.mark == "bad"):
            return "lint %s %s" % ("gives" if found else "should give", wanted)
    elif block.mark == "bad":
        if code == 2 and errors == [wanted]:
            return None
        return "should give one %s, gives %s (exit code %d)" % (wanted, errors or "nothing", code)
    if errors or code not in (0, 1):
        return "does not compile (exit code %d)\n%s" % (code, output.decode("utf-8", "replace"))
    return tests_problem(folder) if re.search(r"^test ", text, re.M) else None


def commands_of(block):
    command, expected = None, []
    for line in block.lines:
        if line.startswith("$ "):
            if command:
                yield command, "".join(expected)
            command, expected = line[2:].strip(), []
        elif command:
            expected.append(line)
    if command:
        yield command, "".join(expected)


def matches(output, expected):
    pattern = ".*?".join(re.escape(part) for part in expected.rstrip().split("…"))
    return re.fullmatch(pattern, output.rstrip(), re.S) is not None


def command_problem(command, expected):
    real = re.sub(r"(^|[ (|;&])build/rubric\b", lambda m: m[1] + rubric, command)
    p = subprocess.run(["sh", "-c", real], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    output = p.stdout.decode("utf-8", "replace").replace(rubric, "build/rubric")
    if matches(output, expected):
        return None
    return "`%s` prints\n%s\nbut the page says\n%s" % (command, output, expected)


def file_problem(folder, block):
    name = block.words[1]
    if "/" not in name:
        open(os.path.join(folder, name), "w", encoding="utf-8").write(block.text)
        return None
    path = os.path.join(root, name)
    if not os.path.exists(path):
        return "there is no %s" % name
    return None if open(path, encoding="utf-8").read() == block.text else "%s holds something else" % name


def picture_problem():
    """docs/explain.svg shows what its command prints."""
    lines = [html.unescape(re.sub(r"<[^>]*>", "", line)) for line in open(os.path.join(root, "docs/explain.svg"), encoding="utf-8") if line.startswith("<text")]
    command = lines[0][2:].strip().replace("rubric", rubric, 1)
    p = subprocess.run(["sh", "-c", command], cwd=os.path.join(root, "examples/inbound"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    printed = [line for line in p.stdout.decode("utf-8", "replace").splitlines() if line]
    return None if [line.rstrip("\n") for line in lines[1:]] == printed else "docs/explain.svg is stale: see docs/make_picture.py"


def page_problems(path, folder):
    lead = ""
    for block in blocks_of(path):
        if len(block.words) > 1:
            yield block, file_problem(folder, block)
        if block.language == "rubric" and len(block.words) == 1 and block.mark != "fragment":
            yield block, rules_problem(folder, block, lead)
            if block.mark == "lead":
                lead = block.text
        if block.language == "sh":
            for command, expected in commands_of(block):
                yield block, command_problem(command, expected)


def pages():
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "build")
        found += [os.path.join(folder, f) for f in files if f.endswith(".md")]
    return sorted(found)


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = 0
    generated = subprocess.run([sys.executable, os.path.join(root, "docs/make_docs.py"), "--check"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if generated.returncode:
        failed += 1
        print(generated.stdout.decode("utf-8", "replace"), end="")
    else:
        passed += 1
    stale = picture_problem()
    passed, failed = passed + (not stale), failed + bool(stale)
    if stale:
        print(stale)
    for path in pages():
        name = os.path.relpath(path, root)
        if wanted not in name:
            continue
        astray = list(links.broken(path))
        passed, failed = passed + (not astray), failed + len(astray)
        for link in astray:
            print("%s: the link %s" % (name, link))
        with tempfile.TemporaryDirectory() as folder:
            for block, problem in page_problems(path, folder):
                if problem:
                    failed += 1
                    print("%s:%d: %s" % (name, block.line, problem))
                else:
                    passed += 1
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
