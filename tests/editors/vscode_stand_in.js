// A stand-in for the module "vscode": as much of it as the client library and extension.js touch. What they register and show is kept
// in `seen`. Classes and enumerations that nobody here looks at are made up on demand.
"use strict";
const { pathToFileURL, fileURLToPath } = require("url");

const seen = { providers: {}, diagnostics: new Map(), commands: new Map(), tasks: [], messages: [], settings: {}, inputs: [] };

class Disposable {
  constructor(run) { this.run = run; }
  dispose() { this.run?.(); }
  static from(...many) { return new Disposable(() => many.forEach((d) => d.dispose())); }
}
class EventEmitter {
  constructor() {
    this.listeners = new Set();
    this.event = (listener, self, into) => {
      const bound = self ? listener.bind(self) : listener;
      this.listeners.add(bound);
      const ends = new Disposable(() => this.listeners.delete(bound));
      into?.push?.(ends);
      return ends;
    };
  }
  fire(value) { for (const l of [...this.listeners]) l(value); }
  dispose() { this.listeners.clear(); }
}
class Uri {
  constructor(scheme, path) { Object.assign(this, { scheme, path, authority: "", query: "", fragment: "" }); }
  get fsPath() { return fileURLToPath(this.toString()); }
  toString() { return this.scheme === "file" ? pathToFileURL(decodeURIComponent(this.path)).href : this.scheme + ":" + this.path; }
  with(change) { return Object.assign(new Uri(this.scheme, this.path), change); }
  static file(path) { return new Uri("file", path); }
  static parse(text) { return text.startsWith("file:") ? Uri.file(fileURLToPath(text)) : new Uri(...text.split(/:(.*)/s)); }
}
class Position {
  constructor(line, character) { this.line = line; this.character = character; }
}
class Range {
  constructor(a, b, c, d) {
    this.start = a instanceof Position ? a : new Position(a, b);
    this.end = a instanceof Position ? b : new Position(c, d);
  }
}
class TextDocument {
  constructor(file, text) { Object.assign(this, { uri: Uri.file(file), fileName: file, languageId: "rubric", version: 1, text, isUntitled: false, isClosed: false, eol: 1 }); }
  getText() { return this.text; }
  get lineCount() { return this.text.split("\n").length; }
  lineAt(line) { return { text: this.text.split("\n")[line.line ?? line] }; }
  positionOf(word, nth = 0) { // where the nth `word` stands
    let at = -1;
    for (let i = 0; i <= nth; i++) at = this.text.indexOf(word, at + 1);
    const before = this.text.slice(0, at).split("\n");
    return new Position(before.length - 1, before.at(-1).length);
  }
  async save() { return true; }
}

const events = {};
const event = (name) => (events[name] ??= new EventEmitter()).event;
const token = { isCancellationRequested: false, onCancellationRequested: new EventEmitter().event };

function own(section) { // getConfiguration(undefined).get("rubric"), as the client asks for a whole section
  const found = Object.entries(seen.settings).filter(([name]) => name.startsWith(section + ".")).map(([name, value]) => [name.slice(section.length + 1), value]);
  return found.length ? Object.fromEntries(found) : undefined;
}
const workspace = {
  textDocuments: [], notebookDocuments: [], workspaceFolders: undefined, isTrusted: true,
  getWorkspaceFolder: () => workspace.workspaceFolders?.[0],
  getConfiguration: (section) => ({
    get: (name, otherwise) => seen.settings[section ? section + "." + name : name] ?? (section ? otherwise : own(name)) ?? otherwise,
    inspect: () => undefined, has: () => false,
  }),
  createFileSystemWatcher: () => ({ onDidCreate: event("created"), onDidChange: event("changed"), onDidDelete: event("deleted"), dispose() {} }),
  applyEdit: async () => true,
};
const window = {
  activeTextEditor: undefined, visibleTextEditors: [], tabGroups: { all: [], onDidChangeTabs: event("tabs"), onDidChangeTabGroups: event("groups") }, state: { focused: true },
  createOutputChannel: () => new Proxy({}, { get: (_, name) => (name === "then" ? undefined : () => {}) }),
  showInputBox: async () => seen.inputs.shift(),
  showErrorMessage: async (text) => void seen.messages.push(text),
  showWarningMessage: async (text) => void seen.messages.push(text),
  showInformationMessage: async (text) => void seen.messages.push(text),
  withProgress: async (_, run) => run({ report() {} }, token),
};
const languages = {
  match: (selector, document) => ([selector].flat().some((s) => (s.language ?? s) === document.languageId) ? 10 : 0),
  createDiagnosticCollection: () => ({
    set: (uri, found) => void seen.diagnostics.set(uri.toString(), found ?? []),
    delete: (uri) => void seen.diagnostics.delete(uri.toString()), clear: () => seen.diagnostics.clear(), dispose() {}, has: () => false, get: () => [],
  }),
};
const commands = {
  registerCommand: (name, run) => { seen.commands.set(name, run); return new Disposable(() => seen.commands.delete(name)); },
  executeCommand: async (name, ...args) => seen.commands.get(name)?.(...args),
};
const tasks = { executeTask: async (task) => void seen.tasks.push(task) };

