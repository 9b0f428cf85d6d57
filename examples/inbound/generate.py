#!/usr/bin/env python3
"""Prints invented leads for inbound.rubric: the same bytes for the same arguments, on every machine.

    generate.py [N] [--seed S] [--csv]        NDJSON with events (default), or CSV with the events as JSON in a cell

The mess is that of real lists: values that are missing or "Select", odd spacing and case, addresses and numbers that are none,
people who opted out, competitors who look around, leads that were recycled, a second form with other names for the columns.
Names, companies and numbers are made up; domains end in .example or are mailbox providers with an invented local part.
"""
import argparse
import csv
import datetime
import json
import random
import sys

NOW = datetime.datetime(2026, 11, 20, 12, 0, 0)
FIRST = "Ann Ben Carla David Elena Farid Grace Hiro Ines Jonas Kavya Liam Maria Noah Olga Pedro Quinn Rosa Sven Tara Uma Victor Wen Yara Zoe".split()
LAST = "Adams Becker Chen Diaz Evans Fischer Garcia Haddad Ito Jensen Kumar Lopez Meyer Novak Okafor Park Quist Rossi Silva Tanaka Vogel Walsh Young".split()
WORDS = "North Blue Bright Cedar Delta Echo Falcon Granite Harbor Iron Juniper Kite Lumen Maple Nova Orbit Pine Quartz River Summit".split()
KINDS = "Labs Systems Software Health Bank Foods Logistics Works Energy Media Retail Analytics".split()
INDUSTRIES = ["SaaS", "Fintech", "Health IT", "Retail", "Manufacturing", "Logistics", "Media", "Energy", "Education", "Construction"]
STATES = "CA NY TX WA MA IL FL GA CO NC OH PA VA MI MN OR AZ NJ TN UT".split()
STATE_NAMES = {"CA": "California", "NY": "New York", "TX": "Texas", "WA": "Washington", "MA": "Massachusetts"}
ABROAD = ["Germany", "DE", "United Kingdom", "UK", "France", "Canada", "CA", "Brazil", "India", "Japan", "Netherlands", "South Korea"]
TITLES = ["CEO", "Co-Founder", "CTO", "Chief Revenue Officer", "VP Sales", "VP, Marketing", "SVP Revenue", "Vice President of Operations",
          "Director, Sales", "Head of Growth", "Sales Director", "Managing Director", "Marketing Manager", "Senior Account Manager",
          "RevOps Manager", "Sales Operations Analyst", "Product Owner", "Assistant to the CEO", "Executive Assistant", "Chief of Staff",
          "Software Engineer", "Senior Developer", "Marketing Intern", "Student", "Consultant", "Geschäftsführer", "Directeur Commercial",
          "Team Lead", "IT Administrator", "Business Development Representative"]
