#!/usr/bin/env python3
"""Runs the tests of the language server: every test_* function of every *_test.py here.   run.py [NAME]

A test gets `ask`, which starts clients with a folder of its own (examples/inbound copied into it as `inbound`), and fails by
raising; clients that it leaves are ended, and must end with 0."""
import importlib
import os
import shutil
import sys
import tempfile
import traceback

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
import client  # noqa: E402


class Ask:
    def __init__(self, folder):
        self.folder = folder
        self.clients = []
        shutil.copytree(os.path.join(client.root, "examples", "inbound"), os.path.join(folder, "inbound"))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8", newline="") as f:
            f.write(text)
        return self.path(name)

    def start(self, **how):
        c = client.Client(cache=self.path("cache"), **how)
        self.clients.append(c)
        return c

    def end(self):
        for c in self.clients:
            if c.p.poll() is None:
                code = c.close()
                assert code == 0, "exit code %r, stderr %r" % (code, c.p)


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = 0
    for name in sorted(n[:-3] for n in os.listdir(here) if n.endswith("_test.py")):
        module = importlib.import_module(name)
        for title in [t for t in vars(module) if t.startswith("test_") and only in name + "/" + t]:
            with tempfile.TemporaryDirectory() as folder:
                ask = Ask(folder)
                try:
                    getattr(module, title)(ask)
                    ask.end()
                    passed += 1
                except Exception:
                    failed += 1
                    print("%s/%s failed" % (name, title))
                    traceback.print_exc(file=sys.stdout)
                    for c in ask.clients:
                        c.p.kill()
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
