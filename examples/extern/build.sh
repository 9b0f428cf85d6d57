#!/bin/sh
# build.sh FOLDER -- compiles fieldwork.c to FOLDER/fieldwork.so
set -e
[ $# = 1 ] || { echo "usage: build.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
${CC:-cc} -std=c11 -O2 -Wall -Wextra -shared -fPIC -o "$1/fieldwork.so" "$(dirname "$0")/fieldwork.c" -lm
