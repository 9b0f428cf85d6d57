#!/usr/bin/env python3
"""Prints invented contacts in the shape of a HubSpot export in a warehouse: generate.py [N] [--seed S].  Same arguments, same bytes."""
import argparse
import csv
import datetime
import hashlib
import io
import random
import sys

COLUMNS = ("_fivetran_deleted,_fivetran_synced,property_email,id,property_company,property_firstname,property_lastname,property_email_1,"
           "property_createdate,property_jobtitle,property_annualrevenue,property_hs_merged_object_ids,property_created_at,"
           "property_first_conversion_date").split(",")
TITLES = ["", "", "VP Sales", "Director of Marketing", "CEO", "Marketing Manager", "Sales Manager", "Executive Assistant", "Founder", "Analyst",
          "Head of Sales", "Consultant"]
COMPANIES = ["", "SampleCompany", "Acme", "North Labs", "Harbor Foods", "Kite Media", "Quartz Bank"]
REVENUES = ["", "", "111111", "900000", "2500000", "10000000", "48000000"]
SYNCED = datetime.datetime(2021, 4, 2, 11, 20, 0)


def hashed(*words):
    return hashlib.md5(" ".join(map(str, words)).encode()).hexdigest()


def stamp(time):
    """The hour without a leading zero, as the export writes it."""
    return "%s %d:%s" % (time.strftime("%Y-%m-%d"), time.hour, time.strftime("%M:%S"))


def row(number, roll):
    pick = lambda items: items[int(roll() * len(items))]
    created = SYNCED - datetime.timedelta(seconds=int(roll() ** 2 * 300 * 86400) + 3600)
    converted = created + datetime.timedelta(seconds=int(roll() * (SYNCED - created).total_seconds())) if roll() < 0.4 else created
    ids = ";".join(str(30000001 + int(roll() * 49000000)) for _ in range(int(roll() ** 3 * 5)))
    return ["TRUE" if roll() < 0.05 else "FALSE", stamp(SYNCED + datetime.timedelta(seconds=int(roll() * 120))),
            hashed("email", number) if roll() < 0.95 else "", 30000001 + number * 7919, pick(COMPANIES), hashed("first", number),
            hashed("last", number), hashed("other", number), stamp(created), pick(TITLES), pick(REVENUES), ids, stamp(created),
            stamp(converted) if roll() < 0.8 else ""]


def main():
    options = argparse.ArgumentParser(description="an invented export for contacts.rubric")
    options.add_argument("count", nargs="?", type=int, default=40)
    options.add_argument("--seed", type=int, default=5)
    given = options.parse_args()
    roll = random.Random(given.seed).random
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(row(number, roll) for number in range(given.count))
    sys.stdout.write(text.getvalue().rstrip("\n"))  # such exports end without a line end


if __name__ == "__main__":
    main()
