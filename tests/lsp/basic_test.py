"""Findings, hover, definition, references, outline."""
from words import Text

SMALL = """# ö 😀 before
schema Lead {
  id text key
  # how many people work there
  employees integer in 0..  # from the form
}
define large as employees >= 500
fit "😀 Large" +10 when large and employees is present
stage "Good" when fit >= 10
route "Sales" to "sales" when stage is "Good"
"""


def both(ask, run):
    for utf8 in (False, True):
        c = ask.start(utf8=utf8)
        assert c.initialized["capabilities"]["positionEncoding"] == ("utf-8" if utf8 else "utf-16")
        run(c, Text(SMALL, utf8))


def test_sound_file_has_no_findings(ask):
    c = ask.start()
    assert c.findings(c.open(ask.path("inbound", "inbound.rubric")), 1) == []


def test_finding_with_fix_and_both_encodings(ask):
    def run(c, t):
        t = Text(SMALL.replace("when large", "when lagre"), t.utf8)
        u = c.open(ask.path("small.rubric"), t.text)
        assert c.findings(u, 1) == [{"range": t.range("lagre"), "severity": 1, "code": "E030", "source": "rubric",
                                     "message": "there is no field or definition `lagre`\nhelp: did you mean `large`?"}]
        c.change(u, 2, changes=[{"range": t.range("lagre"), "text": "large"}])
        assert c.findings(u, 2) == []
    both(ask, run)


def test_related_place(ask):
    c = ask.start()
    t = Text(SMALL + "list large = \"a\"\n")
    u = c.open(ask.path("small.rubric"), t.text)
    found = c.findings(u, 1)
    assert [d["code"] for d in found] == ["E033"], found
    assert found[0]["relatedInformation"] == [{"location": {"uri": u, "range": t.range("large", "define large")}, "message": "`large` is declared here"}]


def test_syntax_error_and_half_a_statement(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL + 'fit "x" +10 when employees >\n')
    assert [d["code"] for d in c.findings(u, 1)] == ["E010"]
    assert c.at("hover", u, *Text(SMALL).here("when |large"))["contents"]["value"].startswith("```rubric\ndefine large as")


def test_hover(ask):
    def run(c, t):
        u = c.open(ask.path("small.rubric"), t.text)
        h = c.at("hover", u, *t.here("and emp|loyees"))
        assert h["contents"] == {"kind": "markdown", "value": "```rubric\nemployees integer in 0..\n```\n\nhow many people work there\n\nfrom the form\n\n"
                                 "field, declared at small.rubric:5, used 2 times\n"}, h
        assert h["range"] == t.range("employees", "and employees")
        assert c.at("hover", u, *t.here("# ö| 😀")) is None
        assert c.at("hover", u, *t.here("|stage is")) ["contents"]["value"] == "`stage`: the lead's stage; missing when there is none"
    both(ask, run)


def test_hover_std_and_builtin(ask):
    c = ask.start()
    u = c.open(ask.path("inbound", "inbound.rubric"))
    t = Text(open(ask.path("inbound", "inbound.rubric"), encoding="utf-8").read())
    value = c.at("hover", u, *t.here("when |seniority"))["contents"]["value"]
    assert value.startswith("```rubric\ndefine seniority(title text)\n```\n\nHow senior the holder of a title is"), value
    assert "function, declared at std/titles:" in value and value.endswith("used once\n"), value
    value = c.at("hover", u, *t.here("when domain|(email)"))["contents"]["value"]
    assert value == "```rubric\ndomain(email, url or text) gives text\n```\nthe domain in it; missing when there is none", value
    value = c.at("hover", u, *t.here("score |fit"))["contents"]["value"]
    assert "can reach 0 to 65" in value, value


def test_definition_and_references(ask):
    def run(c, t):
        u = c.open(ask.path("small.rubric"), t.text)
        assert c.at("definition", u, *t.here("when l|arge")) == {"uri": u, "range": t.range("large", "define large")}
        assert c.at("definition", u, *t.here('is "Go|od"')) == {"uri": u, "range": t.range('"Good"')}
        refs = c.at("references", u, *t.here("|employees integer"), context={"includeDeclaration": True})
        assert [r["range"] for r in refs] == [t.range("employees", "employees integer"), t.range("employees", "as employees"), t.range("employees", "and employees")], refs
        refs = c.at("references", u, *t.here("|employees integer"), context={"includeDeclaration": False})
        assert len(refs) == 2
        marks = c.at("documentHighlight", u, *t.here("|employees integer"))
        assert [m["kind"] for m in marks] == [3, 2, 2]
    both(ask, run)


def test_definition_in_the_standard_library(ask):
    c = ask.start()
    u = c.open(ask.path("inbound", "inbound.rubric"))
    t = Text(open(ask.path("inbound", "inbound.rubric"), encoding="utf-8").read())
    to = c.at("definition", u, *t.here("when is|_free_mail"))
    path = to["uri"][len("file://"):]
    assert path.startswith(ask.path("cache")) and path.endswith("/email.rubric"), to
    line = open(path, encoding="utf-8").read().split("\n")[to["range"]["start"]["line"]]
    assert line.startswith("define is_free_mail"), line
    assert c.at("definition", u, *t.here('use "std/|email"'))["range"]["start"] == {"line": 0, "character": 0}
    assert c.at("definition", u, *t.here('from "compet|itors.txt"'))["uri"].endswith("/inbound/competitors.txt")


def test_outline(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL)
    out = c.request("textDocument/documentSymbol", {"textDocument": {"uri": u}})
    assert [(x["name"], x["detail"], [y["name"] for y in x.get("children", [])]) for x in out] == [
        ("Lead", "schema", ["id", "employees"]), ("large", "define", []), ("😀 Large", "fit", []), ("Good", "stage", []), ("Sales", "route", [])]
    assert [x["name"] for x in c.request("workspace/symbol", {"query": "GD"})] == ["Good"]
