"""The sections of docs/errors.md as C text, for `rubric explain-code`."""
import re
import sys

text = open(sys.argv[1], encoding="utf-8").read()
parts = re.split(r"(?m)^## (?=[EW]\d)", text)[1:]
print('// made by grammar/pages.py from docs/errors.md\n#include "cli/options.h"\n#include <string.h>\n')
names = []
for part in parts:
    code = part.split()[0]
    names.append(code)
    data = part.rstrip().encode() + b"\n"
    print("static const unsigned char page_%s[] = {%s};" % (code, ",".join(map(str, data))))
print("bool error_page(const char *code, RubricText *page) {")
for n in names:
    print('  if (strcmp(code, "%s") == 0) { *page = (RubricText){(const char *)page_%s, sizeof page_%s}; return true; }' % (n, n, n))
print("  (void)page;\n  return false;\n}")
