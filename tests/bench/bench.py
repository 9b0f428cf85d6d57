#!/usr/bin/env python3
"""The project's own benchmark: seeded leads and rules, whole-process times in turn, medians and spread.

A figure is printed only when outputs agree: one and two threads byte for byte, and both forms of the leads in every
decision. `floor` reads the same file and finds its line ends: the least that any reader does. Where valgrind is there,
instructions a lead too: they do not hang on what else the machine does. Last, one lead at a time through the library.
LEADS=100000 RUNS=5    `bench.py peers FOLDER`: only the last, beside hand-written loops (peers.sh)
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
build = os.environ.get("BUILD", os.path.join(here, "../../build"))
rubric = os.path.join(build, "rubric")
work = os.path.join(build, "bench")
leads = int(os.environ.get("LEADS", "100000"))
runs = int(os.environ.get("RUNS", "5"))

ND = {
    "#FIELDS": "events list of Event by at default empty",
    "#RECORD": 'record Event { kind text  page text  at time }',
    "#INTENT": 'intent "Pricing" +5 each, at most 20 for events within 30 days where kind is "page_view" and page starts with "/pricing"\n'
    'intent "Clicks" +3 each, at most 12 for events within 30 days where kind is "email_click"\n'
    'intent "Demo" +30 each, at most 30 for events within 90 days where kind is "demo_request"',
}
FLAT = {
    "#FIELDS": "pricing_views integer  clicks integer  demos integer",
    "#RECORD": "",
    "#INTENT": 'intent "Pricing" +5 per pricing_views, at most 20\nintent "Clicks" +3 per clicks, at most 12\nintent "Demo" +30 per demos, at most 30',
}


def prepare():
    os.makedirs(work, exist_ok=True)
    rules = open(os.path.join(here, "rules.rubric")).read()
    for form, parts in (("ndjson", ND), ("csv", FLAT)):
        text = rules
        for mark, with_ in parts.items():
            text = text.replace(mark, with_)
        open(os.path.join(work, form + ".rubric"), "w").write(text)
        path = os.path.join(work, "leads-%d.%s" % (leads, form))
        if not os.path.exists(path):
            with open(path + ".new", "w") as out:
                subprocess.run([sys.executable, os.path.join(here, "leads.py"), str(leads), form], stdout=out, check=True)
            os.rename(path + ".new", path)
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", os.path.join(work, "floor"), os.path.join(here, "floor.c")], check=True)


def command(form, *options):
    data = os.path.join(work, "leads-%d.%s" % (leads, form))
    return [rubric, "run", os.path.join(work, form + ".rubric"), data, "--now", "2026-01-01T00:00:00Z", "--to", "ndjson", *options]


def output(argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def instructions(form):
    """Instructions a lead, the start taken off; None without valgrind."""
    if not shutil.which("valgrind"):
        return None

    def count(lines):
        data = os.path.join(work, "some-%d.%s" % (lines, form))
        with open(os.path.join(work, "leads-%d.%s" % (leads, form))) as all_of, open(data, "w") as out:
            out.writelines(line for _, line in zip(range(lines + (form == "csv")), all_of))
        argv = command(form, "-j", "1")
        argv[3] = data
        seen = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True).stderr
        return int(re.search(rb"Collected : (\d+)", seen)[1])

    few, many = 1000, 6000
    return (count(many) - count(few)) / (many - few)


def inside(rules, data, now, times):
    """The library on leads in memory: see inside.c. Of some runs the one whose median is least."""
    program = os.path.join(work, "inside")
    library = [os.path.join(build, "librubric.a"), "-lutf8proc", "-lffi", "-lre2", "-ldl", "-lm", "-lstdc++", "-pthread"]
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-I", os.path.join(here, "../../src"), "-o", program, os.path.join(here, "inside.c")] + library, check=True)
    return min((json.loads(subprocess.run([program, rules, data, now], stdout=subprocess.PIPE, check=True).stdout) for _ in range(times)), key=lambda x: x["p50"])


def one_lead():
    best = inside(os.path.join(work, "ndjson.rubric"), os.path.join(work, "leads-%d.ndjson" % leads), "2026-01-01T00:00:00Z", runs)
    print("one lead through the library, put and decided: mean %d ns, median %d, 99th %d, 99.9th %d (best of %d runs); blocks asked for after warming up: %d" % (best["mean"], best["p50"], best["p99"], best["p999"], runs, best["blocks"]))
    if "hot" in best:
        print("deciding alone, columns in memory: %.0f ns a lead in one batch again and again, %.0f in %d in turn" % (best["hot"], best["streaming"], best["leads"] // 1024))


def peers(folder):
    """The same beside FOLDER's hand-written loops over the same leads, in turn. Their times are means, so ours are too."""
    data, loops = os.path.join(folder, "data/leads100k.ndjson"), {}
    for _ in range(runs):
        out = subprocess.run([os.path.join(folder, "build/inproc"), data, os.path.join(folder, "data/exp/exp100k.txt")], stdout=subprocess.PIPE, check=True).stdout.decode()
        assert ", 0 differences" in out
        for part, name in (("one lead at a time, 1,024", "tuned C, typed events"), ("columnar, streaming", "columnar, raw titles")):
            figure = re.search(re.escape(name) + r" +([\d.]+) ns", out[out.index("-- " + part):])
            loops.setdefault(name, []).append(float(figure[1]))
        loops.setdefault("run", []).append(inside(os.path.join(folder, "R.rubric"), data, "2026-11-01T00:00:00Z", 1))
    for name, key, what in (("tuned C, typed events", "mean", "one lead, put and decided"), ("columnar, raw titles", "streaming", "columns in memory")):
        ours, theirs = statistics.median(x[key] for x in loops["run"]), statistics.median(loops[name])
        print("%-28s %7.0f ns a lead, hand-written %5.0f: x%.2f" % (what, ours, theirs, ours / theirs))


def seconds(argv):
    begin = time.monotonic()
    subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - begin


def main():
    prepare()
    one = {f: output(command(f, "-j", "1")) for f in ("ndjson", "csv")}
    for f in one:
        if one[f] != output(command(f, "-j", "2")):
            sys.exit("%s: one thread and two decide differently" % f)
    if one["ndjson"] != one["csv"]:
        sys.exit("the two forms of the leads are decided differently")
    cases = []
    for f in ("ndjson", "csv"):
        cases.append(("%s floor" % f, [os.path.join(work, "floor"), os.path.join(work, "leads-%d.%s" % (leads, f))]))
        for j in "12":
            cases.append(("%s -j %s" % (f, j), command(f, "-j", j)))
        cases.append(("%s -j 1 --trace" % f, command(f, "-j", "1", "--trace")))
    times = {name: [] for name, _ in cases}
    for _ in range(runs):
        for name, argv in cases:
            times[name].append(seconds(argv))
    print("%d leads, %d runs in turn; microseconds a lead" % (leads, runs))
    for name, _ in cases:
        t = [x / leads * 1e6 for x in times[name]]
        base = statistics.median(times[name.split()[0] + " -j 1"])
        print("%-20s %7.3f  [%.3f .. %.3f]  x%.2f of -j 1" % (name, statistics.median(t), min(t), max(t), statistics.median(times[name]) / base))
    for f in ("ndjson", "csv"):
        count = instructions(f)
        if count:
            print("%-20s %7.0f instructions a lead" % (f, count))
    one_lead()


if len(sys.argv) > 2 and sys.argv[1] == "peers":
    os.makedirs(work, exist_ok=True)
    peers(sys.argv[2])
else:
    main()
