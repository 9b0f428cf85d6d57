"""A TextMate grammar, as far as ours goes, run by Python's regular expressions: so the colours are tested without a network.

tokens(grammar, lines) gives for each line a list of (start, end, scopes). Known: match, begin and end, captures of both, name,
contentName, include of the repository. check_textmate.py gives the same expectations to the engine of VS Code where that is installed.
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


class Line:
    """One line on its way through the grammar: what is found so far, and where we are."""

    def __init__(self, text, stack, grammar):
        self.text, self.stack, self.grammar, self.at, self.out, self.stuck = text, stack, grammar, 0, [], None

    def nearest(self):
        """The match that begins first, the end of the open rule before others; and its rule, None for that end."""
        rule = self.stack[-1][0]
        best, winner = rule.end.search(self.text, self.at) if rule else None, None
        for r in rule.inner() if rule else self.grammar.top:
            m = r.begin.search(self.text, self.at)
            if m and (best is None or m.start() < best.start()):
                best, winner = m, r
        return best, winner

    def take(self, match, winner):
        rule, scopes = self.stack[-1]
        if winner is None:
            self.out += pieces(match, rule.end_names, scopes[: len(scopes) - len(rule.content)])
            self.stack.pop()
            return
        self.out += pieces(match, winner.begin_names, scopes + winner.names)
        if winner.end is not None:
            self.stack.append((winner, scopes + winner.names + winner.content))

    def step_over_nothing(self, match, winner):
        """An empty match that changes nothing must not be found for ever."""
        here = (self.at, len(self.stack))
        if match.start() == match.end() and (self.stuck == here or (winner is not None and winner.end is None)):
            self.at += 1
        self.stuck = here

    def read(self):
        while self.at < len(self.text):
            match, winner = self.nearest()
            if match is None:
                break
            if match.start() > self.at:
                self.out.append((self.at, match.start(), self.stack[-1][1]))
            self.at = match.end()
            self.take(match, winner)
            self.step_over_nothing(match, winner)
        if self.at < len(self.text):
            self.out.append((self.at, len(self.text), self.stack[-1][1]))
        return self.out


def tokens(grammar, lines):
    stack = [(None, [grammar.data["scopeName"]])]  # (rule, scopes of what is inside), from line to line
    for line in lines:
        found = Line(line + "\n", stack, grammar).read()
        yield [(a, min(b, len(line)), s) for a, b, s in found if a < len(line)]
