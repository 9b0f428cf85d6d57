"""A TextMate grammar, as far as ours goes, run by Python's regular expressions: so the colours are tested without a network.

tokens(grammar, lines) gives for each line a list of (start, end, scopes). Known: match, begin and end, captures of both, name,
contentName, include of the repository. tests/editors/against_vscode.js holds this to the engine of VS Code where that is installed.
"""
import re


class Rule:
    def __init__(self, grammar, node):
        self.node, self.grammar = node, grammar
        self.begin = re.compile(node.get("match") or node["begin"])
        self.end = re.compile(node["end"]) if "end" in node else None
        self.names = node.get("name", "").split()
        self.content = node.get("contentName", "").split()
        self.begin_names = captures(node.get("beginCaptures") or node.get("captures"))
        self.end_names = captures(node.get("endCaptures"))
        self.inner_rules = None

    def inner(self):
        if self.inner_rules is None:
            self.inner_rules = self.grammar.rules(self.node.get("patterns", []))
        return self.inner_rules


def captures(node):
    return {int(k): v["name"].split() for k, v in (node or {}).items()}


class Grammar:
    def __init__(self, data):
        self.data, self.made = data, {}
        self.top = self.rules(data["patterns"])

    def rules(self, patterns):
        """Includes and bare lists of patterns laid flat, in order."""
        found = []
        for p in patterns:
            if "include" in p:
                found += self.rules([self.data["repository"][p["include"][1:]]])
            elif "match" in p or "begin" in p:
                if id(p) not in self.made:
                    self.made[id(p)] = Rule(self, p)
                found.append(self.made[id(p)])
            else:
                found += self.rules(p["patterns"])
        return found


def pieces(match, names, scopes):
    """The captures of a match as flat pieces; later and inner groups win."""
    edges = sorted({match.start(), match.end()} | {e for g in names if match[g] is not None for e in match.span(g)})
    for a, b in zip(edges, edges[1:]):
        inside = [n for g in sorted(names) if match[g] is not None and match.start(g) <= a and b <= match.end(g) for n in names[g]]
        yield a, b, scopes + inside


def tokens(grammar, lines):
    stack = [(None, [grammar.data["scopeName"]])]  # (rule, scopes of what is inside)
    for line in lines:
        text, at, out, stuck = line + "\n", 0, [], None
        while True:
            rule, scopes = stack[-1]
            best = rule.end.search(text, at) if rule else None
            winner = None
            for r in rule.inner() if rule else grammar.top:
                m = r.begin.search(text, at)
                if m and (best is None or m.start() < best.start()) and (winner is None or m.start() < best.start()):
                    best, winner = m, r
            if best is None:
                break
            if best.start() > at:
                out.append((at, best.start(), scopes))
            at = best.end()
            if winner is None:
                closed = scopes[: len(scopes) - len(rule.content)]
                out += pieces(best, rule.end_names, closed)
                stack.pop()
            else:
                out += pieces(best, winner.begin_names, scopes + winner.names)
                if winner.end is not None:
                    stack.append((winner, scopes + winner.names + winner.content))
            if best.start() == best.end():
                here = (at, len(stack))
                if stuck == here or (winner is not None and winner.end is None):
                    at += 1  # an empty match that changes nothing
                stuck = here
            if at >= len(text):
                break
        if at < len(text):
            out.append((at, len(text), stack[-1][1]))
        yield [(a, min(b, len(line)), s) for a, b, s in out if a < len(line)]
