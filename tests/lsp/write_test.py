"""Completion, rename, fixes: what helps to write."""
import subprocess

import client
from client import uri
from words import Text

RULES = """rubric "Small" {
  timezone "Europe/Berlin"
}

schema Lead {
  id text key
  email email
  employees integer in 0..
  plan scale of "free", "team", "enterprise"  default "free"
  events list of Event by at
}
record Event {
  kind one of "visit", "demo"
  page text
  at time
}
list targets = "SaaS", "Fintech"
define size by employees {
  < 50 => "SMB"
  50.. => "Large"
}
fit "Large" +10 when size is "Large"
fit "Plan" +10 when plan is "team"
stage "Hot" when fit >= 20
stage "Cold" otherwise
route "Sales" to "sales" when stage is "Hot"
"""


def labels(ask_or_client, add, count=None):
    """What is offered at the bar in RULES with `add` behind it, the first `count` in the client's order."""
    c = ask_or_client
    t = Text(RULES + add.replace("|", ""), c.utf8)
    c.version = getattr(c, "version", 1) + 1
    c.change(c.u, c.version, text=t.text)
    index = len(RULES) + add.index("|")
    line, character = t.position(index)
    items = sorted(c.at("completion", c.u, line, character)["items"], key=lambda i: i["sortText"])
    for i in items:
        r = i["textEdit"]["range"]
        assert r["start"]["line"] == r["end"]["line"] == line and r["start"]["character"] <= character, i
    return [i["label"] for i in items][:count], items


def begin(ask, **how):
    c = ask.start(**how)
    c.u = c.open(ask.path("small.rubric"), RULES)
    return c


def test_values(ask):
    for utf8 in (False, True):
        c = begin(ask, utf8=utf8)
        plan = ["free", "team", "enterprise"]
        assert labels(c, 'fit "ö😀" +1 when plan is "|"')[0] == plan
        assert labels(c, 'fit "ö😀" +1 when plan is "|')[0] == plan
        assert labels(c, 'fit "x" +1 when plan is not "f|"')[0] == plan
        assert labels(c, 'fit "x" +1 when plan is |', 3)[0] == ['"free"', '"team"', '"enterprise"']
        assert labels(c, 'fit "x" +1 when plan in ("free", "|")')[0] == plan
        assert labels(c, 'fit "x" +1 for events where kind is "|"')[0] == ["visit", "demo"]
        assert labels(c, 'define d as count(events within 3 days where kind in ("|"')[0] == ["visit", "demo"]
        assert labels(c, 'fit "x" +1 when size is "|"')[0] == ["SMB", "Large"]
        assert labels(c, 'route "x" to "y" when stage is "|"')[0] == ["Hot", "Cold"]
        assert labels(c, 'route "x" to "y" when previous.stage is "|"')[0] == ["Hot", "Cold"]
        assert labels(c, 'fit "x" by employees, plan {\n  1.., "|" => 3\n}')[0] == plan
        assert labels(c, 'test "x" {\n  lead { plan: "|" }\n}')[0] == plan
        assert labels(c, 'test "x" {\n  lead { events: [ { kind: "visit" }, { kind: "|" } ] }\n}')[0] == ["visit", "demo"]
        assert labels(c, 'test "x" {\n  expect points("|") = 3\n}')[0] == ["Large", "Plan"]
        assert labels(c, 'use "|"')[0] == ["std/email", "std/geo", "std/titles"]
        assert labels(c, 'fit "x" +1 when email is "|"')[0] == []
        items = labels(c, 'fit "ö😀" +1 when plan is "f|re"')[1]
        t = Text(RULES + 'fit "ö😀" +1 when plan is "fre"', utf8)
        assert items[0]["textEdit"] == {"range": t.range("fre", '"fre"'), "newText": "free"}, items[0]


def test_names(ask):
    c = begin(ask)
    got, items = labels(c, 'fit "x" +1 when |')
    assert got[:5] == ["email", "employees", "events", "id", "plan"] and "size" in got and "days_since" in got and "count" in got, got
    assert "fit" not in got and "stage" not in got and "std_free_mail_domains" not in got, got
    of = {i["label"]: i for i in items}
    assert of["employees"]["detail"] == "an integer" and of["employees"]["kind"] == 5
    assert of["days_since"]["detail"] == "days_since(time or date) gives number" and of["days_since"]["documentation"]["value"].startswith("whole 24-hour days")
    assert of["is_free_mail"]["additionalTextEdits"][0]["newText"] == '\nuse "std/email"'
    assert of["is_free_mail"]["additionalTextEdits"][0]["range"]["start"] == {"line": 2, "character": 1}
    assert labels(c, 'fit "x" +1 for events where |', 3)[0] == ["at", "kind", "page"]
    assert labels(c, 'fit "x" +1 when email in |', 1)[0] == ["targets"] or "targets" in labels(c, 'fit "x" +1 when email in |', 7)[0]
    assert labels(c, "define f(title text, n number) as |", 2)[0] == ["n", "title"]
    got = labels(c, 'stage "x" when |')[0]
    assert "fit" in got and "disqualified" in got, got
    assert labels(c, 'route "x" to "y" when previous.|')[0] == ["route", "routed_at", "stage", "target"]


