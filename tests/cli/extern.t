$ cp -r "$ROOT/examples/extern" . && cd extern && sh build.sh lib && rubric run --now 2026-01-01 rules.rubric leads.csv --allow-extern lib -q | head -n 1 | cut -c1-40
{"id":"1","status":"routed","stage":"Vis
$ cd extern && rubric run --now 2026-01-01 rules.rubric leads.csv
rules.rubric: error[E071]: extern functions are not allowed here; --allow-extern FOLDER allows the libraries of a folder
? 2
$ cd extern && rubric check rules.rubric
rules.rubric: no mistakes; 2 rules, 2 stages, 3 routes
$ cd extern && mkdir -p empty && rubric run --now 2026-01-01 rules.rubric leads.csv --allow-extern empty
rules.rubric: error[E071]: extern function `distance_km` cannot be loaded: empty/fieldwork.so: cannot open shared object file: No such file or directory
? 2
$ cd extern && sed 's/const int distance_km_arity = 4/const int distance_km_arity = 3/' -i fieldwork.c && sh build.sh other && rubric run rules.rubric leads.csv --allow-extern other
rules.rubric: error[E071]: extern function `distance_km` takes 3 arguments in other/fieldwork.so but 4 in the rules
? 2
$ cd extern && sed 's/check_digit_ok/check_digits_ok/' rules.rubric > unknown.rubric && rubric run unknown.rubric leads.csv --allow-extern lib
unknown.rubric: error[E071]: extern function `check_digits_ok` is not in lib/fieldwork.so
? 2
$ cd extern && rubric test rules.rubric
rules.rubric: error[E071]: extern functions are not allowed here; --allow-extern FOLDER allows the libraries of a folder
? 2
$ cd extern && rubric test rules.rubric --allow-extern lib
2 passed, 0 failed
$ cd extern && rubric compile rules.rubric -o rules.rbc && rubric run --now 2026-01-01 rules.rbc leads.csv --allow-extern lib -q | wc -l; rubric explain rules.rbc leads.csv
6
rules.rubric: error[E071]: extern functions are not allowed here; --allow-extern FOLDER allows the libraries of a folder
? 2
