"""Colours, hints, lenses: what is shown beside the text."""
from client import uri
from words import Text


def inbound(ask, **how):
    c = ask.start(**how)
    path = ask.path("inbound", "inbound.rubric")
    c.u = c.open(path)
    return c, Text(open(path, encoding="utf-8").read(), c.utf8)


def colours(c, t):
    data = c.request("textDocument/semanticTokens/full", {"textDocument": {"uri": c.u}})["data"]
    legend = c.initialized["capabilities"]["semanticTokensProvider"]["legend"]
    line = column = 0
    for i in range(0, len(data), 5):
        lines, columns, size, kind, bits = data[i:i + 5]
        column = columns if lines else column + columns
        line += lines
        word = t.cut({"start": {"line": line, "character": column}, "end": {"line": line, "character": column + size}})
        yield line, word, legend["tokenTypes"][kind], [m for n, m in enumerate(legend["tokenModifiers"]) if bits & 1 << n]


def test_colours(ask):
    for utf8 in (False, True):
        c, t = inbound(ask, utf8=utf8)
        text = '# ö\nfit "😀" +1 when length("😀") > 3 and is_free_mail(email)\n' + t.text
        c.change(c.u, 2, text=text)
        got = list(colours(c, Text(text, utf8)))
        assert [(w, k) for n, w, k, m in got if n < 2] == [
            ("# ö", "comment"), ("fit", "variable"), ('"😀"', "event"), ("+", "operator"), ("1", "number"), ("when", "keyword"), ("length", "function"), ('"😀"', "string"),
            (">", "operator"), ("3", "number"), ("and", "keyword"), ("is_free_mail", "function"), ("email", "property")], [x for x in got if x[0] < 2]
        assert [m for n, w, k, m in got if n == 1 and w == "is_free_mail"] == [["defaultLibrary"]]
        line = t.position(t.text.index("define pricing_visits"))[0] + 2
        assert [(w, k) for n, w, k, m in got if n == line][:9] == [("define", "keyword"), ("pricing_visits", "variable"), ("as", "keyword"), ("count", "function"), ("events", "property"), ("within", "keyword"),
                                                                  ("30", "number"), ("days", "keyword"), ("where", "keyword")]


def test_hints(ask):
    c, t = inbound(ask)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 1000, "character": 0}}
    got = c.request("textDocument/inlayHint", {"textDocument": {"uri": c.u}, "range": whole})
    assert [h["label"] for h in got] == ["reaches 0 to 65", "reaches 0 to 75", "reaches 0 to 69", "= 60"], got
    assert got[0]["position"] == t.range("score fit    0..100")["end"] and got[3]["position"] == t.range("fit >= sql_fit")["end"]
    assert len(c.request("textDocument/inlayHint", {"textDocument": {"uri": c.u}, "range": t.range("score fit    0..100")})) == 1
    c.change(c.u, 2, text=t.text.replace("0..100", "0..1oo", 1))
    assert [h["label"] for h in c.request("textDocument/inlayHint", {"textDocument": {"uri": c.u}, "range": whole})] == ["= 60"]


def lenses(c):
    return [(l["range"]["start"]["line"], l["command"]["title"]) for l in c.request("textDocument/codeLens", {"textDocument": {"uri": c.u}})]


def test_lenses_of_tests(ask):
    c, t = inbound(ask)
    got = dict(lenses(c))
    assert got[0] == "2 of 2 tests pass", got
    assert got[t.position(t.text.index('fit "Target'))[0]] == "2 of 2 tests"
    assert got[t.position(t.text.index('stage "MQL"'))[0]] == "0 of 2 tests"
    assert got[t.position(t.text.index('test "a VP'))[0]] == "passes"
    c.change(c.u, 2, text=t.text.replace("fit = 65", "fit = 60"))
    got = dict(lenses(c))
    assert got[0] == "1 of 2 tests pass", got
    assert got[t.position(t.text.index('test "a VP'))[0]] == 'fails: expect fit = 60 and points("Pricing page") = 5: fit = 60 is 65', got
    c.change(c.u, 3, text=t.text.replace("fit = 65", "fit = "))
    got = dict(lenses(c))    # the figures stay while the rules have a mistake, above what is still there
    assert got[t.position(t.text.index('stage "MQL"'))[0]] == "0 of 2 tests" and got[0] == "1 of 2 tests pass", got
    c.change(c.u, 4, text="# one more line\n" + t.text.replace("fit = 65", "fit = "))
    assert dict(lenses(c))[t.position(t.text.index('stage "MQL"'))[0] + 1] == "0 of 2 tests"
    c.change(c.u, 5, text=t.text)
    assert dict(lenses(c))[0] == "2 of 2 tests pass"


def test_lenses_of_a_sample(ask):
    for sample in ("sample.csv", "sample.ndjson"):
        ask.write("inbound/sample.csv", "lead_id,email,industry,employees,country\n1,a@b.example,SaaS,10,DE\n2,b@b.example,Other,300,\n3,c@gmail.com,saas,,US\n4,,,,\n")
        ask.write("inbound/sample.ndjson", "".join('{"lead_id":"%d","email":%s,"industry":%s,"employees":%s,"country":%s}\n' % x for x in [
            (1, '"a@b.example"', '"SaaS"', "10", '"DE"'), (2, '"b@b.example"', '"Other"', "300", "null"), (3, '"c@gmail.com"', '"saas"', "null", '"US"'), (4, "null", "null", "null", "null")]))
        c, t = inbound(ask, options={"sample": sample, "now": "2026-11-20T12:00:00Z"})
        got = dict(lenses(c))
        assert got[0] == "2 of 2 tests pass · 4 sample leads", got
        assert got[t.position(t.text.index('fit "Target'))[0]] == "2 of 2 tests · 50 % of sample leads", got
        assert got[t.position(t.text.index('fit "Personal'))[0]] == "1 of 2 tests · 25 % of sample leads", got
        assert got[t.position(t.text.index('require'))[0]] == "fails in 0 of 2 tests · 25 % of sample leads", got
        value = c.at("hover", c.u, *t.here("|employees "))["contents"]["value"]
        assert "filled in 50 % of the sample leads" in value, value
        assert "2 of 2 tests · 50 % of sample leads" in c.at("hover", c.u, *t.here('fit "|Target'))["contents"]["value"]
        assert "fails in 0 of 2 tests · 25 % of sample leads" in c.at("hover", c.u, *t.here('"|contactable"'))["contents"]["value"]
        assert "filled in 0 %" in c.at("hover", c.u, *t.here("|revenue "))["contents"]["value"]


def test_sample_that_is_not_there_or_broken(ask):
    ask.write("inbound/broken.csv", "\"no, fields\n")
    for sample in ("nowhere.csv", "broken.csv", "territory.csv", "..", ""):
        c, t = inbound(ask, options={"sample": sample})
        assert dict(lenses(c))[0] == "2 of 2 tests pass"


def test_lenses_off(ask):
    c, t = inbound(ask, options={"lenses": False, "hints": False})
    assert lenses(c) == []
    assert c.request("textDocument/inlayHint", {"textDocument": {"uri": c.u}}) == []
    c.notify("workspace/didChangeConfiguration", {"settings": {"rubric": {"lenses": True, "hints": True}}})
    assert lenses(c) != []