// `onDid...` is an event, `registerXProvider` is kept as seen.providers.X, anything else does nothing.
const open = (known) => new Proxy(known, {
  get(target, name) {
    if (name in target || typeof name !== "string" || name === "then") return target[name];
    if (/^on(Did|Will)/.test(name)) return event(name);
    const provider = name.match(/^register(\w+)Provider$/);
    if (!provider) return () => new Disposable();
    return (...args) => {
      seen.providers[provider[1]] = args.find((a) => a && Object.keys(a).some((k) => /^(provide|prepare|resolve)/.test(k)));
      return new Disposable();
    };
  },
});
const enumeration = () => new Proxy({}, { get: (_, name) => name });
const madeUp = {};
const module_ = {
  Disposable, EventEmitter, Uri, Position, Range, Selection: Range, workspace: open(workspace), window: open(window), languages: open(languages), commands, tasks,
  env: { appName: "stand-in", language: "en", uriScheme: "stand-in", clipboard: {} }, version: "1.90.0", extensions: { getExtension() {}, all: [] },
  CancellationTokenSource: class { constructor() { this.token = token; } cancel() {} dispose() {} },
  CancellationError: class extends Error {},
  Task: class { constructor(definition, scope, name, source, execution, matcher) { Object.assign(this, { definition, scope, name, source, execution, matcher }); } },
  ProcessExecution: class { constructor(process, args) { Object.assign(this, { process, args }); } },
  Diagnostic: class { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } },
  Location: class { constructor(uri, range) { Object.assign(this, { uri, range }); } },
  Hover: class { constructor(contents, range) { Object.assign(this, { contents, range }); } },
  MarkdownString: class { constructor(value) { this.value = value ?? ""; } appendMarkdown(text) { this.value += text; return this; } appendCodeblock(text) { this.value += text; return this; } },
  TextEdit: class { constructor(range, newText) { Object.assign(this, { range, newText }); } static replace(range, text) { return new this(range, text); } static insert(at, text) { return new this(new Range(at, at), text); } },
  CompletionItem: class { constructor(label, kind) { Object.assign(this, { label, kind }); } },
  WorkspaceEdit: class { constructor() { this.edits = []; } set(uri, edits) { this.edits.push([uri.toString(), edits]); } },
  CompletionList: class { constructor(items, isIncomplete) { Object.assign(this, { items, isIncomplete }); } },
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  FileType: { File: 1, Directory: 2 },
};
module.exports = new Proxy(module_, {
  get(target, name) {
    if (name in target || typeof name !== "string" || !/^[A-Z]/.test(name)) return target[name];
    return (madeUp[name] ??= /(Kind|Options|Mode|Reason|Scope|Severity|Tag|Type|Level|Change|Action|Location|Source|Format)$/.test(name) && !/^(CodeAction|TaskPresentationOptions)$/.test(name) ? enumeration() : class { constructor(...args) { this.args = args; } });
  },
});
Object.assign(seen, { TextDocument, events, token });
module.exports.seen = seen;
module_.seen = seen;
