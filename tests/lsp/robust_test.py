"""Whatever a client sends, the server answers or passes over it, and goes on."""
import json
import os
import random
import subprocess

import client
from words import Text

SMALL = "schema Lead {\n  id text key\n  n number\n}\nfit \"x\" +1 when n > 3\n"


def alive(c, u):
    """It still knows its document."""
    h = c.at("hover", u, 4, 16)
    assert h and "n number" in h["contents"]["value"], h


def framed(body):
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


BODIES = [
    b"", b"{", b"null", b"[]", b"[1,2]", b"true", b"3", b"\"x\"", b"{}", b"{\"id\":1}", b"{\"method\":3}", b"{\"id\":{},\"method\":\"textDocument/hover\"}",
    b"{\"id\":null,\"method\":\"textDocument/hover\"}", b"{\"id\":-9223372036854775808,\"method\":\"x\"}", b"{\"id\":1.5,\"method\":\"textDocument/hover\"}",
    b"{\"id\":\"\\u0000\",\"method\":\"textDocument/hover\",\"params\":null}", b"{\"id\":1e999,\"method\":\"x\"}", b"\xff\xfe{}", b"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":null}",
    b"[" * 5000 + b"]" * 5000, b"{\"a\":" * 200 + b"1" + b"}" * 200, b"{\"method\":\"\xc3\x28\"}", b"{\"id\":1,\"method\":\"\"}", b"{\"id\":1,\"method\":\"textDocument/hover\"} trailing",
    b"{\"id\":1,\"method\":\"initialize\"}", b"{\"method\":\"initialized\"}", b"{\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}", b"{\"method\":\"$/setTrace\",\"params\":{}}",
]


def requests(u):
    methods = ["hover", "definition", "references", "documentHighlight", "documentSymbol", "completion", "prepareRename", "rename", "semanticTokens/full", "codeAction", "inlayHint", "codeLens", "formatting"]
    positions = [None, {}, {"line": -1, "character": -1}, {"line": 4294967295, "character": 4294967295}, {"line": 1e300, "character": -1e300}, {"line": "1", "character": []}, {"line": 4}, {"character": 3},
                 {"line": 9223372036854775807, "character": 18446744073709551615}]
    for m in methods:
        for p in [None, [], 3, {}, {"textDocument": None}, {"textDocument": {"uri": 3}}, {"textDocument": {"uri": ""}}, {"textDocument": {"uri": "file:///nowhere.rubric"}}, {"textDocument": {"uri": "%%%"}}]:
            yield m, p
        for position in positions:
            for name in (None, "", "a" * 3000, "\0", 5):
                yield m, {"textDocument": {"uri": u}, "position": position, "newName": name, "range": {"start": position, "end": None}, "context": 3}


def test_broken_messages(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL)
    for body in BODIES:
        c.raw(framed(body))
    alive(c, u)


def test_broken_frames(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL)
    for frame in [b"\r\n", b"hello\r\n\r\n", b"Content-Length:\r\n\r\n", b"Content-Length: -5\r\n\r\n", b"Content-Length: 99999999999999999999\r\n\r\n", b"Content-Length: 1000000000000\r\n\r\n{}",
                  b"Content-Length: x\r\n\r\n{}", b"Content-Length: 2", b"\r\n\r\n{}", b"content-length:2\n\n{}", b"Content-Type: a\r\nContent-Length: 2\r\nX: y\r\n\r\n{}", b"\0" * 3000, b"Content-Length: 2\r\n" + b"a" * 5000]:
        c.raw(frame)
    alive(c, u)


def test_every_request_with_wrong_parameters(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL)
    for method, params in requests(u):
        answer = c.request("textDocument/" + method, params, whole=True)
        assert "result" in answer or "error" in answer
    alive(c, u)


