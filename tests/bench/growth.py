#!/usr/bin/env python3
"""How the cost of a lead grows: with leads, rules, routes, lists, entries of a list, events and threads. Time and peak memory.

tests/bench/growth.py [--svg FILE] [CURVE...]    prints a table of Markdown; the picture shows the same figures.   LEADS=100000 RUNS=3 MOST=10000000
Whole processes, medians; the time to start (one lead, the same rules) is told apart and not spread over the leads.
"""
import os
import random
import statistics
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
build = os.environ.get("BUILD", os.path.join(here, "../../build"))
rubric = os.path.join(build, "rubric")
work = os.path.join(build, "bench", "growth")
LEADS = int(os.environ.get("LEADS", "100000"))
RUNS = int(os.environ.get("RUNS", "3"))
MOST = int(os.environ.get("MOST", "10000000"))
SCHEMA = "schema Lead { id text key  employees integer  revenue number  country text  state text  domain text }\n"


def written(name, make):
    path = os.path.join(work, name)
    if not os.path.exists(path):
        with open(path + ".new", "w") as out:
            make(out)
        os.rename(path + ".new", path)
    return path


def flat_leads(count):
    def make(out):
        x = random.Random(1).random
        out.write("id,employees,revenue,country,state,domain\n")
        for i in range(count):
            out.write("%d,%d,%d,c%d,s%d,d%d.example\n" % (i, x() * 10**4, x() * 10**7, x() * 50, x() * 10**5, x() * 3000))

    return written("flat-%d.csv" % count, make)


def event_leads(count, events):
    def make(out):
        r = random.Random(2)
        for i in range(count):
            parts = ",".join('{"kind":"%s","at":"2025-%02d-%02dT10:00:00Z"}' % (r.choice(["view", "click", "demo"]), r.randrange(1, 13), r.randrange(1, 29)) for _ in range(events))
            out.write('{"id":"%d","events":[%s]}\n' % (i, parts))

    return written("events-%d-%d.ndjson" % (count, events), make)


def rules(name, lines):
    return written(name + ".rubric", lambda out: out.write("\n".join(lines) + "\n"))


def of_rules(n):
    return rules("rules-%d" % n, [SCHEMA] + ['fit "r%d" +%d when employees >= %d and country is "c%d"' % (i, i % 9 + 1, i, i % 50) for i in range(n)]), flat_leads(LEADS)


def of_routes(n):
    return rules("routes-%d" % n, [SCHEMA] + ['route "r%d" to "t%d" when state is "s%d" and country is "c%d"' % (i, i, i, i % 50) for i in range(n)] + ['route "rest" to "pool" otherwise']), flat_leads(LEADS)


def of_list(n):
    written("list-%d.txt" % n, lambda out: out.writelines("d%d.example\n" % i for i in range(n)))
    return rules("list-%d" % n, [SCHEMA, 'list known from "list-%d.txt"' % n, 'fit "known" +1 when domain in known']), flat_leads(LEADS)


def of_lists(n):
    return rules("lists-%d" % n, [SCHEMA] + ['list l%d = "d%d.example", "x%d.example"' % (i, i, i) for i in range(n)] + ['fit "r%d" +1 when domain in l%d' % (i, i) for i in range(n)]), flat_leads(LEADS)


