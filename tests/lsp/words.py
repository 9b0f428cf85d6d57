"""Places in a text by what stands there: `here("stage is |\"SQL\"")` is where the bar is, counted as the protocol counts."""


class Text:
    def __init__(self, text, utf8=False):
        self.text, self.utf8 = text, utf8

    def columns(self, part):
        return len(part.encode("utf-8")) if self.utf8 else len(part.encode("utf-16-le")) // 2

    def position(self, index):
        before = self.text[:index].replace("\r\n", "\n")
        return before.count("\n"), self.columns(before[before.rfind("\n") + 1:])

    def here(self, pattern):
        bar = pattern.index("|")
        words = pattern.replace("|", "")
        at = self.text.index(words)
        return self.position(at + bar)

    def range(self, words, whole=None):
        """The range of `words`, the first of them in `whole`."""
        at = self.text.index(whole or words)
        at = self.text.index(words, at)
        (a, b), (c, d) = self.position(at), self.position(at + len(words))
        return {"start": {"line": a, "character": b}, "end": {"line": c, "character": d}}

    def cut(self, r):
        lines = self.text.split("\n")
        assert r["start"]["line"] == r["end"]["line"]
        line = lines[r["start"]["line"]]
        if self.utf8:
            return line.encode("utf-8")[r["start"]["character"]:r["end"]["character"]].decode("utf-8")
        return line.encode("utf-16-le")[2 * r["start"]["character"]:2 * r["end"]["character"]].decode("utf-16-le")