def test_table_columns(ask):
    c = begin(ask)
    ask.write("owners.csv", "plan,owner\nfree,ann\nteam,bo\n")
    add = 'table owners from "owners.csv" { plan text key owner text }\nroute "x" to owners(plan).|'
    assert labels(c, add)[0] == ["owner", "plan"]
    assert labels(c, add.replace("|", 'owner when owners(plan).owner is "|"'))[0] == ["ann", "bo"], labels(c, add.replace("|", 'owner when owners(plan).owner is "|"'))


def test_files(ask):
    c = begin(ask)
    for name in ("owners.csv", "rivals.txt", "parts.rubric"):
        ask.write(name, "")
    assert labels(c, 'use "|"')[0] == ["std/email", "std/geo", "std/titles", "parts.rubric"]
    assert labels(c, 'list a from "|"')[0] == ["owners.csv", "rivals.txt"]
    assert labels(c, 'table a from "|"')[0] == ["owners.csv"]
    assert labels(c, 'record R {\n  a text from "|"\n}')[0] == []


def test_std_functions_of_used_modules(ask):
    c = begin(ask)
    got, items = labels(c, 'use "std/titles"\nfit "x" +1 when |')
    of = {i["label"]: i for i in items}
    assert of["seniority"]["detail"] == "(title) gives text", of["seniority"]
    assert "How senior the holder of a title is" in of["seniority"]["documentation"]["value"]
    assert of["seniority"]["textEdit"]["newText"] == "seniority(${1:title})" and of["seniority"]["insertTextFormat"] == 2


def test_words(ask):
    c = begin(ask)
    assert labels(c, "|", 2)[0] == ["fit", "intent"] and {"schema", "route", "test", "disqualify"} <= set(labels(c, "|")[0])
    assert labels(c, 'stage "x" |')[0] == ["otherwise", "when"]
    assert {"when", "for", "each", "at most"} <= set(labels(c, 'fit "x" +3 |')[0])
    assert {"is", "in", "and", "is missing"} <= set(labels(c, 'fit "x" +3 when employees |')[0])
    assert labels(c, 'test "x" {\n  |\n}')[0] == ["at", "expect", "lead"]
    assert labels(c, 'test "x" {\n  lead { | }\n}')[0] == ["email", "employees", "events", "id", "plan", "previous"]
    assert labels(c, 'test "x" {\n  lead { events: [ { | \n}')[0] == ["at", "kind", "page"]
    assert labels(c, "record R {\n  x |\n}", 1)[0] == ["Event"] and "one of" in labels(c, "record R {\n  x |\n}")[0]
    assert "default" in labels(c, "record R {\n  x text |\n}")[0]
    assert labels(c, "# |")[0] == [] and labels(c, "record R {\n  |\n}")[0] == []
    assert labels(c, 'group "g" 0..5 {\n  |\n}')[0] == ["fit", "intent"]


def test_signature(ask):
    c = begin(ask)
    for utf8, add, want in [
            (False, 'fit "ö" +1 when round(employees, |', ("round(number, places) gives number", ["number", "places"], 1)),
            (False, 'fit "ö" +1 when join("a", "(", "c", "d|")', ("join(a, b, ...) gives text", ["a", "b", "..."], 2)),
            (False, 'define f(a number, b text) as 1\ndefine g as f(|', ("f(a number, b text) gives an integer", ["a number", "b text"], 0)),
            (False, 'fit "x" +1 when round(abs(|', ("abs(number) gives number", ["number"], 0)),
            (False, 'fit "x" +1 when round(abs(employees)|', ("round(number, places) gives number", ["number", "places"], 0)),
            (False, 'fit "x" +1 when (|', None), (False, "|", None)]:
        t = Text(RULES + add.replace("|", ""), utf8)
        c.version = getattr(c, "version", 1) + 1
        c.change(c.u, c.version, text=t.text)
        got = c.at("signatureHelp", c.u, *t.position(len(RULES) + add.index("|")))
        if want is None:
            assert got is None, got
        else:
            assert (got["signatures"][0]["label"], [p["label"] for p in got["signatures"][0]["parameters"]], got["activeParameter"]) == want, got


def rename(c, t, at, name):
    line, character = t.here(at)
    return c.request("textDocument/rename", {"textDocument": {"uri": c.u}, "position": {"line": line, "character": character}, "newName": name}, whole=True)


