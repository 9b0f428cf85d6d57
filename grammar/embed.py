"""The standard library's modules as C text: std_module, std_count, std_name (src/lang/check.h)."""
import os
import sys

print('// made by grammar/embed.py from stdlib/\n#include "lang/check.h"\n')
names = []
for path in sorted(sys.argv[1:]):
    name = os.path.splitext(os.path.basename(path))[0]
    names.append(name)
    data = open(path, "rb").read()
    print("static const unsigned char module_%s[] = {" % name)
    for i in range(0, len(data), 24):
        print(",".join(map(str, data[i : i + 24])) + ",")
    print("0};")
print("typedef struct Module { const char *name; const unsigned char *bytes; uint32_t size; } Module;")
print("static const Module modules[] = {%s{NULL, NULL, 0}};" % "".join('{"%s", module_%s, sizeof module_%s - 1}, ' % (n, n, n) for n in names))
print("""
bool std_module(Text name, Text *text) {
  for (const Module *m = modules; m->name; m++)
    if (text_is(name, m->name)) { *text = (Text){(const char *)m->bytes, m->size}; return true; }
  return false;
}
uint32_t std_count(void) { return (uint32_t)(sizeof modules / sizeof *modules - 1); }
Text std_name(uint32_t index) { return text_of(modules[index].name); }""")
