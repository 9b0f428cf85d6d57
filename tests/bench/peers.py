#!/usr/bin/env python3
"""The command beside other programs that decide the same leads.   peers.py FOLDER [nd1m|csv1m|nd100k|csv100k]...   RUNS=5 ONLY=Rubric,DuckDB

FOLDER holds the workload: rules, leads, what every program must decide, hand-written programs and peers (its README says how they are made).
A program that is not there is named and left out. Each program's decisions are compared with the expected ones before anything is timed, and one
that decides otherwise has no time. Then whole processes in turn: medians, spread, peak memory, and the times as long as the command's with as
many threads.
"""
import os
import statistics
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
rubric = os.path.join(os.path.abspath(os.environ.get("BUILD", os.path.join(here, "../../build"))), "rubric")
RUNS = int(os.environ.get("RUNS", "5"))
ONLY = [name for name in os.environ.get("ONLY", "").split(",") if name]
OUT = "/dev/shm/rubric-peers-%d" % os.getpid() if os.path.isdir("/dev/shm") else os.path.abspath("peers.out")
FILES = {"nd": "leads%s.ndjson", "csv": "leads%s.csv"}


class Program:
    """`needs` must be there; `writes` tells a program that writes its own file; `ordered` is false where lines come in any order."""

    def __init__(self, name, threads, argv, needs, writes=False, ordered=True, convert=None):
        self.name, self.threads, self.argv, self.needs = name, threads, argv, needs
        self.writes, self.ordered, self.convert = writes, ordered, convert
        self.times, self.peak = [], 0.0


def programs(form, leads, large):
    rules = "R.rubric" if form == "nd" else "R-csv.rubric"
    limit = "build/nd_simdjson30" if form == "nd" else "build/csv_limit"
    found = []
    for threads in ("1", "2"):
        found.append(Program("hand-written, the limit", threads, [limit, leads, threads], limit))
        argv = [rubric, "run", rules, leads, "--now", "2026-11-01T00:00:00Z", "--to", "ndjson", "-j", threads]
        found.append(Program("Rubric", threads, argv, rubric, convert="as_r.py"))
        found.append(Program("ClickHouse", threads, ["node", "js/ch.js", leads, OUT, threads], "js/node_modules/chdb", True, False))
        found.append(Program("DuckDB", threads, ["node", "js/duck.js", leads, OUT, threads], "js/node_modules/@duckdb/node-api", True, threads == "1"))
    if form == "nd" and not large:  # it knows no threads, and a million leads would take it two minutes
        found.append(Program("GoRules ZEN", "1", ["node", "js/engines.js", "zen", leads], "js/node_modules/@gorules/zen-engine"))
    return [p for p in found if not ONLY or any(name in p.name for name in ONLY)]


def run(p, into):
    """Seconds and peak MiB of a whole process; its decisions are in OUT."""
    with open(into, "wb") as out:
        said = subprocess.run([timed, "-"] + p.argv, stdout=out, stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C"))
    if said.returncode:
        return None
    return tuple(map(float, said.stderr.split()[-2:]))


def agrees(p, expected):
    """Whether one run, not timed, decides as expected."""
    if os.path.exists(OUT):
        os.unlink(OUT)
    if not run(p, os.devnull if p.writes else OUT):
        return False
    read = "python3 %s < %s" % (p.convert, OUT) if p.convert else "cat " + OUT
    order = "cat" if p.ordered else "sort"
    command = "[ -s %s ] && %s | %s > %s.seen && %s %s | cmp -s - %s.seen" % (OUT, read, order, OUT, order, expected, OUT)
    return subprocess.run(command, shell=True, env=dict(os.environ, LC_ALL="C.UTF-8")).returncode == 0


def usable(group):
    form, size = ("nd", group[2:]) if group.startswith("nd") else ("csv", group[3:])
    leads, expected = "data/" + FILES[form] % ("" if size == "1m" else size), "data/exp/exp%s.txt" % size
    if not os.path.exists(leads) or not os.path.exists(expected):
        print("%s: %s or %s is not there: left out" % (group, leads, expected))
        return
    for p in programs(form, leads, size == "1m"):
        if not os.path.exists(p.needs):
            print("%s: %s is not there (%s): left out" % (group, p.name, p.needs))
        elif not agrees(p, expected):
            print("%s: %s, threads %s, decides otherwise or fails: no time" % (group, p.name, p.threads))
        else:
            yield p


def compare(group):
    ready = list(usable(group))
    for _ in range(RUNS):
        for p in ready:
            seconds, peak = run(p, os.devnull if p.writes else OUT)
            p.times.append(seconds)
            p.peak = max(p.peak, peak)
    own = {p.threads: statistics.median(p.times) for p in ready if p.name == "Rubric"}
    print("\n| %s | threads | seconds | spread | runs | peak MiB | of Rubric's time |\n|---|---|---|---|---|---|---|" % group)
    for p in sorted(ready, key=lambda p: p.threads):
        t = statistics.median(p.times)
        ratio = "%.2f" % (t / own[p.threads]) if p.threads in own else ""
        print("| %s | %s | %.3f | %.3f to %.3f | %d | %.0f | %s |" % (p.name, p.threads, t, min(p.times), max(p.times), len(p.times), p.peak, ratio))
    sys.stdout.flush()
    return bool(ready)


timed = os.path.join(os.path.dirname(rubric), "bench", "timed")
os.makedirs(os.path.dirname(timed), exist_ok=True)
subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", timed, os.path.join(here, "timed.c")], check=True)
os.chdir(sys.argv[1])
done = [compare(group) for group in sys.argv[2:] or ["csv1m", "nd1m", "nd100k"]]
for path in (OUT, OUT + ".seen"):
    if os.path.exists(path):
        os.unlink(path)
sys.exit(not any(done))
