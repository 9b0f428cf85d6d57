#!/usr/bin/env python3
"""Completion of the command in shells, from src/cli/commands.def, options.def and choices.def.

editors/make_completions.py bash|zsh|fish

Completes commands, the options of the command at hand, the values of choices.def, and files by what an argument is called: RULES are
rule files, LEADS lead files. A word that KINDS does not know (TIME, N ...) completes to nothing.
"""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../grammar"))
import lists  # noqa: E402

KINDS = {"RULES": "rules", "OLD": "rules", "NEW": "rules", "LEADS": "leads", "FILE": "files", "FOLDER": "folders", "CODE": "codes", "std NAME": "modules"}
RULES, LEADS = ("rubric", "rbc"), ("csv", "tsv", "ndjson", "jsonl", "json")
PACKED = ("", ".gz", ".zst")


def kind(command, word):
    return KINDS.get(command + " " + word) or KINDS.get(word) or "none"


def places(command):
    """What stands at the command's first, second ... place; the last counts for all that follow when it may be repeated."""
    found, many, skip = [], False, False
    for word in command.arguments.replace("[", " ").replace("]", " ").split():
        bare = word.replace("...", "").replace("…", "")
        if not skip and re.fullmatch(r"[A-Z]+", bare):
            found.append(kind(command.name, bare))
            many = bare != word
        skip = word.startswith("-")
    return found, many


def modules():
    return sorted(os.path.splitext(os.path.basename(p))[0] for p in glob.glob(os.path.join(lists.root, "stdlib/*.rubric")))


def codes():
    return re.findall(r"^## ([A-Z]\d+)", lists.read("docs/errors.md"), re.M)


def words_of_kind(name):
    return {"codes": codes, "modules": modules}[name]()


ENDS = {"rules": RULES, "leads": [e + p for e in LEADS for p in PACKED]}


def ends_pattern(name):
    return "|".join(e.replace(".", r"\.") for e in ENDS[name])


# ---- bash
BASH = r"""# Completion of rubric for bash; made by editors/make_completions.py.
_rubric_options() { case $1 in
%(options)s
esac; }
_rubric_values() { case $1:$2 in
%(values)s
esac; }
# what an option takes, or what stands at a place: rules, leads, files, folders, codes, modules, none
_rubric_kind() { case $1:$2 in
%(kinds)s
esac; }
_rubric_words() { mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W "$1" -- "$2"); }
_rubric_files() { # pattern of the end of names, word
  local name
  compopt -o filenames 2> /dev/null
  while IFS= read -r name; do
    [[ -d ${name/#\~/$HOME} || $name =~ $1 ]] && COMPREPLY+=("$name")
  done < <(compgen -f -- "$2")
}
_rubric_of_kind() {
  case $1 in
    rules) _rubric_files '\.(%(rules)s)$' "$2" ;;
    leads) _rubric_files '\.(%(leads)s)$' "$2" ;;
    files) _rubric_files '' "$2" ;;
    folders) _rubric_files '/$' "$2" ;;
    codes) _rubric_words '%(codes)s' "$2" ;;
    modules) _rubric_words '%(modules)s' "$2" ;;
  esac
}
_rubric() {
  local current=${COMP_WORDS[COMP_CWORD]} command= option= place=0 i word only_places=
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $option ]]; then [[ $word == = ]] || option= # `--to=csv` is three words here
    elif [[ $word == = ]]; then ((i++)) # as NAME=VALUE is
    elif [[ -z $only_places && $word == -- ]]; then only_places=yes
    elif [[ -z $only_places && $word == -?* ]]; then [[ -n $(_rubric_kind any "$word") ]] && option=$word
    elif [[ -z $command ]]; then command=$word
    else ((place++))
    fi
  done
  [[ $current == = ]] && current=
  if [[ -n $option ]]; then
    word=$(_rubric_values "$command" "$option")
    if [[ -n $word ]]; then _rubric_words "$word" "$current"; else _rubric_of_kind "$(_rubric_kind any "$option")" "$current"; fi
  elif [[ -z $only_places && $current == -* ]]; then _rubric_words "$(_rubric_options "$command")" "$current"
  elif [[ -z $command || $command == help ]]; then _rubric_words '%(commands)s help' "$current"
  else
    word=$(_rubric_kind "$command" "$place")
    _rubric_of_kind "${word:-$(_rubric_kind "$command" more)}" "$current"
  fi
}
complete -F _rubric rubric
"""


def lines_of(pairs):
    return "\n".join("  %s) echo '%s' ;;" % p for p in pairs)


def bash_kinds(commands, options):
    for o in options:
        if o.argument:
            yield "any:" + "|any:".join(o.spellings()), kind("", o.argument)
    for c in commands:
        found, many = places(c)
        for place, name in enumerate(found):
            yield "%s:%d" % (c.name, place), name
        yield "%s:more" % c.name, found[-1] if many else "none"


def bash(commands, options):
    every = [w for o in options if o.of("") for w in o.spellings()]
    return BASH % {
        "options": lines_of([(c.name, " ".join(w for o in options if o.of(c.name) for w in o.spellings())) for c in commands] + [("*", " ".join(every))]),
        "values": lines_of(("|".join("%s:%s" % (c, w) for w in o.spellings()), " ".join(v)) for o in options for c, v in o.values.items()),
        "kinds": lines_of(bash_kinds(commands, options)),
        "rules": ends_pattern("rules"), "leads": ends_pattern("leads"),
        "codes": " ".join(codes()), "modules": " ".join(modules()), "commands": " ".join(c.name for c in commands)}


