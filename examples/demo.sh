#!/bin/sh
# What `make demo` shows: real leads decided, and one of them explained.
set -e
rubric=$1
cd "$(dirname "$0")/inbound"
case $rubric in /*) ;; *) rubric=../../$rubric ;; esac
now=2026-11-20T12:00:00Z
echo "\$ rubric test inbound.rubric"
$rubric test inbound.rubric
echo
echo "\$ rubric run inbound.rubric leads.ndjson --to csv | head -n 6"
$rubric run inbound.rubric leads.ndjson --now $now --to csv -o ../../build/demo.csv
head -n 6 ../../build/demo.csv
echo
echo "\$ rubric explain inbound.rubric leads.ndjson --key L00291"
$rubric explain inbound.rubric leads.ndjson --key L00291 --now $now