def test_wrong_notifications(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL)
    document = {"uri": u, "version": 2}
    for method, params in [
            ("didOpen", None), ("didOpen", {"textDocument": {"uri": 5, "text": "x"}}), ("didOpen", {"textDocument": {"uri": "", "text": "x"}}), ("didOpen", {"textDocument": {"uri": "file:///a"}}),
            ("didOpen", {"textDocument": {"uri": "untitled:Untitled-1", "text": "use \"x.rubric\"\nfit"}}), ("didOpen", {"textDocument": {"uri": "file://host/a%20b%2", "text": "\0"}}),
            ("didOpen", {"textDocument": {"uri": "file:///%00/x.rubric", "text": "schema"}}), ("didOpen", {"textDocument": {"uri": "file:///" + "d/" * 5000 + "x.rubric", "text": "use \"y.rubric\""}}),
            ("didChange", {"textDocument": document}), ("didChange", {"textDocument": document, "contentChanges": [{}, {"text": 3}, 5, None]}),
            ("didChange", {"textDocument": {"uri": "file:///nowhere"}, "contentChanges": [{"text": "x"}]}), ("didClose", {}), ("didClose", {"textDocument": {"uri": "file:///nowhere"}}), ("didSave", None),
            ("nothing", {})]:
        c.notify("textDocument/" + method, params)
    for method, params in [("workspace/didChangeConfiguration", {"settings": [1]}), ("workspace/didChangeWorkspaceFolders", {"event": {"added": [{"uri": "x"}, {}], "removed": [3, {"uri": "file:///"}]}}),
                           ("workspace/didChangeWatchedFiles", {"changes": 3})]:
        c.notify(method, params)
    c.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:Untitled-1"}})
    alive(c, u)