def applied(t, edits):
    lines = t.text.split("\n")
    for e in sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]), reverse=True):
        n = e["range"]["start"]["line"]
        assert e["range"]["end"]["line"] == n
        if t.utf8:
            b = lines[n].encode("utf-8")
            lines[n] = (b[:e["range"]["start"]["character"]] + e["newText"].encode("utf-8") + b[e["range"]["end"]["character"]:]).decode("utf-8")
        else:
            b = lines[n].encode("utf-16-le")
            lines[n] = (b[:2 * e["range"]["start"]["character"]] + e["newText"].encode("utf-16-le") + b[2 * e["range"]["end"]["character"]:]).decode("utf-16-le")
    return "\n".join(lines)


def test_rename(ask):
    for utf8 in (False, True):
        c = begin(ask, utf8=utf8)
        text = RULES + 'test "😀" { lead { employees: 3 } expect employees = 3 }\n'
        c.change(c.u, 2, text=text)
        t = Text(text, utf8)
        cases = [("|employees integer", "staff", [("employees integer in 0..", 'staff integer in 0.. from "employees"'), ("by employees", "by staff"), ("lead { employees", "lead { staff"), ("expect employees", "expect staff")]),
                 ("|employees integer", "Head Count", [("employees integer in 0..", '`Head Count` integer in 0.. from "employees"'), ("by employees", "by `Head Count`"), ("lead { employees", "lead { `Head Count`"), ("expect employees", "expect `Head Count`")]),
                 ('stage is "H|ot"', "Very \"hot\"", [('stage "Hot"', 'stage "Very \\"hot\\""'), ('is "Hot"', 'is "Very \\"hot\\""')]),
                 ("define |size", "bulk", [("define size", "define bulk"), ("when size", "when bulk")]),
                 ("of |Event", "Touch", [("of Event", "of Touch"), ("record Event", "record Touch")])]
        for at, name, want in cases:
            m = rename(c, t, at, name)
            expected = t.text
            for a, b in want:
                assert a in expected, a
                expected = expected.replace(a, b)
            assert applied(t, m["result"]["changes"][c.u]) == expected, (name, m)


def test_rename_refused(ask):
    c = begin(ask)
    text = RULES + 'define visits as count(events where page is present and email is present)\n'
    c.change(c.u, 2, text=text)
    t = Text(text)
    for at, name, why in [
            ("|employees integer", "email", "it would be a mistake: the field `email` is declared twice"),
            ("|employees integer", "and", "`and` is a word of the language and cannot be a name"),
            ("|employees integer", "stage", "it would be a mistake: `stage` cannot be the name of a field"),
            ("|email email", "page", "`page` has a meaning already where the name is used"),
            ("|employees integer", "  ", "a name needs letters"),
            ("|employees integer", "a`b", "this cannot stand in a name"),
            ('stage "|Hot"', "Cold", 'it would be a mistake: two stages are called "Cold"'),
            ("|count(", "x", "this name is of the language"),
            ('is "t|eam"', "x", "this is a value of the data: it is called what the data call it"),
            ("|schema", "x", "there is no name here")]:
        m = rename(c, t, at, name)
        assert m.get("error", {}).get("message") == why, (at, name, m)
    line, character = t.here("|count(")
    assert c.at("prepareRename", c.u, line, character) is None
    line, character = t.here('stage "|Hot"')
    assert c.at("prepareRename", c.u, line, character) == {"range": t.range("Hot"), "placeholder": "Hot"}


def test_rename_in_all_files(ask):
    ask.write("parts/size.rubric", "# a module\ndefine large(n number) as n > 50\n")
    main = ask.write("main.rubric", 'use "parts/size.rubric"\nschema Lead { id text key  n number }\nfit "x" +1 when large(n)\n')
    c = ask.start(folders=[ask.folder])
    c.u = c.open(ask.path("parts", "size.rubric"))
    t = Text(open(ask.path("parts", "size.rubric")).read())
    m = rename(c, t, "|large", "big")
    assert "result" in m, m
    assert {u: [e["newText"] for e in es] for u, es in m["result"]["changes"].items()} == {c.u: ["big"], uri(main): ["big"]}, m


def test_fix(ask):
    c = begin(ask)
    text = RULES.replace("size is", "sice is")
    c.change(c.u, 2, text=text)
    t = Text(text)
    r = t.range("sice")
    got = c.request("textDocument/codeAction", {"textDocument": {"uri": c.u}, "range": r, "context": {"diagnostics": []}})
    assert got == [{"title": "Write size", "kind": "quickfix", "isPreferred": True, "edit": {"changes": {c.u: [{"range": r, "newText": "size"}]}}}], got
    got = c.request("textDocument/codeAction", {"textDocument": {"uri": c.u}, "range": t.range("rubric"), "context": {"diagnostics": []}})
    assert got == []


