#!/usr/bin/env python3
"""Prints an invented sample in the shape of a bank's calling system: generate.py [N] [--seed S].  Same arguments, same bytes."""
import argparse
import random
import sys

HEADER = "age;job;marital;education;default;balance;housing;loan;contact;day;month;year;duration;campaign;pdays;previous;poutcome;y"
JOBS = "admin. blue-collar entrepreneur housemaid management retired self-employed services student technician unemployed unknown".split()
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def row(roll):
    pick = lambda items: items[int(roll() * len(items))]
    yes = lambda share: "yes" if roll() < share else "no"
    job = pick(JOBS)
    age = 18 + int(roll() * 8) if job == "student" else 60 + int(roll() * 25) if job == "retired" else 22 + int(roll() * 40)
    balance = int(roll() ** 3 * 9000) - int(roll() < 0.15) * int(roll() * 900)
    before = 1 + int(roll() * 4) if roll() < 0.3 else 0
    cells = [age, job, pick(["married", "single", "divorced"]), pick(["primary", "secondary", "secondary", "tertiary", "unknown"]), yes(0.03),
             balance, yes(0.5), yes(0.17), pick(["cellular", "cellular", "cellular", "telephone", "unknown"]), 1 + int(roll() * 28),
             pick(MONTHS), 2024 + int(roll() * 2), 20 + int(roll() ** 2 * 900), 1 + int(roll() ** 3 * 13),
             30 + int(roll() * 400) if before else -1, before, pick(["success", "failure", "failure", "other"]) if before else "unknown"]
    return ";".join(map(str, cells + [yes(0.12)]))


def main():
    options = argparse.ArgumentParser(description="an invented sample for bank.rubric")
    options.add_argument("count", nargs="?", type=int, default=60)
    options.add_argument("--seed", type=int, default=3)
    given = options.parse_args()
    roll = random.Random(given.seed).random
    lines = [HEADER] + [row(roll) for _ in range(given.count)]
    sys.stdout.buffer.write("".join(line + "\r\n" for line in lines).encode())


if __name__ == "__main__":
    main()
