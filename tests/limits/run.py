#!/usr/bin/env python3
"""Both sides of the limits in src/base/limits.h that a command can reach.   run.py [FILTER]

The numbers come from limits.h. Not here: LIMIT_CHUNK_BYTES (how reading is cut, which shows in no output) and
LIMIT_MENTIONS (only a program that no compiler wrote reaches it: tests/unit/verify_test.c).
"""
import gzip
import os
import re
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "../..")
rubric = os.path.abspath(os.environ.get("RUBRIC", os.path.join(root, "build/rubric")))
only = sys.argv[1] if len(sys.argv) > 1 else ""
header = open(os.path.join(root, "src/base/limits.h")).read()
LIMIT = {name: eval(value) for name, value in re.findall(r"(?:LIMIT_)?(\w+) = ([0-9 <]+),", header)}
LIMIT["POINTS"] = int(re.search(r"LIMIT_POINTS (\d+)", header).group(1))
passed = failed = 0
RULE = 'fit "x" +1 when n = 1\n'


def run(*arguments):
    p = subprocess.run([rubric] + list(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


def write(name, content):
    with open(name, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode())


def say(title, right, saw):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("%s: %s" % (title, saw[-600:]))


def rules(title, source, code, files={}):
    """`code` is the error that `check` must report, or None when there must be none."""
    for name, content in files.items():
        write(name, content)
    write("r.rubric", source)
    exit, out, err = run("check", "r.rubric")
    say(title, exit == 0 if code is None else exit == 2 and "error[%s]" % code in out + err, out + err)


def leads(title, content, read, rejected, *options, name="leads.ndjson"):
    write("r.rubric", "schema Lead { n number }\n" + RULE)
    write(name, content)
    exit, out, err = run("run", "--now", "2026-01-01", *options, "r.rubric", name)
    n = len(out.splitlines())
    say(title, exit in (0, 1) and n == read and ("%d rejected" % rejected in err), "%d lines, exit %d\n%s" % (n, exit, err))


def unreadable(title, content, name):
    write(name, content)
    exit, out, err = run("run", "--now", "2026-01-01", "r.rubric", name)
    say(title, exit == 3, "exit %d\n%s" % (exit, err))


def tested(title, schema, lead, condition, extra=""):
    write("r.rubric", "schema Lead { %s }\n%s\ntest \"x\" {\n  lead { %s }\n  expect %s\n}\n" % (schema, extra, lead, condition))
    exit, out, err = run("test", "r.rubric")
    say(title, exit == 0, out + err)


def errors():
    for mistakes in (LIMIT["ERRORS"] - 1, LIMIT["ERRORS"], LIMIT["ERRORS"] + 9):
        write("r.rubric", "schema Lead { n number }\n" + "".join('fit "x%d" +1 when no%d = 1\n' % (i, i) for i in range(mistakes)))
        exit, out, err = run("check", "r.rubric")
        say("%d mistakes" % mistakes, exit == 2 and (out + err).count("error[") == min(mistakes, LIMIT["ERRORS"]), out + err)


def depth():
    d = LIMIT["EXPRESSION_DEPTH"]
    for wrap, what in ((lambda n: "(" * n + "n = 1" + ")" * n, "parentheses"), (lambda n: "not " * n + "n = 1", "not")):
        rules("%s, as deep as may be" % what, 'schema Lead { n number }\nfit "x" +1 when %s\n' % wrap(d - 1), None)
        rules("%s, one deeper" % what, 'schema Lead { n number }\nfit "x" +1 when %s\n' % wrap(d), "E020")
        rules("%s, far deeper" % what, 'schema Lead { n number }\nfit "x" +1 when %s\n' % wrap(d * 500), "E020")


def calls():
    def chain(n):
        defines = "define a0 as n\n" + "".join("define a%d as a%d + 1\n" % (i, i - 1) for i in range(1, n))
        return "schema Lead { n number }\n" + defines + 'fit "x" +1 when a%d = 1\n' % (n - 1)
    rules("definitions by definitions, as deep as may be", chain(LIMIT["CALL_DEPTH"]), None)
    rules("one deeper", chain(LIMIT["CALL_DEPTH"] + 1), "E020")


def values():
    for n, code in ((LIMIT["ENUM_VALUES"], None), (LIMIT["ENUM_VALUES"] + 1, "E005")):
        rules("%d values" % n, "schema Lead { n number  v one of %s }\n" % ", ".join('"v%d"' % i for i in range(n)) + RULE, code)


def fields():
    for n, code in ((LIMIT["FIELDS"], None), (LIMIT["FIELDS"] + 1, "E005")):
        rules("%d fields" % n, "schema Lead {\n  n number\n%s}\n" % "".join("  f%d text\n" % i for i in range(n - 1)) + RULE, code)
        rules("%d fields with those of a record" % n, "schema Lead {\n  n number\n  r R\n%s}\nrecord R { a text  b text }\n" % "".join("  f%d text\n" % i for i in range(n - 4)) + RULE, code)


def points():
    for p, code in ((LIMIT["POINTS"] - 1, None), (LIMIT["POINTS"], "E065")):
        rules("%d points" % p, 'schema Lead { n number }\nfit "x" +%d when n = 1\n' % p, code)


def patterns():
    for n, code in ((20, None), (2000, "E")):
        source = 'schema Lead { t text }\nfit "x" +1 when t matches "%s"\n' % "".join("(a{100}%d)*" % i for i in range(n))
        write("r.rubric", source)
        exit, out, err = run("check", "r.rubric")
        say("a pattern of %d parts" % n, (exit == 0) == (code is None) and (exit == 0 or "matches" in out + err), out + err)


def tokens():
    for n, code in ((LIMIT["TOKENS"] // 2 - 20, None), (LIMIT["TOKENS"] // 2 + 1, "E005")):
        rules("%d tokens" % (2 * n), 'schema Lead { n number }\nlist x = %s\n' % ", ".join(['"a"'] * n) + RULE, code)


def files():
    for n, code in ((LIMIT["SOURCE_FILES"], None), (LIMIT["SOURCE_FILES"] + 1, "E005")):
        lists = n - 1
        source = "schema Lead { n number }\n" + "".join('list l%d from "l%d.txt"\n' % (i, i) for i in range(lists)) + RULE
        rules("%d files" % n, source, code, {"l%d.txt" % i: "a\n" for i in range(lists)})


def big_file():
    with open("big.txt", "wb") as f:
        f.truncate(LIMIT["SOURCE_BYTES"] + 1)
    rules("a list file one byte too long", 'schema Lead { n number }\nlist l from "big.txt"\n' + RULE, "E001")
    os.remove("big.txt")
    rules("a list file of a million lines", 'schema Lead { n number }\nlist l from "big.txt"\n' + RULE, None, {"big.txt": "".join("%d\n" % i for i in range(1000000))})


def json_depth():
    d = LIMIT["JSON_DEPTH"]
    deep = lambda n: '{"n":1,"x":%s}\n' % ("[" * n + "]" * n)
    leads("JSON as deep as may be", deep(d - 1), 1, 0)
    leads("JSON one deeper", deep(d) + '{"n":1}\n', 1, 1)
    leads("JSON a hundred thousand deep", deep(100000) + '{"n":1}\n', 1, 1)


def record_bytes():
    def record(n):
        return '{"n":1,"x":"%s"}' % ("a" * (n - len('{"n":1,"x":""}')))
    for most, options in ((LIMIT["RECORD_BYTES"], ()), (2000, ("--max-record", "2000"))):
        leads("a record of %d bytes" % most, record(most) + "\n" + '{"n":1}\n', 2, 0, *options)
        leads("a record of %d bytes" % (most + 1), record(most + 1) + "\n" + '{"n":1}\n', 1, 1, *options)
    row = lambda n: "n,x\n1,%s\n1,a\n" % ("a" * (n - 2))
    leads("a row of as many bytes as may be", row(LIMIT["RECORD_BYTES"]), 2, 0, name="leads.csv")
    leads("a row one byte longer", row(LIMIT["RECORD_BYTES"] + 1), 1, 1, name="leads.csv")


def examples():
    content = "".join('{"n":"wrong %d"}\n' % i for i in range(LIMIT["EXAMPLES"] + 4))
    write("r.rubric", "schema Lead { n number }\n" + RULE)
    write("leads.ndjson", content)
    exit, out, err = run("run", "--now", "2026-01-01", "r.rubric", "leads.ndjson")
    shown = len(set(re.findall(r"wrong \d+", err)))
    say("examples of an invalid value", 1 <= shown <= LIMIT["EXAMPLES"], err)


def joined():
    most = LIMIT["JOIN_BYTES"]
    for n, condition in ((most, "length(join(a, a)) = %d" % most), (most + 2, "join(a, a) is missing")):
        tested("a joined text of %d bytes" % n, "a text", 'a: "%s"' % ("x" * (n // 2)), condition)


def bombs():
    blank = LIMIT["UNPACKED_FREE"]
    lead = b'{"n":1}\n'
    leads("blank lines packed small, not very many", gzip.compress(b"\n" * (blank // 2) + lead, 9), 1, 0, name="leads.ndjson.gz")
    unreadable("blank lines packed small, very many", gzip.compress(b"\n" * (blank * 2) + lead, 9), "leads.ndjson.gz")


def registers():
    def doubling(n):  # a definition that uses the one before it twice, each time with something else
        defines = "define f0(a number) as a * 3\n" + "".join("define f%d(a number) as f%d(a + 1.%02d) * f%d(a - 2.%02d)\n" % (i, i - 1, i, i - 1, i) for i in range(1, n + 1))
        return "schema Lead { n number }\n" + defines + 'fit "x" +1 when f%d(n) = 1\n' % n
    fits = LIMIT["REGISTERS"].bit_length() - 1
    rules("values for a sixteenth of the registers", doubling(fits - 4), None)
    rules("values for more than all registers", doubling(fits), "E005")
    rules("values without end", doubling(LIMIT["CALL_DEPTH"] - 4), "E005")


def pairs():
    side = int(LIMIT["PAIRS"] ** 0.5)
    schema = 'a list of A  b list of B } record A { n number } record B { m number'
    for many, condition in ((side, "count(a where any(b where m = n)) = 1"), (side + 1, "count(a where any(b where m = n)) = 0 and any(a where any(b where m = n)) is missing")):
        tested("%d x %d pairs" % (many, side), schema, "a: [ %s ], b: [ %s ]" % (", ".join("{ n: %d }" % i for i in range(many)), ", ".join("{ m: %d }" % (i + side - 1) for i in range(side))), condition)


def windows():
    def frame(log):  # zstd with a window of so many bits: one raw block, the last
        data = b'{"n":1}\n'
        return b"\x28\xb5\x2f\xfd\x00" + bytes([log - 10 << 3]) + (1 | len(data) << 3).to_bytes(3, "little") + data
    leads("a zstd window as large as may be", frame(LIMIT["ZSTD_WINDOW_LOG"]), 1, 0, name="leads.ndjson.zst")
    unreadable("a zstd window of one bit more", frame(LIMIT["ZSTD_WINDOW_LOG"] + 1), "leads.ndjson.zst")


def batches():
    for n in (LIMIT["BATCH_ROWS_DEFAULT"] - 1, LIMIT["BATCH_ROWS_DEFAULT"], LIMIT["BATCH_ROWS_DEFAULT"] + 1):
        leads("%d leads" % n, '{"n":1}\n' * n, n, 0)


def main():
    os.chdir(tempfile.mkdtemp())
    for case in (errors, depth, calls, values, fields, points, patterns, tokens, files, big_file, json_depth, record_bytes, examples, joined, bombs, registers, pairs, windows, batches):
        if only in case.__name__:
            case()
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