def of_events(n):
    text = ['schema Lead { id text key  events list of Event by at }\nrecord Event { kind text  at time }',
            'intent "views" +1 each, at most 20 for events within 90 days where kind is "view"', 'intent "demo" +40, halving every 14 days for events where kind is "demo"']
    return rules("events", text), event_leads(min(LEADS, max(1000, 2000000 // (n + 20))), n)


def of_leads(n):
    return of_rules(10)[0], flat_leads(n)


def measured(rule_file, leads, threads):
    """Seconds and peak MiB."""
    argv = [os.path.join(work, "timed"), rubric, "run", rule_file, leads, "--now", "2026-01-01T00:00:00Z", "--to", "ndjson", "-j", str(threads)]
    return tuple(map(float, subprocess.run(argv, stderr=subprocess.PIPE, check=True).stderr.split()))


def lead_count(path):
    with open(path) as f:
        return sum(1 for _ in f) - path.endswith(".csv")


def one_lead(path):
    def make(out):
        with open(path) as f:
            out.writelines(line for _, line in zip(range(2 if path.endswith(".csv") else 1), f))

    return written("one-" + os.path.basename(path), make)


def point(make, n, threads):
    rule_file, leads = make(n)
    count, one = lead_count(leads), one_lead(leads)
    runs = [(measured(rule_file, leads, threads), measured(rule_file, one, threads)) for _ in range(RUNS)]
    start = statistics.median(r[1][0] for r in runs)
    all_of = statistics.median(r[0][0] for r in runs)
    return {"n": n, "us": max(0.0, (all_of - start) / count * 1e6), "start": start * 1e3, "mib": max(r[0][1] for r in runs)}


def powers(least, most):
    return [10**e for e in range(least, most + 1) if 10**e <= max(MOST, 1000)]


CURVES = [("leads", of_leads, powers(3, 7)), ("rules", of_rules, powers(1, 4)), ("routes", of_routes, powers(1, 5)),
          ("lists", of_lists, powers(1, 4)),
          ("entries of a list", of_list, powers(1, 6)), ("events a lead", of_events, [0, 1, 10, 100, 1000])]


def picture(figures, path):
    """Small charts side by side, both axes logarithmic: microseconds a lead (line) over n; memory as the dashed line."""
    import math

    width, height, gap = 170, 150, 34
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 230" font-family="sans-serif" font-size="11">' % (len(figures) * (width + gap) + 20),
           "<title>Microseconds a lead and peak memory as the workload grows; both axes are logarithmic</title>",
           '<rect width="100%" height="100%" fill="#ffffff"/>']
    for k, (name, points) in enumerate(figures):
        left, top = 30 + k * (width + gap), 30
        xs = [math.log10(max(p["n"], 0.5)) for p in points]
        x0, x1 = min(xs), max(xs)

        def place(x, value, low, high):
            return left + (x - x0) / (x1 - x0) * width, top + height - (math.log10(value) - low) / (high - low) * height

        out.append('<text x="%d" y="18" font-weight="bold">%s</text>' % (left, name))
        out.append('<path d="M%d %dV%dH%d" fill="none" stroke="#888"/>' % (left, top, top + height, left + width))
        for key, low, high, style in (("us", -2, 3, 'stroke="#1a5fb4" stroke-width="2"'), ("mib", 0, 4, 'stroke="#c64600" stroke-dasharray="4 3"')):
            at = [place(x, max(p[key], 10**low), low, high) for x, p in zip(xs, points)]
            out.append('<polyline points="%s" fill="none" %s/>' % (" ".join("%.1f,%.1f" % a for a in at), style))
        for x, p in zip(xs, points):
            px, py = place(x, max(p["us"], 0.01), -2, 3)
            out.append('<circle cx="%.1f" cy="%.1f" r="3" fill="#1a5fb4"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text>' % (px, py, px, py - 6, short_time(p["us"])))
            out.append('<text x="%.1f" y="%d" text-anchor="middle" fill="#555">%s</text>' % (px, top + height + 14, short(p["n"])))
        mx, my = at[-1]  # of memory the end is told, out of the way of the last time
        out.append('<text x="%.1f" y="%.1f" text-anchor="end" fill="#c64600">%.0f MiB</text>' % (mx, my + 16 if my > py - 16 else my - 5, points[-1]["mib"]))
    out.append('<text x="30" y="218" fill="#1a5fb4">— microseconds a lead (0.01 to 1,000)</text><text x="280" y="218" fill="#c64600">- - peak memory (1 MiB to 10 GiB)</text></svg>')
    with open(path, "w") as f:
        f.write("\n".join(out) + "\n")


def short(n):
    return "%dM" % (n // 10**6) if n >= 10**6 else "%dk" % (n // 1000) if n >= 1000 else str(n)


def short_time(us):
    return "%.0f" % us if us >= 10 else "%.2g" % us


def main():
    os.makedirs(work, exist_ok=True)
    subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", os.path.join(work, "timed"), os.path.join(here, "timed.c")], check=True)
    figures, only = [], [a for a in sys.argv[1:] if a in [name for name, _, _ in CURVES]]
    print("| %s | n | microseconds a lead | start, ms | peak MiB |\n|---|---|---|---|---|" % "what grows")
    for name, make, ns in CURVES:
        if only and name not in only:
            continue
        points = [point(make, n, 1) for n in ns]
        figures.append((name, points))
        for p in points:
            print("| %s | %s | %.3f | %.1f | %.0f |" % (name, "{:,}".format(p["n"]), p["us"], p["start"], p["mib"]), flush=True)
    if not only:
        points = [dict(point(of_leads, min(MOST, 10**6), threads), n=threads) for threads in (1, 2)]
        figures.append(("threads", points))
        for p in points:
            print("| threads | %d | %.3f | %.1f | %.0f |" % (p["n"], p["us"], p["start"], p["mib"]))
    if "--svg" in sys.argv:
        picture(figures, sys.argv[sys.argv.index("--svg") + 1])


main()
