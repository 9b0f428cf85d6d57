// vscode_drive.js EXTENSION RUBRIC -- runs the extension's own code, with the client library that it ships, against `rubric lsp`, in a stand-in for
// VS Code. Prints `ok TITLE` or `not ok TITLE` for each thing a user would see.
"use strict";
const fs = require("fs"), os = require("os"), path = require("path"), Module = require("module");
const [extensionFolder, rubric] = process.argv.slice(2);
const standIn = path.join(__dirname, "vscode_stand_in.js");
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...more) => (name === "vscode" ? standIn : resolve(name, ...more));

const vscode = require(standIn);
const { seen } = vscode;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rubric-vscode-"));
let failed = 0;
function said(title, good, got) {
  console.log((good ? "ok " : "not ok ") + title + (good ? "" : "\n  got " + JSON.stringify(got)));
  failed += !good;
}
async function until(ready) {
  for (let i = 0; i < 200; i++) {
    if (await ready()) return true;
    await new Promise((go) => setTimeout(go, 25));
  }
  return false;
}
const RULES = `schema Lead {
  id        text     key
  employees integer  in 0..
  consent   scale of "opted_out", "unknown", "opted_in"  default "unknown"
}
fit "Large"   +10  when employes >= 1000
fit "Willing" +5   when consent is "opted_in"
stage "Good"  when fit >= 10
stage "Other" otherwise
test "a large one" {
  lead { id: "1", employees: 1000 }
  expect stage is "Good"
}
`;
const diagnostics = (document) => seen.diagnostics.get(document.uri.toString()) ?? [];
const codeOf = (d) => d.code?.value ?? d.code;
const textOf = (hover) => [hover?.contents].flat().map((c) => c?.value ?? c).join("\n");

async function edit(document, text) {
  const lines = document.text.split("\n");
  const range = new vscode.Range(0, 0, lines.length - 1, lines.at(-1).length);
  const change = { range, rangeOffset: 0, rangeLength: document.text.length, text };
  document.text = text;
  document.version++;
  seen.events.onDidChangeTextDocument.fire({ document, contentChanges: [change], reason: undefined });
}

async function main() {
  const file = path.join(folder, "rules.rubric"), leads = path.join(folder, "leads.csv");
  fs.writeFileSync(file, RULES);
  fs.writeFileSync(leads, "id,employees,consent\n1,5000,opted_in\n2,,\n");
  const document = new seen.TextDocument(file, RULES);
  vscode.workspace.textDocuments.push(document);
  vscode.workspace.workspaceFolders = [{ uri: vscode.Uri.file(folder), name: "rules", index: 0 }];
  vscode.window.activeTextEditor = { document };
  Object.assign(seen.settings, { "rubric.path": "no-such-rubric", "rubric.sample": "leads.csv" });
  const extension = require(path.join(extensionFolder, "extension.js"));

  await extension.activate({ subscriptions: [] });
  said("a command that is not there is said", seen.messages.some((m) => m.includes("no-such-rubric") && m.includes("rubric.path")), seen.messages);

  seen.settings["rubric.path"] = rubric;
  seen.messages.length = 0;
  seen.events.onDidChangeConfiguration.fire({ affectsConfiguration: (name) => name === "rubric.path" });
  said("a mistake is marked", await until(() => diagnostics(document).some((d) => codeOf(d) === "E030")), [diagnostics(document), seen.messages]);
  const mistake = diagnostics(document)[0];
  said("at its place", mistake && mistake.range.start.line === 5 && mistake.range.start.character === 24, mistake);

  const fixes = await seen.providers.CodeActions.provideCodeActions(document, mistake.range, { diagnostics: [mistake], triggerKind: 1 }, seen.token);
  said("with a fix", JSON.stringify(fixes ?? null).includes('"employees"'), fixes);

  await edit(document, RULES.replace("employes", "employees"));
  said("and goes when it is put right", await until(() => diagnostics(document).every((d) => codeOf(d) !== "E030")), diagnostics(document));

  const hover = await seen.providers.Hover.provideHover(document, document.positionOf("employees", 1), seen.token);
  said("hover tells the type", textOf(hover).includes("integer"), hover);
  const inText = document.positionOf('"opted_in"', 1);
  const found = await seen.providers.CompletionItem.provideCompletionItems(document, new vscode.Position(inText.line, inText.character + 1), seen.token, { triggerKind: 0 });
  const labels = (found?.items ?? found ?? []).map((i) => i.label?.label ?? i.label);
  said("completion gives the values of the field", labels.some((l) => l.includes("opted_out")), labels);
  const target = await seen.providers.Definition.provideDefinition(document, document.positionOf("employees", 1), seen.token);
  const place = [target].flat()[0];
  said("go to definition", (place?.range ?? place?.targetRange)?.start.line === 2, target);
  const symbols = await seen.providers.DocumentSymbol.provideDocumentSymbols(document, seen.token);
  said("outline", JSON.stringify(symbols ?? []).includes("Willing"), symbols);

  const end = new vscode.Position(document.lineCount, 0);
  const lenses = await seen.providers.CodeLens.provideCodeLenses(document, seen.token);
  const titles = () => JSON.stringify(lenses.map((l) => l.command?.title));
  said("lenses count tests and sample leads", titles().includes("1 of 1 test") && titles().includes("50 %"), titles());
  const hints = await seen.providers.InlayHints.provideInlayHints(document, new vscode.Range(new vscode.Position(0, 0), end), seen.token);
  said("hints", Array.isArray(hints), hints);
  const coloured = await seen.providers.DocumentSemanticTokens.provideDocumentSemanticTokens(document, seen.token);
  said("colours by meaning", (coloured?.data ?? coloured?.args?.[0])?.length > 50, coloured);
  const renamed = await seen.providers.Rename.provideRenameEdits(document, document.positionOf("employees"), "staff", seen.token);
  said("rename", JSON.stringify(renamed ?? null).includes("staff"), renamed);
  await edit(document, document.text.replace("when consent", "when    consent"));
  const laidOut = await seen.providers.DocumentFormattingEdit.provideDocumentFormattingEdits(document, { tabSize: 2, insertSpaces: true }, seen.token);
  said("formatting", laidOut?.length > 0, laidOut);
  seen.settings["rubric.lenses"] = false;
  seen.events.onDidChangeConfiguration.fire({ affectsConfiguration: (name) => name === "rubric.lenses" || name === "rubric" });
  let left = lenses;
  await until(async () => (left = await seen.providers.CodeLens.provideCodeLenses(document, seen.token)).length === 0);
  said("a setting that changes reaches the server", left.length === 0, left);

  await seen.commands.get("rubric.test")();
  said("Run Tests runs the file's tests", seen.tasks.at(-1)?.execution.process === rubric && seen.tasks.at(-1).execution.args.join(" ") === "test " + file, seen.tasks);
  seen.inputs.push("-1");
  await seen.commands.get("rubric.explain")();
  said("Explain a Lead takes the sample and any key", seen.tasks.at(-1).execution.args.join(" ") === `explain ${file} ${leads} --key=-1`, seen.tasks.at(-1));
  await seen.commands.get("rubric.restart")();
  said("restart", await until(() => seen.diagnostics.has(document.uri.toString())), [...seen.diagnostics]);
  await extension.deactivate();
  said("nothing is complained about", seen.messages.length === 0, seen.messages);
}
main().catch((error) => { console.log("not ok " + (error.stack ?? error)); failed++; }).finally(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  process.exit(failed ? 1 : 0);
});
