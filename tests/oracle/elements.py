#!/usr/bin/env python3
"""Lists within lists, and lists beside lists, against a second evaluator.   elements.py RUBRIC FIRST_SEED COUNT

Written from language.md sections 4 and 5 alone, for what the larger oracle rarely makes: queries three deep whose conditions
mix the fields of every level, of other lists of the lead, of records, with functions, tables and decision tables between. Each
condition C is two rules, `when C` and `when not (C)`: neither fires where it is unknown.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction as F

SCHEMA = """schema Lead {
  id text key
  n number
  t text
  events list of Event default empty
  visits list of Visit default empty
  tech list of text default empty
}
record Office { city text  rooms number }
record Event { kind text  w number  office Office  subs list of Sub  tags list of text }
record Sub { a text  q number  leaves list of text }
record Visit { place text  num number  labels list of text }
table tb from "tb.csv" { k text key  j number key  out text  num number }
define plus(v number, u number) as v + u * 2
define band(k text, v number) by k, v { "x", < 2 => 1   "y", any => 2   any, missing => 3   not "x", 2..3 => 4 }
define small(k text) as k in ("x", t)
define nn as n + 1
define many(k text) as count(visits where place is k)
"""
TABLE = {("x", 1): ("y", 5), ("y", 2): ("x", 7), ("z", 1): (None, 2)}
TEXTS = {"events": ["kind", "office.city"], "subs": ["a"], "visits": ["place"]}
NUMBERS = {"events": ["w", "office.rooms"], "subs": ["q"], "visits": ["num"]}
INNER = {"events": ["subs", "tags"], "subs": ["leaves"], "visits": ["labels"]}
WORDS = ["x", "y", "z"]
one = random.choice


# ---- leads
def word():
    return one(WORDS)


def few(make, most=3):
    return None if random.random() < 0.12 else [make() for _ in range(random.randint(0, most))]


def record(**fields):
    return {name: value for name, value in fields.items() if value is not None}


def text():
    return one(WORDS + [None])


def number():
    return one([0, 1, 2, 3, -1, 2.5, "bad", None])


def lead(i):
    sub = lambda: record(a=text(), q=number(), leaves=few(word, 2))
    office = lambda: one([None, record(city=text(), rooms=number())])
    event = lambda: record(kind=text(), w=number(), office=office(), subs=few(sub, 2), tags=few(word, 2))
    visit = lambda: record(place=text(), num=number(), labels=few(word, 2))
    return record(id=str(i), n=number(), t=text(), events=few(event), visits=few(visit), tech=few(word))


# ---- expressions: a tuple of what it is and its parts; `sc` are the lists of the queries around it, outermost first
def lists(sc):
    found = [name for name in ["events", "visits", "tech"] if name not in sc]
    for s in sc:
        found += [name for name in INNER.get(s, []) if name not in sc] * 2
    return found


def names(sc, of, always):
    return always + [name for s in sc for name in of.get(s, []) * 2]


def text_of(sc, d):
    r = random.random()
    if d > 0 and r < 0.12:
        return ("if", cond(sc, d - 1), text_of(sc, d - 1), text_of(sc, d - 1))
    if d > 0 and r < 0.2:
        return ("first_present", text_of(sc, d - 1), text_of(sc, d - 1))
    if d > 0 and r < 0.3:
        return ("tb", text_of(sc, d - 1), number_of(sc, d - 1), "out")
    it = ["it"] * 2 if sc and sc[-1] not in TEXTS else []
    return ("name", one(names(sc, TEXTS, ['"x"', '"y"', "t"]) + it))


def number_of(sc, d):
    r = random.random()
    if d <= 0 or r < 0.35:
        return ("name", one(names(sc, NUMBERS, ["n", "1", "2", "nn"])))
    if r < 0.5:
        return (one("+-*"), number_of(sc, d - 1), number_of(sc, d - 1))
    if r < 0.66:
        return (one(["least", "greatest", "first_present", "plus"]), number_of(sc, d - 1), number_of(sc, d - 1))
    if r < 0.72:
        return ("band", text_of(sc, d - 1), number_of(sc, d - 1))
    if r < 0.77:
        return ("if", cond(sc, d - 1), number_of(sc, d - 1), number_of(sc, d - 1))
    if r < 0.82:
        return ("many", text_of(sc, d - 1))
    if r < 0.86 or not lists(sc):
        return ("tb", text_of(sc, d - 1), number_of(sc, d - 1), "num")
    name = one(lists(sc))
    kind = one(["count", "length", "sum", "min", "max", "distinct"])
    inside = sc + [name]
    if kind == "length":
        return (kind, name)
    value = None if kind == "count" else one([text_of, number_of])(inside, d - 1) if kind == "distinct" else number_of(inside, d - 1)
    return (kind, name, value, cond(inside, d - 1))


def plain_cond(sc):
    r = random.random()
    words = [name for name in lists(sc) + sc if name in ("tech", "tags", "leaves", "labels")]
    if r < 0.3:
        return ("is", text_of(sc, 0), text_of(sc, 0))
    if r < 0.55:
        return ("compare", one(["<", "<=", ">", "=", "!="]), number_of(sc, 0), number_of(sc, 0))
    if r < 0.65:
        return ("is missing", text_of(sc, 0))
    if r < 0.72:
        return ("is invalid", one(names(sc, NUMBERS, ["n"])))
    if r < 0.8 and lists(sc):
        return ("list is missing", one(lists(sc)))
    words = [name for name in words if name in lists(sc)]
    if r < 0.92 and words:
        return ("has", one(words), text_of(sc, 0))
    return ("in", text_of(sc, 0), text_of(sc, 0))


def cond(sc, d):
    r = random.random()
    if d <= 0 or r < 0.25:
        return plain_cond(sc)
    if r < 0.35:
        return ("compare", one(["<", ">=", "="]), number_of(sc, d - 1), number_of(sc, d - 1))
    if r < 0.42:
        return ("is", text_of(sc, d - 1), text_of(sc, d - 1))
    if r < 0.47:
        return ("small", text_of(sc, d - 1))
    if r < 0.52:
        return ("is missing", number_of(sc, d - 1))
    if r < 0.57:
        return ("between", number_of(sc, d - 1), number_of(sc, d - 1), number_of(sc, d - 1))
    if r < 0.62:
        return ("at least", cond(sc, d - 1), cond(sc, d - 1), cond(sc, d - 1))
    if r < 0.82 and lists(sc):
        name = one(lists(sc))
        return (one(["any", "none", "all"]), name, cond(sc + [name], d - 1))
    if r < 0.87:
        return ("not", cond(sc, d - 1))
    return (one(["and", "or"]), cond(sc, d - 1), cond(sc, d - 1))


def say(e):
    k = e[0]
    parts = [say(x) if isinstance(x, tuple) else x for x in e[1:]]
    if k == "name":
        return parts[0]
    if k == "if":
        return "(if %s then %s else %s)" % tuple(parts)
    if k == "tb":
        return "tb(%s, %s).%s" % tuple(parts)
    if k in "+-*":
        return "(%s %s %s)" % (parts[0], k, parts[1])
    if k in ("first_present", "least", "greatest", "plus", "band", "many", "small", "length"):
        return "%s(%s)" % (k, ", ".join(parts))
    if k == "count":
        return "count(%s where %s)" % (parts[0], parts[2])
    if k in ("sum", "min", "max", "distinct"):
        return "%s(%s of %s where %s)" % (k, parts[1], parts[0], parts[2])
    if k in ("any", "none", "all"):
        return "%s(%s where %s)" % (k, parts[0], parts[1])
    if k == "compare":
        return "%s %s %s" % (parts[1], parts[0], parts[2])
    if k in ("is missing", "is invalid", "list is missing"):
        return "%s %s" % (parts[0], k.replace("list ", ""))
    if k == "in":
        return '%s in ("x", %s)' % tuple(parts)
    if k == "between":
        return "%s between %s and %s" % tuple(parts)
    if k == "at least":
        return "at least 2 of (%s, %s, %s)" % tuple(parts)
    if k == "not":
        return "not (%s)" % parts[0]
    return "%s %s %s" % (parts[0], k, parts[1]) if k in ("is", "has") else "(%s) %s (%s)" % (parts[0], k, parts[1])


# ---- what it means for a lead; `sc` pairs each list around with its element. Unknown is None.
def elements(L, sc, name):
    for s, element in reversed(sc):
        if name in INNER.get(s, []):
            return element.get(name)
    return L.get(name) or []  # default empty


def raw(L, sc, name):
    for s, element in reversed(sc):
        if name in TEXTS.get(s, []) + NUMBERS.get(s, []):
            for part in name.split("."):
                element = element.get(part) if element else None
            return element
    return L.get(name)


def named(L, sc, name):
    if name[0] == '"':
        return name[1]
    if name in ("1", "2"):
        return F(name)
    if name == "it":
        return sc[-1][1]
    if name == "nn":
        n = named(L, sc, "n")
        return None if n is None else n + 1
    value = raw(L, sc, name)
    return None if value == "bad" else F(str(value)) if isinstance(value, (int, float)) else value


def rounded(x):
    units = int(abs(x) * 10000 + F(1, 2))
    return F(units if x >= 0 else -units, 10000)


def member(a, members):
    if a is None:
        return None
    return True if a in [m for m in members if m is not None] else None if None in members else False


def band(k, v):
    if k == "x" and v is not None and v < 2:
        return F(1)
    if k == "y":
        return F(2)
    if v is None:
        return F(3)
    return F(4) if k is not None and k != "x" and 2 <= v <= 3 else None


def cell(row, column):
    value = TABLE.get(row, (None, None))[column == "num"]
    return F(value) if isinstance(value, int) else value


def query(L, sc, k, found, value, where):
    inside = [s for s in found if ev(L, s, where) is True]
    if k == "count":
        return F(len(inside))
    values = [v for v in (ev(L, s, value) for s in inside) if v is not None]
    if k == "distinct":
        return F(len(set(values)))
    if k == "sum":
        return sum(values, F(0))
    return None if not values else min(values) if k == "min" else max(values)


def ev(L, sc, e):
    k = e[0]
    if k == "name":
        return named(L, sc, e[1])
    if k == "if":
        c = ev(L, sc, e[1])
        return None if c is None else ev(L, sc, e[2] if c else e[3])
    if k in ("is invalid", "list is missing"):
        return raw(L, sc, e[1]) == "bad" if k == "is invalid" else elements(L, sc, e[1]) is None
    if k in ("length", "count", "sum", "min", "max", "distinct", "any", "none", "all"):
        found = elements(L, sc, e[1])
        if found is None or k == "length":
            return None if found is None else F(len(found))
        found = [sc + [(e[1], x)] for x in found]
        if k in ("count", "sum", "min", "max", "distinct"):
            return query(L, sc, k, found, e[2], e[3])
        answers = [ev(L, s, e[2]) for s in found]
        if k == "all":
            return False if not answers or False in answers else None if None in answers else True
        any_ = True if True in answers else None if None in answers else False
        return any_ if k == "any" or any_ is None else not any_
    if k == "has":
        found, wanted = elements(L, sc, e[1]), ev(L, sc, e[2])
        return None if found is None or wanted is None else wanted in found
    v = [ev(L, sc, x) for x in e[1:] if isinstance(x, tuple)]
    if k in ("first_present", "least", "greatest"):
        known = [x for x in v if x is not None]
        return None if not known else known[0] if k == "first_present" else min(known) if k == "least" else max(known)
    if k == "band":
        return band(*v)
    if k == "in":
        return member(v[0], ["x", v[1]])
    if k == "small":
        return member(v[0], ["x", L.get("t")])
    if k == "many":
        return F(sum(1 for x in L.get("visits") or [] if v[0] is not None and x.get("place") == v[0]))
    if k == "is missing":
        return v[0] is None
    if k == "at least":
        return True if v.count(True) >= 2 else False if v.count(True) + v.count(None) < 2 else None
    if k in ("and", "or"):
        return (k == "or") if (k == "or") in v else None if None in v else k != "or"
    if None in v:
        return None
    if k == "tb":
        return cell((v[0], v[1]), e[3])
    if k == "plus":
        return v[0] + rounded(v[1] * 2)
    if k == "compare":
        return {"<": v[0] < v[1], "<=": v[0] <= v[1], ">": v[0] > v[1], ">=": v[0] >= v[1], "=": v[0] == v[1], "!=": v[0] != v[1]}[e[1]]
    if k == "between":
        return v[1] <= v[0] <= v[2]
    if k == "not":
        return not v[0]
    return v[0] == v[1] if k == "is" else v[0] + v[1] if k == "+" else v[0] - v[1] if k == "-" else rounded(v[0] * v[1])


# ---- both
def compare(rubric, seed, folder):
    """Answers compared, or None where the rules reach a limit (three lists that meet)."""
    random.seed(seed)
    conds = [cond([], random.randint(2, 4)) for _ in range(6)]
    leads = [lead(i) for i in range(10)]
    rules = "".join('fit "yes %d" +1 when %s\nfit "no %d" +1 when not (%s)\n' % (i, say(c), i, say(c)) for i, c in enumerate(conds))
    for name, content in (("e.rubric", SCHEMA + rules), ("e.ndjson", "".join(json.dumps(x) + "\n" for x in leads)), ("tb.csv", "k,j,out,num\nx,1,y,5\ny,2,x,7\nz,1,,2\n")):
        with open(os.path.join(folder, name), "w") as f:
            f.write(content)
    p = subprocess.run([rubric, "run", "-q", "--trace", "--to", "ndjson", "e.rubric", "e.ndjson"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if "cannot be compared with the elements of another" in p.stderr:
        return None
    lines = p.stdout.splitlines()
    if p.returncode or len(lines) != len(leads):
        sys.exit("seed %d: exit %d\n%s" % (seed, p.returncode, p.stderr[:2000]))
    for x, line in zip(leads, lines):
        fired = {c.get("rule") for c in json.loads(line)["trace"]["contributions"]}
        for i, c in enumerate(conds):
            want, got = ev(x, [], c), True if "yes %d" % i in fired else False if "no %d" % i in fired else None
            if want is not got:
                sys.exit("seed %d: %s\n  of %s\n  is %s, and the machine says %s" % (seed, say(c), json.dumps(x), want, got))
    return len(leads) * len(conds)


def main():
    rubric, first, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        done = [compare(rubric, seed, folder) for seed in range(first, first + count)]
    print("elements: %d answers alike, %d rule sets beyond a limit" % (sum(d or 0 for d in done), done.count(None)))
    sys.exit(done.count(None) == len(done))


main()