TECH = ["salesforce", "hubspot", "marketo", "aws lambda", "aws s3", "snowflake", "segment", "slack", "zendesk", "stripe"]
FREE = ["gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "web.de", "gmx.de", "proton.me", "icloud.com"]
RIVALS = ["rivalsoft.example", "leadmill.example", "pipewise.example", "scorely.example"]
PAGES = ["/", "/product", "/pricing", "/pricing/plans", "/pricing/enterprise", "/blog/lead-scoring", "/customers", "/docs/api", "/careers"]
BAD_EMAILS = ["{0}@", "{0} at {1}", "{0}.{1}", "{0}@{1}@{1}", "{0}@localhost", "none", "{0}..x@{1}"]
BAD_PHONES = ["call me", "555", "n/a", "unknown", "12 34", "+1 (555) CALL-NOW"]


class Dice:
    """Only random(), whose numbers Python keeps from version to version."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def chance(self, share):
        return self.random() < share

    def number(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def pick(self, items):
        return items[int(self.random() * len(items))]


def time_text(time, dice):
    if dice.chance(0.03):
        return str(int(time.replace(tzinfo=datetime.timezone.utc).timestamp()))
    return time.strftime("%Y-%m-%d %H:%M:%S" if dice.chance(0.05) else "%Y-%m-%dT%H:%M:%SZ")


def messy(text, dice):
    """Now and then as people type: spaces around and between, capitals."""
    if dice.chance(0.04):
        text = "  " + text + " "
    if dice.chance(0.03):
        text = text.replace(" ", "  ")
    if dice.chance(0.04):
        text = text.upper()
    return text.lower() if dice.chance(0.04) else text


def companies(dice):
    made = []
    for word in WORDS:
        for kind in KINDS:
            size = [dice.number(3, 49), dice.number(50, 199), dice.number(200, 999), dice.number(1000, 1999), dice.number(2000, 40000)]
            employees = dice.pick(size[:2] + size)
            made.append({"name": word + " " + kind, "domain": (word + kind).lower() + ".example", "employees": employees,
                         "revenue": employees * dice.number(80, 260) * 1000, "industry": dice.pick(INDUSTRIES[:3] + INDUSTRIES),
                         "state": dice.pick(STATES)})
    return made


def events(dice, heat, created):
    made = []
    for _ in range(min(12, int(heat * dice.number(0, 12)))):
        age = int(dice.random() ** 2 * 100 * 86400)
        at = NOW - datetime.timedelta(seconds=age)
        if dice.chance(0.004):
            at = NOW + datetime.timedelta(days=dice.number(1, 9))  # a clock that ran ahead
        roll = dice.random()
        kind = ("page_view" if roll < 0.6 else "email_open" if roll < 0.8 else "email_click" if roll < 0.88 else
                "form" if roll < 0.91 else "webinar" if roll < 0.93 else "demo_request")
        if kind == "demo_request":  # asked for lately, or the lead would not be here
            at = NOW - datetime.timedelta(seconds=int(dice.random() * 3 * 86400))
        event = {"kind": kind}
        if kind == "page_view":
            event["page"] = dice.pick(PAGES)
        event["at"] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        made.append(event)
    return made


def address(dice, first, last, number, company):
    roll = dice.random()
    if roll < 0.05:
        return None
    if roll < 0.08:
        return dice.pick(BAD_EMAILS).format(first.lower(), company["domain"])
    if roll < 0.22:
        return "example.%s.%d@%s" % (first.lower(), number, dice.pick(FREE))
    if roll < 0.25:
        return "%s.%s@%s" % (first.lower(), last.lower(), dice.pick(RIVALS))
    text = "%s.%s@%s" % (first.lower(), last.lower(), company["domain"])
    return text.title() if dice.chance(0.05) else text


def phone(dice):
    if dice.chance(0.35):
        return None
    if dice.chance(0.06):
        return dice.pick(BAD_PHONES)
    form = dice.pick(["+1 {0} 555 01{1:02d}", "({0}) 555-01{1:02d}", "{0}.555.01{1:02d}", "+1-{0}-555-01{1:02d} x12"])
    return form.format(dice.number(201, 989), dice.number(0, 99))


def lead(dice, number, pool):
    company, first, last = dice.pick(pool), dice.pick(FIRST), dice.pick(LAST)
    heat = dice.random()
    created = NOW - datetime.timedelta(seconds=dice.number(3600, 300 * 86400))
    values = {"lead_id": "L%05d" % number, "email": address(dice, first, last, number, company), "phone": phone(dice)}
    if not dice.chance(0.07):
        values["title"] = messy(dice.pick(TITLES), dice)
    values["company"] = messy(company["name"], dice)
    if not dice.chance(0.15):
        employees = company["employees"]
        values["employees"] = "{:,}".format(employees) if dice.chance(0.1) else "%d+" % employees if dice.chance(0.02) else employees
    if dice.chance(0.5):
        values["revenue"] = "$" + "{:,}".format(company["revenue"]) if dice.chance(0.3) else company["revenue"]
    values["industry"] = "Select" if dice.chance(0.1) else "N/A" if dice.chance(0.03) else messy(company["industry"], dice)
    if dice.chance(0.75):
        values["country"] = dice.pick(["US", "USA", "United States", "us"])
        state = company["state"]
        values["state"] = STATE_NAMES.get(state, state) if dice.chance(0.1) else state.lower() if dice.chance(0.1) else state
    elif dice.chance(0.9):
        values["country"] = "Narnia" if dice.chance(0.03) else dice.pick(ABROAD)
    roll = dice.random()
    if roll < 0.9:
        values["consent"] = "opted_in" if roll < 0.6 else "unknown" if roll < 0.75 else "opted_out" if roll < 0.88 else "Opted In"
    values["created_at"] = time_text(created, dice)
    if dice.chance(0.08):
        values["recycled_at"] = time_text(NOW - datetime.timedelta(days=dice.number(5, 60)), dice)
    tech = [t for t in TECH if dice.chance(0.2)]
    if tech:
        values["tech"] = tech
    happened = events(dice, heat, created)
    if happened:
        values["events"] = happened
    if dice.chance(0.05):  # the form of an old landing page
        for old, new in (("lead_id", "Id"), ("title", "jobtitle"), ("employees", "NumberOfEmployees"), ("email", "Email")):
            if old in values:
                values[new] = values.pop(old)
    return {k: v for k, v in values.items() if v is not None}


COLUMNS = [("lead_id", "Lead ID"), ("email", "Email"), ("phone", "Phone"), ("title", "Job Title"), ("company", "Company"),
           ("employees", "NumberOfEmployees"), ("revenue", "Revenue"), ("industry", "Industry"), ("country", "Country"), ("state", "State"),
           ("consent", "Consent"), ("created_at", "created_at"), ("recycled_at", "recycled_at"), ("tech", "tech"), ("events", "events")]
OTHER = {"lead_id": "Id", "title": "jobtitle", "employees": "NumberOfEmployees", "email": "Email"}


def cell(name, values):
    value = values.get(name, values.get(OTHER.get(name, ""), ""))
    if name == "tech" and value:
        return ";".join(value)
    return json.dumps(value, separators=(",", ":")) if name == "events" and value else value


def main():
    options = argparse.ArgumentParser(description="invented leads for inbound.rubric")
    options.add_argument("count", nargs="?", type=int, default=2000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--csv", action="store_true")
    given = options.parse_args()
    dice = Dice(given.seed)
    pool = companies(dice)
    leads = (lead(dice, number, pool) for number in range(1, given.count + 1))
    if given.csv:
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow([header for _, header in COLUMNS])
        for values in leads:
            out.writerow([cell(name, values) for name, _ in COLUMNS])
    else:
        for values in leads:
            sys.stdout.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(1)
