"""What bash, zsh and fish offer: bash for every command and option of the lists, the others for one line of each kind."""
import os
import shutil
import subprocess
import tempfile

import lists
import make_completions
from run import SKIP, here

FILES = ["a.rubric", "two words.rubric", "set.rbc", "notes.txt", "leads.csv", "old.ndjson.gz"]
RULES, LEADS = ["a.rubric", "folder", "set.rbc", "two words.rubric"], ["folder", "leads.csv", "old.ndjson.gz"]


def long_options(command):
    return sorted("--" + o.name for o in lists.options() if o.of(command))


def expected_everywhere():
    """(line, offers): one of each kind"""
    yield "rubric ", sorted([c.name for c in lists.commands()] + ["help"])
    yield "rubric ru", ["run"]
    yield "rubric run --", long_options("run")
    yield "rubric run --max-rec", ["--max-record"]
    yield "rubric run --nothing", []
    yield "rubric run --to ", sorted(next(o for o in lists.options() if o.id == "TO").values["run"])
    yield "rubric run --to=nd", ["ndjson"]
    yield "rubric run ", RULES
    yield "rubric run a.rubric ", LEADS
    yield "rubric run a.rubric leads.csv le", ["leads.csv"]
    yield "rubric run --now 2026-01-01 a.rubric l", ["leads.csv"]
    yield "rubric run --trace a", ["a.rubric"]
    yield "rubric run a.rubric --allow-extern ", ["folder"]
    yield "rubric run a.rubric -o n", ["notes.txt"]
    yield "rubric check a.rubric a", ["a.rubric"]
    yield "rubric compile a.rubric a", []
    yield "rubric std ge", ["geo"]
    yield "rubric explain-code E00", ["E001", "E002", "E003", "E004", "E005"]
    yield "rubric help te", ["test"]


def expected_of_lists():
    for c in lists.commands():
        yield "rubric %s --" % c.name, long_options(c.name)
        for o in lists.options():
            for spelling in o.spellings() if c.name in o.values else []:
                yield "rubric %s %s " % (c.name, spelling), sorted(o.values[c.name])


def run(command, folder):
    p = subprocess.run(command, cwd=folder, env=dict(os.environ, HOME=folder, LC_ALL="C.UTF-8"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return p.stdout.decode("utf-8", "replace").splitlines()


def ask_bash(at, line, folder):
    return run(["bash", os.path.join(here, "complete.bash"), os.path.join(at, "rubric.bash"), line], folder)


def ask_zsh(at, line, folder):
    return sorted(line.rstrip("/").replace("\\", "") for line in run(["zsh", "-f", os.path.join(here, "complete.zsh"), at, line], folder))


def ask_fish(at, line, folder):
    found = run(["fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", os.path.join(at, "rubric.fish"), line], folder)
    names = [f.split("\t")[0].rstrip("/").replace("\\", "") for f in found]
    return sorted(n.partition("=")[2] if n.startswith("--") and "=" in n else n for n in names)


SHELLS = {"bash": ask_bash, "zsh": ask_zsh, "fish": ask_fish}


def checks():
    for o in lists.options():
        for c in o.commands if o.values else []:
            yield "--%s of %s has its values in choices.def" % (o.name, c), None if c in o.values else "no line CHOICES(%s, \" %s \", ...)" % (o.id, c)
    with tempfile.TemporaryDirectory() as at, tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            open(os.path.join(folder, name), "w").close()
        os.mkdir(os.path.join(folder, "folder"))
        for shell, name in (("bash", "rubric.bash"), ("zsh", "_rubric"), ("fish", "rubric.fish")):
            text = getattr(make_completions, shell)(lists.commands(), lists.options())
            open(os.path.join(at, name), "w", encoding="utf-8").write(text)
            if not shutil.which(shell):
                yield shell, SKIP("%s is not installed" % shell)
                continue
            mistakes = run([shell, "-n", os.path.join(at, name)], folder)
            yield shell + " reads it", "\n".join(mistakes) or None
            for line, offers in list(expected_everywhere()) + (list(expected_of_lists()) if shell == "bash" else []):
                got = SHELLS[shell](at, line, folder)
                yield "%s: `%s`" % (shell, line), None if got == offers else "offers %s, not %s" % (got, offers)
