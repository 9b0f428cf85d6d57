// Starts `rubric lsp` and leaves the thinking to it; adds two commands that run the command line in a terminal.
"use strict";
const path = require("path");
const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

let client; // undefined until the first start, and while there is no `rubric` to start

const setting = (name, uri) => vscode.workspace.getConfiguration("rubric", uri).get(name);

// A path in a setting is the folder's; a bare name is the shell's to find.
function inFolder(file, uri) {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  return !file || path.isAbsolute(file) || !folder ? file : path.join(folder.uri.fsPath, file);
}
function program() {
  const name = setting("path") || "rubric";
  return name.includes("/") || name.includes("\\") ? inFolder(name) : name;
}

async function start() {
  const server = { command: program(), args: ["lsp"] };
  const made = new LanguageClient("rubric", "Rubric", server, {
    documentSelector: [{ scheme: "file", language: "rubric" }, { scheme: "untitled", language: "rubric" }],
    initializationOptions: { sample: setting("sample"), now: setting("now"), lint: setting("lint"), lenses: setting("lenses"), hints: setting("hints") },
    synchronize: { configurationSection: "rubric" }, // what changes later is sent by the client
  });
  try {
    await made.start();
    client = made;
  } catch (error) {
    client = undefined;
    const settings = "Open Settings";
    const answer = await vscode.window.showErrorMessage(
      `Rubric: \`${server.command} lsp\` does not start (${error.message ?? error}). Colours work without it; for the rest install rubric, or say where it is in the setting rubric.path.`, settings);
    if (answer === settings) vscode.commands.executeCommand("workbench.action.openSettings", "rubric.path");
  }
}
async function stop() {
  const old = client;
  client = undefined;
  if (old && old.state === State.Running) await old.stop();
}
async function restart() {
  await stop();
  await start();
}

// Runs `rubric ARGS` in a terminal: a process with its arguments, no shell that could read them otherwise.
function runTask(name, args, folder) {
  const task = new vscode.Task({ type: "rubric", task: name }, folder ?? vscode.TaskScope.Workspace, name, "rubric", new vscode.ProcessExecution(program(), args), ["$rubric", "$rubric-test"]);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Shared, clear: true };
  return vscode.tasks.executeTask(task);
}
// The rule file at hand, saved: the command reads files. Undefined after saying what is missing.
async function rules() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "rubric" || document.isUntitled) {
    vscode.window.showInformationMessage("Rubric: open a saved .rubric file first.");
    return undefined;
  }
  await document.save();
  return document.uri;
}
async function runTests() {
  const uri = await rules();
  if (uri) await runTask("test", ["test", uri.fsPath], vscode.workspace.getWorkspaceFolder(uri));
}
async function chosenLeads(uri) {
  const sample = inFolder(setting("sample", uri), uri);
  if (sample) return sample;
  const chosen = await vscode.window.showOpenDialog({ title: "A file of leads", filters: { Leads: ["csv", "tsv", "ndjson", "jsonl", "json", "gz", "zst"] } });
  return chosen?.[0].fsPath;
}
async function explainLead() {
  const uri = await rules();
  const leads = uri && await chosenLeads(uri);
  if (!leads) return;
  const key = await vscode.window.showInputBox({ title: "Which lead?", prompt: "Its key; nothing for the first lead of the file" });
  if (key === undefined) return;
  const now = setting("now", uri);
  const more = [...(key ? ["--key=" + key] : []), ...(now ? ["--now=" + now] : [])];
  await runTask("explain", ["explain", uri.fsPath, leads, ...more], vscode.workspace.getWorkspaceFolder(uri));
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("rubric.test", runTests),
    vscode.commands.registerCommand("rubric.explain", explainLead),
    vscode.commands.registerCommand("rubric.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("rubric.path")) restart();
    }));
  await start();
}

module.exports = { activate, deactivate: stop };