# ---- zsh
ZSH = r"""#compdef rubric
# Completion of rubric for zsh; made by editors/make_completions.py.
_rubric_commands() {
  local -a commands=(
%(commands)s
  )
  _describe -t commands command commands
}
_rubric() {
  local curcontext=$curcontext state line
  local -A opt_args
  _arguments -C %(every)s '1:command:_rubric_commands' '*:: :->arguments' && return
  case $words[1] in
%(cases)s
  esac
}
_rubric "$@"
"""


def zsh_text(text):
    return re.sub(r"([\[\]:\\])", r"\\\1", text).replace("'", "'\\''")


def zsh_action(name):
    if name in ("rules", "leads"):
        return '_files -g "*.(%s)(-.)"' % "|".join(ENDS[name])
    return {"files": "_files", "folders": "_files -/", "none": " "}.get(name) or "(%s)" % " ".join(words_of_kind(name))


def zsh_option(o, command):
    spelled = o.spellings()
    head = "'(%s)'{%s}'" % (" ".join(spelled), ",".join(w + ("=" if o.argument and w.startswith("--") else "+" if o.argument else "") for w in spelled)) if len(spelled) > 1 \
        else "'%s" % (("*" if o.id == "SET" else "") + spelled[0] + ("=" if o.argument else ""))
    text = head + "[%s]" % zsh_text(o.help)
    if o.argument:
        values = o.values.get(command)
        text += ":%s:%s" % (zsh_text(o.argument), "(%s)" % " ".join(values) if values else zsh_action(kind("", o.argument)))
    return text + "'"


def zsh_places(command):
    found, many = places(command)
    for n, name in enumerate(found):
        last = many and n == len(found) - 1
        yield "'%s:%s:%s'" % ("*" if last else n + 1, name, zsh_action(name))


def zsh(commands, options):
    cases = ["    %s) _arguments \\\n      %s ;;" % (c.name, " \\\n      ".join([zsh_option(o, c.name) for o in options if o.of(c.name)] + list(zsh_places(c)))) for c in commands]
    cases.append("    help) _arguments '1:command:_rubric_commands' ;;")
    return ZSH % {"commands": "\n".join("    '%s:%s'" % (c.name, zsh_text(c.about)) for c in commands) + "\n    'help:says more about a command'",
                  "every": " ".join(zsh_option(o, "") for o in options if o.of("")), "cases": "\n".join(cases)}


# ---- fish
FISH = r"""# Completion of rubric for fish; made by editors/make_completions.py.
function __rubric_words # the words before the one at hand that are neither options nor, as far as seen, their arguments
  set -l skip
  for word in (commandline -opc)[2..-1]
    if test -n "$skip"
      set skip
    else if string match -qr -- '^(%(taking)s)$' $word
      set skip yes
    else if not string match -q -- '-*' $word
      echo $word
    end
  end
end
function __rubric_is # command, places already filled: fewest, most
  set -l words (__rubric_words)
  set -l places (math (count $words) - 1)
  test "$words[1]" = "$argv[1]"; and test $places -ge $argv[2]; and test $places -le $argv[3]
end
function __rubric_files # folders, and names with one of these ends
  for name in (__fish_complete_path (commandline -ct))
    string match -qr -- '(/|\.('$argv[1]'))$' (string split -f1 \t -- $name); and echo $name
  end
end
function __rubric_rules; __rubric_files '%(rules)s'; end
function __rubric_leads; __rubric_files '%(leads)s'; end
function __rubric_any; __fish_complete_path (commandline -ct); end
complete -c rubric -f
%(lines)s
"""


NO_COMMAND = "test (count (__rubric_words)) -eq 0"


def fish_text(text):
    return text.replace("\\", "\\\\").replace("'", "\\'")


def fish_action(name):
    known = {"rules": "(__rubric_rules)", "leads": "(__rubric_leads)", "files": "(__rubric_any)", "folders": "(__fish_complete_directories)", "none": ""}
    return known[name] if name in known else " ".join(words_of_kind(name))


def fish_option(o, command):
    text = "complete -c rubric -n '%s'" % ("__rubric_is %s 0 999" % command if command else NO_COMMAND)
    text += (" -s %s" % o.letter if o.letter else "") + " -l %s" % o.name
    if o.argument:
        values = o.values.get(command)
        action = " ".join(values) if values else fish_action(kind("", o.argument))
        text += " -x" + (" -a \"%s\"" % action if action else "")
    return text + " -d '%s'" % fish_text(o.help)


def fish_lines(commands, options):
    for c in commands:
        yield "complete -c rubric -n '%s' -a %s -d '%s'" % (NO_COMMAND, c.name, fish_text(c.about))
    yield "complete -c rubric -n '%s' -a help -d 'says more about a command'" % NO_COMMAND
    yield "complete -c rubric -n '__rubric_is help 0 0' -a '%s'" % " ".join(c.name for c in commands)
    for o in options:
        if o.of(""):
            yield fish_option(o, "")
    for c in commands:
        for o in options:
            if o.of(c.name):
                yield fish_option(o, c.name)
        found, many = places(c)
        for n, name in enumerate(found):
            most = 999 if many and n == len(found) - 1 else n
            if fish_action(name):
                yield "complete -c rubric -n '__rubric_is %s %d %d' -a \"%s\"" % (c.name, n, most, fish_action(name))


def fish(commands, options):
    taking = [w for o in options if o.argument for w in o.spellings()]
    return FISH % {"taking": "|".join(taking), "rules": ends_pattern("rules"), "leads": ends_pattern("leads"), "lines": "\n".join(fish_lines(commands, options))}


if __name__ == "__main__":
    sys.stdout.write({"bash": bash, "zsh": zsh, "fish": fish}[sys.argv[1]](lists.commands(), lists.options()))
