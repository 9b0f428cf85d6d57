"""The files of examples/ci in a real repository: the hook lets good commits through and stops bad ones; the workflow's own steps run."""
import os
import shutil
import subprocess
import tempfile

import lists
from run import SKIP

try:
    import yaml
except ImportError:
    yaml = None

ci = os.path.join(lists.root, "examples/ci")
RUBRIC = os.path.abspath(os.environ.get("RUBRIC", os.path.join(lists.root, "build/rubric")))


class Repository:
    def __init__(self, folder):
        self.folder = folder
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        self.env.update(HOME=folder + "-home", PATH=os.path.dirname(RUBRIC) + os.pathsep + os.environ["PATH"], GIT_CONFIG_NOSYSTEM="1",
                        GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.com", GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a@example.com")
        os.mkdir(folder)
        os.mkdir(folder + "-home")
        self.run("git", "init", "-q", "-b", "main", folder)

    def run(self, *command, **env):
        p = subprocess.run(command, cwd=self.folder, env=dict(self.env, **env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        return p.returncode, p.stdout.decode("utf-8", "replace")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w", encoding="utf-8").write(text)

    def read(self, name):
        path = os.path.join(self.folder, name)
        return open(path, encoding="utf-8").read() if os.path.exists(path) else ""

    def commit(self, *more):
        self.run("git", "add", "-A")
        return self.run("git", "commit", "-q", "-m", "a change", *more)


GOOD = """schema Lead {
  id        text     key
  employees integer  in 0..
}

fit "Large" +10 when employees >= 1000

stage "Large" when fit >= 10
stage "Other" otherwise

test "a large one" {
  lead { id: "1", employees: 1000 }
  expect fit = 10 and stage is "Large"
}
test "an unknown one" {
  lead { id: "2" }
  expect fit = 0 and stage is "Other"
}
"""


def formatted(text):
    """As `rubric fmt` lays it out: this test is not about its taste."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.rubric")
        open(path, "w", encoding="utf-8").write(text)
        subprocess.run([RUBRIC, "fmt", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        return open(path, encoding="utf-8").read()


def said(outcome, code, *words):
    got, text = outcome
    missing = [w for w in words if w not in text]
    return None if (got != 0) == (code != 0) and not missing else "ended with %d, and not a word of %s in\n%s" % (got, missing, text)


def hook(folder):
    r, good = Repository(folder), formatted(GOOD)
    hooks = os.path.join(folder, ".git/hooks")
    os.makedirs(hooks, exist_ok=True)
    shutil.copy(os.path.join(ci, "pre-commit"), os.path.join(hooks, "pre-commit"))
    r.write("notes.md", "nothing of ours")
    yield "what is not ours passes", said(r.commit(), 0)
    r.write("rules/a b.rubric", good)
    yield "a good rule set passes", said(r.commit(), 0)
    r.write("rules/a b.rubric", good.replace("when employees", "when employes"))
    outcome = r.commit()
    yield "a mistake is stopped", said(outcome, 1, "error[E030]", "rules/a b.rubric:6:", "`rubric lint` stopped the commit")
    yield "and said once", None if outcome[1].count("E030") == 1 else outcome[1]
    r.write("rules/a b.rubric", good.replace("expect fit = 10", "expect fit = 11"))
    yield "a failed test is stopped", said(r.commit(), 1, "a large one", "`rubric test --quiet` stopped the commit")
    r.write("rules/a b.rubric", good.replace("schema Lead {", "schema   Lead {"))
    yield "a layout is stopped", said(r.commit(), 1, "`rubric fmt --check` stopped the commit")
    r.write("rules/a b.rubric", good.replace('stage "Large" when fit >= 10', 'stage "Large" when fit >= 10\nstage "Never" when fit >= 50'))
    yield "a suspicion is stopped", said(r.commit(), 1, "`rubric lint` stopped the commit")
    yield "and passes when told to", said(r.commit("--no-verify"), 0)
    r.write("rules/a b.rubric", good)
    r.run("git", "add", "-A")
    r.write("rules/a b.rubric", "broken, but not part of the commit")
    yield "what is not committed does not count", said(r.run("git", "commit", "-q", "-m", "a change"), 0)
    r.run("git", "config", "rubric.files", "none/*.rubric")
    yield "only the files of rubric.files", said(r.commit(), 0)


def workflow(folder):
    """The steps that run the command, as GitHub runs them, on a pull request that lowers a threshold."""
    r = Repository(folder)
    shutil.copytree(os.path.join(lists.root, "examples/inbound"), os.path.join(folder, "rules"), dirs_exist_ok=True)
    inbound = formatted(r.read("rules/inbound.rubric"))
    r.write("rules/inbound.rubric", inbound)
    r.commit()
    base = r.run("git", "rev-parse", "HEAD")[1].strip()
    r.write("rules/inbound.rubric", inbound.replace("intent >= 50", "intent >= 30"))
    r.commit()
    env = {"RULES": "rules/inbound.rubric", "SAMPLE": "rules/leads.ndjson", "BASE": base, "GITHUB_STEP_SUMMARY": os.path.join(folder + "-home", "summary.md")}
    plan = yaml.safe_load(open(os.path.join(ci, "github-workflow.yml"), encoding="utf-8"))
    known = set(plan["env"]) | {"BASE", "GITHUB_STEP_SUMMARY"}
    for step in plan["jobs"]["rules"]["steps"]:
        if "run" in step and "rubric " in step["run"]:
            code, text = r.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], **env)
            findings = step["name"] == "Mistakes, and what is probably wrong" # an example may raise one
            yield "step `%s`" % step["name"], "ended with %d\n%s" % (code, text) if code and not (findings and code == 1) else None
    yield "the workflow's values", None if set(env) <= known else "it lacks %s" % (set(env) - known)
    yield "SARIF is made", None if '"version":"2.1.0"' in r.read("rubric.sarif").replace(": ", ":") else r.read("rubric.sarif")[:200] or "no rubric.sarif"
    yield "JUnit is made", None if "<testsuite" in r.read("rubric-tests.xml") else r.read("rubric-tests.xml")[:200] or "no rubric-tests.xml"
    report = r.read("rubric-diff.md")
    yield "the change is told", None if "MQL" in report and "50" in report and "30" in report else report[:2000] or "no rubric-diff.md"


def checks():
    if not shutil.which("git"):
        yield "hook", SKIP("git is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from hook(os.path.join(folder, "hook"))
        if yaml is None:
            yield "workflow", SKIP("python3-yaml is not installed")
            return
        yaml.safe_load(open(os.path.join(ci, "pre-commit-config.yaml"), encoding="utf-8"))
        yield from workflow(os.path.join(folder, "workflow"))
