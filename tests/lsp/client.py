"""A client of `rubric lsp`: starts it, sends requests, keeps what it publishes."""
import json
import os
import select
import subprocess
import time
from urllib.parse import quote

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RUBRIC = os.environ.get("RUBRIC", os.path.join(root, "build", "rubric"))


def uri(path):
    return "file://" + quote(os.path.abspath(path))


class Client:
    def __init__(self, utf8=False, options=None, folders=None, cache=None, workspace=None):
        env = dict(os.environ, LC_ALL="C", TZ="UTC")
        if cache:
            env["XDG_CACHE_HOME"] = cache
        self.p = subprocess.Popen([RUBRIC, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
        self.buffer = b""
        self.next_id = 0
        self.published = {}     # uri: [version, diagnostics]
        self.utf8 = utf8
        capabilities = {"general": {"positionEncodings": ["utf-8", "utf-16"] if utf8 else ["utf-16"]},
                        "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
        if workspace:
            capabilities["workspace"] = workspace
        params = {"processId": None, "rootUri": None, "capabilities": capabilities}
        params["initializationOptions"] = dict({"lint": False}, **(options or {}))
        if folders:
            params["workspaceFolders"] = [{"uri": uri(f), "name": f} for f in folders]
        self.initialized = self.request("initialize", params)
        self.notify("initialized", {})

    # ---- messages
    def raw(self, data):
        self.p.stdin.write(data)
        self.p.stdin.flush()

    def send(self, message):
        body = json.dumps(dict(message, jsonrpc="2.0"), ensure_ascii=False).encode("utf-8", "surrogatepass") if not isinstance(message, bytes) else message
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def read(self, timeout=10):
        """The next message, or None at the end or after `timeout`."""
        end = time.time() + timeout
        while True:
            head, sep, rest = self.buffer.partition(b"\r\n\r\n")
            if sep:
                size = int(head.split(b":")[1])
                if len(rest) >= size:
                    self.buffer = rest[size:]
                    message = json.loads(rest[:size].decode("utf-8"))
                    if message.get("method") == "textDocument/publishDiagnostics":
                        p = message["params"]
                        self.published[p["uri"]] = [p.get("version"), p["diagnostics"]]
                    return message
            left = end - time.time()
            if left <= 0 or not select.select([self.p.stdout], [], [], left)[0]:
                return None
            data = os.read(self.p.stdout.fileno(), 1 << 16)
            if not data:
                return None
            self.buffer += data

    def answer(self, id):
        while True:
            message = self.read()
            if message is None:
                raise AssertionError("no answer; exit code %r, stderr %r" % (self.p.poll(), self.p.stderr.read() if self.p.poll() is not None else ""))
            if message.get("id") == id and "method" not in message:
                return message

    def request(self, method, params, whole=False):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        message = self.answer(self.next_id)
        if whole:
            return message
        if "error" in message:
            raise AssertionError("%s: %s" % (method, message["error"]))
        return message["result"]

    # ---- documents
    def open(self, path, text=None, version=1):
        text = open(path, encoding="utf-8", newline="").read() if text is None else text
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri(path), "languageId": "rubric", "version": version, "text": text}})
        return uri(path)

    def change(self, u, version, text=None, changes=None):
        self.notify("textDocument/didChange", {"textDocument": {"uri": u, "version": version}, "contentChanges": changes or [{"text": text}]})

    def findings(self, u, version=None):
        """What was published for `u` (for that version, when given)."""
        while u not in self.published or (version is not None and self.published[u][0] != version):
            if self.read() is None:
                raise AssertionError("nothing was published for %s, version %s" % (u, version))
        return self.published[u][1]

    def at(self, method, u, line, character, **more):
        return self.request("textDocument/" + method, dict(more, textDocument={"uri": u}, position={"line": line, "character": character}))

    def close(self):
        """Ends it properly; its exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        code = self.p.wait(10)
        for f in (self.p.stdin, self.p.stdout, self.p.stderr):
            f.close()
        return code
