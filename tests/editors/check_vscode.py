"""The VS Code extension: its parts agree with each other and with what the command prints; the package is whole; and, where node and the
client library are (`make vscode`), the extension itself is driven against `rubric lsp` with a stand-in for VS Code (vscode_drive.js)."""
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile

import lists
import make_vsix
from run import SKIP, here

source = os.path.join(lists.root, "editors/vscode")
built = os.path.join(os.environ.get("BUILD", os.path.join(lists.root, "build")), "editors/vscode")
RUBRIC = os.path.abspath(os.environ.get("RUBRIC", os.path.join(lists.root, "build/rubric")))


def read(name):
    return open(os.path.join(source, name), encoding="utf-8").read()


def differing(what, ours, theirs):
    odd = sorted(set(ours) ^ set(theirs))
    return "%s: %s" % (what, " ".join(odd)) if odd else None


FAILING = 'schema L { id text key }\nfit "a" +1 when id is "x"\ntest "one" {\n  lead { id: "x" }\n  expect fit = 2\n}\n'


def matched_problem(package, name, command, wanted):
    """What the problem matcher reads in what the command prints."""
    pattern = next(p["pattern"] for p in package["contributes"]["problemMatchers"] if p["name"] == name)
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "failing.rubric"), "w").write(FAILING)
        shutil.copy(os.path.join(lists.root, "docs/tour/mistake.rubric"), folder)
        p = subprocess.run([RUBRIC] + command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    found = [m for m in (re.search(pattern["regexp"], row) for row in p.stdout.decode().splitlines()) if m]
    if not found:
        return "matches nothing in\n" + p.stdout.decode()
    got = [found[0][pattern[k]] for k in ("file", "line", "column", "severity", "code", "message") if k in pattern]
    return None if got[: len(wanted)] == wanted else "reads %s" % got


def package_problem():
    with tempfile.TemporaryDirectory() as folder:
        at = os.path.join(folder, "extension")
        shutil.copytree(source, at, ignore=shutil.ignore_patterns("node_modules"))
        for name in ("CHANGELOG.md", "LICENSE.txt"):
            open(os.path.join(at, name), "w").close()
        outs = [os.path.join(folder, n) for n in ("a.vsix", "b.vsix")]
        for out in outs:
            make_vsix.write(at, out)
        if open(outs[0], "rb").read() != open(outs[1], "rb").read():
            return "the same folder gives other bytes"
        with zipfile.ZipFile(outs[0]) as archive:
            names = set(archive.namelist())
            manifest = archive.read("extension.vsixmanifest").decode()
        assets = re.findall(r'Path="([^"]*)"', manifest) + re.findall(r"<License>(.*?)</License>", manifest)
        missing = [n for n in assets + ["[Content_Types].xml", "extension/extension.js"] if n not in names]
        return "lacks " + " ".join(missing) if missing else "package-lock.json is in it" if "extension/package-lock.json" in names else None


def built_problem():
    """The .vsix of `make vscode`, when it is there: everything that extension.js needs is inside."""
    found = glob.glob(os.path.join(os.path.dirname(os.path.dirname(built)), "*.vsix"))
    if not found:
        return SKIP("no .vsix; `make vscode` builds it")
    with zipfile.ZipFile(found[0]) as archive:
        names = set(archive.namelist())
        package = json.loads(archive.read("extension/package.json"))
    wanted = ["extension/" + package["main"].lstrip("./"), "extension/" + package["contributes"]["grammars"][0]["path"].lstrip("./"), "extension/node_modules/vscode-languageclient/node.js"]
    missing = [n for n in wanted if n not in names]
    return "lacks " + " ".join(missing) if missing else "has no version" if package["version"] == "0.0.0" else None


def driven():
    if not shutil.which("node") or not os.path.isdir(os.path.join(built, "node_modules")):
        yield "driven", SKIP("no node, or no client library; `make vscode` fetches it")
        return
    p = subprocess.run(["node", os.path.join(here, "vscode_drive.js"), built, RUBRIC], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    text = p.stdout.decode("utf-8", "replace")
    steps = re.findall(r"^(ok|not ok) (.*)$", text, re.M)
    for ok, title in steps:
        yield "driven: " + title, None if ok == "ok" else text
    if p.returncode or not steps:
        yield "driven", "ended with %d\n%s" % (p.returncode, text)


def checks():
    package, code = json.loads(read("package.json")), read("extension.js")
    contributes = package["contributes"]
    json.loads(read("language-configuration.json"))
    yield "commands", differing("contributed or registered, not both", [c["command"] for c in contributes["commands"]], re.findall(r'registerCommand\("([^"]*)"', code))
    yield "settings", differing("contributed or read, not both", contributes["configuration"]["properties"], ["rubric." + s for s in re.findall(r'setting\("(\w+)"', code)])
    yield "settings in its README", None if all("`%s`" % s in read("README.md") for s in contributes["configuration"]["properties"]) else "one is missing"
    yield "one dependency", None if list(package["dependencies"]) == ["vscode-languageclient"] else str(package["dependencies"])
    locks = [os.path.join(source, "package-lock.json"), os.path.join(here, "package-lock.json")]
    yield "locks name no host", None if not any('"resolved"' in open(path, encoding="utf-8").read() for path in locks) else "npm install --omit-lockfile-registry-resolved=true"
    yield "problems of check", matched_problem(package, "rubric", ["check", "mistake.rubric"], ["mistake.rubric", "7", "25", "error", "E030"])
    yield "problems of test", matched_problem(package, "rubric-test", ["test", "failing.rubric"], ["failing.rubric", "3", 'failed "one"'])
    yield "a package", package_problem()
    yield "the built package", built_problem()
    yield from driven()
