"""The man pages: read without a warning by groff and mandoc, complete, and docs/cli.md names every command and option."""
import os
import re
import shutil
import subprocess
import tempfile

import lists
import make_man
from run import SKIP

# a page of a version that is not released has no date
READERS = {"groff": (["groff", "-man", "-ww", "-z", "-Tutf8"], r"^$"), "mandoc": (["mandoc", "-Tlint", "-W", "warning"], r"missing date")}


def complaints(command, ignored, path):
    p = subprocess.run(command + [path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return "\n".join(row for row in p.stdout.decode("utf-8", "replace").splitlines() if not re.search(ignored, row)) or None


def checks():
    found = dict(make_man.pages())
    cli = lists.read("docs/cli.md")
    for c in lists.commands():
        page = found.get("rubric-%s.1" % c.name, "")
        wanted = ["\\fB%s\\fP" % make_man.roff("--" + o.name) for o in lists.options() if o.of(c.name)]
        missing = [w for w in wanted if w not in page]
        yield "rubric-%s(1) has its options" % c.name, "it lacks " + " ".join(missing) if missing or not page else None
        yield "docs/cli.md has %s" % c.name, None if "| `%s" % c.name in cli else "no row `%s ...`" % c.name
    for o in lists.options():
        yield "docs/cli.md has --%s" % o.name, None if "--" + o.name in cli else "it is nowhere"
    fenced = "one\n## A\n```sh\n$ x\n## printed\n```\n## B\nlast\n"
    yield "headings in examples are none", None if [p.split("\n")[0] for p in make_man.parts(fenced)] == ["one", "A", "B"] else str(make_man.parts(fenced))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in found.items():
            open(os.path.join(folder, name), "w", encoding="utf-8").write(text)
        for reader, (command, ignored) in READERS.items():
            for name in sorted(found):
                yield "%s reads %s" % (reader, name), complaints(command, ignored, os.path.join(folder, name)) if shutil.which(reader) else SKIP("%s is not installed" % reader)
                if not shutil.which(reader):
                    break
