# Edits the rules while a session is open on them: after each line waits for its answer.
import re
import subprocess



def ask(line):
    print("> " + line)
    session.stdin.write(line + '\n"done"\n')
    session.stdin.flush()
    for answer in iter(session.stdout.readline, '"done"  (text)\n'):
        print(answer, end="")


def edit(what, to):
    text = open("edited.rubric").read()
    with open("edited.rubric", "w") as out:
        out.write(re.sub(what, to, text))
    print("(edited)")


with open("edited.rubric", "w") as out:
    out.write(open("play.rubric").read())
session = subprocess.Popen(["rubric", "repl", "edited.rubric", "--now", "2026-11-20T15:00Z"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
ask('title = "CEO"')
edit(r'"Decider"   \+30', '"Decider"   +35')
ask("fit")
edit(r"\Z", "oops\n")
ask("fit")
ask("fit")
ask(":reload")
edit("oops", "")
edit("  title      text\n", "")
edit("when title has any.*", "when vip")
edit(r" and not \(.*", "")
ask("fit")
ask(":lead")
ask("vip = true")
edit("  email      email\n", "  email      email\n  title      text\n")
ask(":lead")
ask(":undo")
session.stdin.close()