def test_fixes(ask):
    """What is written is taken from the finding; applied, the finding is gone."""
    c = begin(ask)
    c.version = 1
    for wrong, at in [('fit "x" +1 when lenght(email) > 3', "lenght"), ('fit "x" +1 when plan is "taem"', '"taem"'), ('fit "x" +1 when emial is valid', "emial"), ('rout "x" to "y" when stage is "Hot"', "rout"),
                      ('fit "x" +1 if employees > 3', "if"), ('use "std/titels"', '"std/titels"'), ('test "t" { lead { plna: "free" } expect points("Paln") = 0 }', "plna"),
                      ('test "t" { lead { } expect points("Paln") = 0 }', '"Paln"'), ('route "x" to previous.tarte when stage is "Hot"', "tarte"), ('record R { a txet }', "txet")]:
        t = Text(RULES + wrong + "\n")
        c.version += 1
        c.change(c.u, c.version, text=t.text)
        before = len(c.findings(c.u, c.version))
        got = c.request("textDocument/codeAction", {"textDocument": {"uri": c.u}, "range": t.range(at, wrong), "context": {"diagnostics": []}})
        assert len(got) >= 1, wrong
        c.version += 1
        c.change(c.u, c.version, text=applied(t, got[0]["edit"]["changes"][c.u]))
        assert len(c.findings(c.u, c.version)) < before, (wrong, c.published)


def test_formatting(ask):
    for utf8 in (False, True):
        c = begin(ask, utf8=utf8)
        laid = RULES.replace('fit "Plan"', 'fit "ö😀"')
        for text in (laid, laid.replace("\n", "\r\n")):
            c.version = getattr(c, "version", 1) + 1
            c.change(c.u, c.version, text=text)
            edits = c.request("textDocument/formatting", {"textDocument": {"uri": c.u}, "options": {"tabSize": 2, "insertSpaces": True}})
            assert len(edits) == 1 and edits[0]["range"]["start"]["character"] == 0, edits
            c.version += 1
            c.change(c.u, c.version, changes=[{"range": edits[0]["range"], "text": edits[0]["newText"]}])
            assert c.request("textDocument/formatting", {"textDocument": {"uri": c.u}}) == []
            assert c.findings(c.u, c.version) == []
    c.change(c.u, 9, text=RULES + "fit")
    assert "mistakes" in c.request("textDocument/formatting", {"textDocument": {"uri": c.u}}, whole=True)["error"]["message"]


def test_formatting_is_that_of_fmt(ask):
    path = ask.write("a.rubric", RULES)
    c = ask.start()
    u = c.open(path)
    t = Text(RULES)
    edit = c.request("textDocument/formatting", {"textDocument": {"uri": u}})[0]
    lines = RULES.split("\n")
    got = "\n".join(lines[:edit["range"]["start"]["line"]] + [""])[:-1 if edit["range"]["start"]["line"] == 0 else None] + edit["newText"] + "\n".join(lines[edit["range"]["end"]["line"]:])
    assert edit["range"]["end"]["character"] == 0
    assert got == subprocess.run([client.RUBRIC, "fmt", "--stdout", path], capture_output=True, text=True, check=True).stdout
    assert t.text == RULES


def warned(c, version):
    """The findings that come second: those that need proofs."""
    while True:
        found = c.findings(c.u, version)
        if any(d["code"].startswith("W") for d in found):
            return found
        assert c.read() is not None, "no warning was published"


def test_lint(ask):
    c = ask.start(options={"lint": True})
    text = RULES + 'segment "Ghosts" when employees < 0 and plan is "team"\n'
    c.u = c.open(ask.write("small.rubric", text))
    t = Text(text)
    d = [d for d in warned(c, 1) if d["code"] == "W201"][0]
    assert d["severity"] == 2 and d["source"] == "rubric" and d["range"]["start"]["line"] == text.count("\n") - 1 and "never" in d["message"], d
    got = c.request("textDocument/codeAction", {"textDocument": {"uri": c.u}, "range": d["range"], "context": {"diagnostics": [d]}})
    allow = [a for a in got if a["title"] == "Allow W201 here"]
    assert allow and allow[0]["edit"]["changes"][c.u] == [{"range": {"start": t.range("segment")["start"], "end": t.range("segment")["start"]}, "newText": "# rubric: allow W201 because \n"}], got
    c.change(c.u, 2, text=RULES + '# rubric: allow W201 because it is a test\nsegment "Ghosts" when employees < 0 and plan is "team"\n')
    c.change(c.u, 3, text=text)
    assert "W201" in [d["code"] for d in warned(c, 3)]
    c.change(c.u, 4, text=text + "fit")
    assert {d["code"][0] for d in c.findings(c.u, 4)} == {"E"}
