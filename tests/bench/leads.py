"""Seeded leads for the benchmark: NDJSON with nested events, or flat CSV with counters.   leads.py COUNT ndjson|csv"""
import json
import random
import sys

TITLES = ["VP of %s", "Head of %s", "%s Manager", "Senior %s Analyst", "Director of %s", "%s Intern", "Chief %s Officer", "%s Specialist"]
AREAS = ["Marketing", "Sales", "Finance", "Engineering", "Operations", "Product", "Data", "Legal"]
INDUSTRIES = ["Software", "SaaS", "Banking", "Retail", "Logistics", "Energy", "Media", "Education", "Health IT", "Mining"]
COUNTRIES = ["US", "US", "US", "CA", "GB", "DE", "FR", "NL", "ES", "IN", "BR"]
DOMAINS = ["gmail.com", "yahoo.com", "outlook.com"] + ["company%d.example" % i for i in range(4000)]
KINDS = ["page_view", "page_view", "page_view", "email_open", "email_click", "webinar", "demo_request"]
PAGES = ["/", "/pricing", "/pricing/team", "/docs/start", "/blog/leads", "/careers"]
DAY = 86400
NOW = 1767225600  # 2026-01-01


def iso(seconds):
    import datetime

    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def lead(i):
    r = random.Random(i * 7919 + 17)
    d = {"id": "L%07d" % i, "email": "person%d@%s" % (i, r.choice(DOMAINS)), "title": r.choice(TITLES) % r.choice(AREAS)}
    if r.random() < 0.9:
        d["employees"] = int(10 ** r.uniform(0, 4))
    if r.random() < 0.7:
        d["revenue"] = int(10 ** r.uniform(4, 8))
    d["industry"] = r.choice(INDUSTRIES)
    d["country"] = r.choice(COUNTRIES)
    d["consent"] = r.choice(["opted_in", "opted_in", "unknown", "opted_out"])
    events = []
    for _ in range(int(r.expovariate(0.25))):
        kind = r.choice(KINDS)
        e = {"kind": kind, "at": iso(NOW - r.randrange(120 * DAY))}
        if kind == "page_view":
            e["page"] = r.choice(PAGES)
        events.append(e)
    d["events"] = events
    return d


def counters(d):
    since = lambda days: iso(NOW - days * DAY)
    views = [e for e in d["events"] if e["kind"] == "page_view" and e["at"] >= since(30)]
    d["pricing_views"] = sum(e["page"].startswith("/pricing") for e in views)
    d["clicks"] = sum(e["kind"] == "email_click" and e["at"] >= since(30) for e in d["events"])
    d["demos"] = sum(e["kind"] == "demo_request" and e["at"] >= since(90) for e in d["events"])
    return d


def main():
    count, form = int(sys.argv[1]), sys.argv[2]
    columns = ["id", "email", "title", "employees", "revenue", "industry", "country", "consent", "pricing_views", "clicks", "demos"]
    if form == "csv":
        print(",".join(columns))
    for i in range(count):
        d = lead(i)
        if form == "ndjson":
            print(json.dumps(d, separators=(",", ":")))
        else:
            d = counters(d)
            print(",".join(str(d.get(c, "")) for c in columns))


main()