def test_edits_at_any_place(ask):
    for utf8 in (False, True):
        c = ask.start(utf8=utf8)
        u = c.open(ask.path("small.rubric"), "")
        version = 1
        far = {"line": 10 ** 9, "character": 10 ** 9}
        for r, put in [({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "a😀b\r\nc\rd\n"), ({"start": far, "end": far}, "end"), ({"start": far, "end": {"line": 0, "character": 0}}, SMALL),
                       ({"start": {"line": -3, "character": 7}, "end": {"line": 0, "character": -2}}, "# ")]:
            version += 1
            c.change(u, version, changes=[{"range": r, "text": put}])
            if put == SMALL:
                alive(c, u)
        assert c.findings(u, version)[0]["code"] == "E010"    # `# ` has hidden the schema's first line


def test_columns_within_characters(ask):
    """A column inside a character is its beginning; CR LF, CR and LF end lines."""
    for utf8, edits, want in [(False, [(0, 2, 0, 4)], "a->b"), (True, [(0, 3, 0, 5)], "a->b"), (False, [(0, 1, 0, 3)], "a->b"), (True, [(0, 1, 0, 5)], "a->b")]:
        c = ask.start(utf8=utf8)
        u = c.open(ask.path("small.rubric"), "a😀b")
        for a, b, d, e in edits:
            c.change(u, 2, changes=[{"range": {"start": {"line": a, "character": b}, "end": {"line": d, "character": e}}, "text": "->"}])
        found = c.findings(u, 2)
        assert found, found
    c = ask.start()
    text = SMALL.replace("\n", "\r\n").replace("id text key\r\n", "id text key\r")
    u = c.open(ask.path("small.rubric"), text)
    h = c.at("hover", u, 2, 2)
    assert h["range"] == {"start": {"line": 2, "character": 2}, "end": {"line": 2, "character": 3}}, h
    c.change(u, 2, changes=[{"range": {"start": {"line": 4, "character": 16}, "end": {"line": 4, "character": 17}}, "text": "m"}])
    assert c.findings(u, 2)[0]["range"] == {"start": {"line": 4, "character": 16}, "end": {"line": 4, "character": 17}}


def test_half_a_surrogate(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL)
    c.raw(framed(json.dumps({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": u, "version": 2}, "contentChanges": [{"text": "# \ud83d\n" + SMALL}]}}).encode()))
    assert "n number" in c.at("hover", u, 5, 16)["contents"]["value"]


def test_encoded_uri_is_kept(ask):
    c = ask.start()
    path = ask.write("my rules/ä.rubric", SMALL.replace("n >", "m >"))
    u = client.uri(path).replace("%20", "%20").replace("_", "%5F")
    c.notify("textDocument/didOpen", {"textDocument": {"uri": u, "version": 1, "text": open(path, encoding="utf-8").read()}})
    assert c.findings(u, 1)[0]["code"] == "E030"
    c.notify("textDocument/didClose", {"textDocument": {"uri": u}})
    c.notify("textDocument/didOpen", {"textDocument": {"uri": client.uri(path), "version": 3, "text": SMALL}})
    assert c.findings(client.uri(path), 3) == []


def test_before_and_after(ask):
    p = subprocess.run([client.RUBRIC, "lsp"], input=framed(b'{"id":1,"method":"textDocument/hover"}') + framed(b'{"method":"textDocument/didOpen"}'), capture_output=True)
    assert p.returncode == 0 and b'"code":-32002' in p.stdout, p
    p = subprocess.run([client.RUBRIC, "lsp"], input=framed(b'{"id":1,"method":"initialize"}') + framed(b'{"method":"exit"}'), capture_output=True)
    assert p.returncode == 1 and p.stderr == b"", p
    p = subprocess.run([client.RUBRIC, "lsp"], input=framed(b'{"id":1,"method":"initialize"}') + framed(b'{"id":2,"method":"shutdown"}') + framed(b'{"id":3,"method":"textDocument/hover"}') + framed(b'{"method":"exit"}'), capture_output=True)
    assert p.returncode == 0 and b'"code":-32600' in p.stdout, p
    p = subprocess.run([client.RUBRIC, "lsp"], input=framed(b'{"id":1,"method":"initialize"}'), capture_output=True)
    assert p.returncode == 1, p  # the input ended without a shutdown


def test_unknown_requests(ask):
    c = ask.start()
    for method in ("textDocument/unknown", "$/unknown", "workspace/executeCommand"):
        assert c.request(method, {}, whole=True)["error"]["code"] == -32601


def test_messages_in_pieces(ask):
    c = ask.start()
    u = client.uri(ask.path("small.rubric"))
    for byte in framed(json.dumps({"method": "textDocument/didOpen", "params": {"textDocument": {"uri": u, "version": 1, "text": SMALL}}}).encode()):
        c.raw(bytes([byte]))
    alive(c, u)


# ---- programs of several files
def test_module_is_checked_as_part_of_its_program(ask):
    ask.write("main.rubric", 'use "parts/size.rubric"\nschema Lead { id text key  employees number }\nfit "x" +1 when large\n')
    path = ask.write("parts/size.rubric", "define large as employees > 50\n")
    c = ask.start(folders=[ask.folder])
    u = c.open(path)
    assert c.findings(u, 1) == []
    assert c.at("definition", u, 0, 18)["uri"].endswith("main.rubric")
    c.change(u, 2, text="define large as employee > 50\n")
    assert [d["code"] for d in c.findings(u, 2)] == ["E030"]
    m = client.uri(ask.path("main.rubric"))
    c.change(u, 3, text="define larger as employees > 50\n")
    assert [d["code"] for d in c.findings(m)] == ["E030"], "of the file that is not open"
    ask.write("main.rubric", 'use "parts/size.rubric"\nschema Lead { id text key  employees number }\nfit "x" +1 when larger\n')
    c.notify("workspace/didChangeWatchedFiles", {"changes": []})
    c.published.clear()
    assert c.findings(m) == []


def test_open_documents_win_over_files(ask):
    main = ask.write("main.rubric", 'use "size.rubric"\nschema Lead { id text key  employees number }\nfit "x" +1 when large\n')
    size = ask.write("size.rubric", "define small as employees > 50\n")
    c = ask.start()
    u = c.open(main)
    assert [d["code"] for d in c.findings(u, 1)] == ["E030"]
    c.published.clear()
    s = c.open(size, "define large as employees > 50\n")
    assert c.findings(u) == []
    c.published.clear()
    c.notify("textDocument/didClose", {"textDocument": {"uri": s}})
    assert [d["code"] for d in c.findings(u)] == ["E030"]


def test_module_alone_needs_no_schema(ask):
    c = ask.start()
    assert c.findings(c.open(ask.path("a.rubric"), 'disqualify "x" when email is missing\n'), 1) == []
    assert [d["code"] for d in c.findings(c.open(ask.path("b.rubric"), 'rubric "B" { owner "x" }\ndisqualify "x" when email is missing\n'), 1)] == ["E050"]


def test_files_that_use_each_other(ask):
    a = ask.write("a.rubric", 'use "b.rubric"\n')
    ask.write("b.rubric", 'use "a.rubric"\n')
    c = ask.start()
    assert [d["code"] for d in c.findings(c.open(a), 1)] in ([], ["E004"])
    assert os.path.exists(a)


def test_close_clears(ask):
    c = ask.start()
    u = c.open(ask.path("small.rubric"), SMALL.replace("n >", "m >"))
    assert len(c.findings(u, 1)) == 1
    c.notify("textDocument/didClose", {"textDocument": {"uri": u}})
    c.published.clear()
    assert c.findings(u) == []


def test_what_the_server_asks(ask):
    c = ask.start(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}, "codeLens": {"refreshSupport": True}})
    m = c.read()
    assert m["method"] == "client/registerCapability" and m["params"]["registrations"][0]["method"] == "workspace/didChangeWatchedFiles", m
    c.send({"id": m["id"], "result": None})
    u = c.open(ask.path("small.rubric"), SMALL)
    c.notify("workspace/didChangeConfiguration", {"settings": {"rubric": {"sample": "x.csv"}}})
    assert c.read()["method"] == "workspace/codeLens/refresh"
    alive(c, u)


def test_edits_add_up(ask):
    """After many random edits the server has the text that the client has: everything is as if it had been opened so."""
    pieces = ["a", "\n", "\r\n", "ö", "😀", "\"", "{", "}", " when ", "fit \"x\" +1 when n > 3\n", "# c\n", "n", ""]
    r = random.Random(5)
    for utf8 in (False, True):
        c = ask.start(utf8=utf8)
        text, version = SMALL * 2, 1
        u = c.open(ask.path("small.rubric"), text)
        for _ in range(120):
            changes = []
            for _ in range(r.randint(1, 3)):
                a = r.randint(0, len(text))
                b = min(len(text), a + r.choice([0, 0, 1, 3, 20]))
                while 0 < a < len(text) and text[a - 1:a + 1] == "\r\n":
                    a -= 1      # between CR and LF is no place
                while b < len(text) and text[b - 1:b + 1] == "\r\n":
                    b += 1
                put = r.choice(pieces)
                t = Text(text, utf8)
                (la, ca), (lb, cb) = t.position(a), t.position(b)
                changes.append({"range": {"start": {"line": la, "character": ca}, "end": {"line": lb, "character": cb}}, "text": put})
                text = text[:a] + put + text[b:]
            version += 1
            c.change(u, version, changes=changes)
            if r.random() < 0.3:
                c.at("completion", u, r.randint(0, 9), r.randint(0, 30))
        v = ask.path("other.rubric")
        w = c.open(v, text)
        for method in ("documentSymbol", "semanticTokens/full"):
            assert c.request("textDocument/" + method, {"textDocument": {"uri": u}}) == c.request("textDocument/" + method, {"textDocument": {"uri": w}}), method
        assert c.findings(u, version) == c.findings(w, 1)
