import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import type { Pages } from './pages';
import type { Server } from './server';

interface Rule {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 16 << 20, timeout: 10_000 }, (error, output, complaint) => {
      if (error) reject(new Error(complaint.trim() || error.message));
      else resolve(output);
    });
  });
}

const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

function rulesAt(editor: vscode.TextEditor | undefined): string[] {
  if (!editor) return [];
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, code, range }) => source === 'wiretag' && code && range.intersection(editor.selection));
  return [...new Set(found.map(codeOf))];
}

async function choose(command: string, here: readonly string[]): Promise<string | undefined> {
  const { rules } = JSON.parse(await run(command, ['rules', '--format', 'json'])) as { rules: Rule[] };
  const found = here.length ? rules.filter(({ id }) => here.includes(id)) : rules;
  const items = found.map(({ id, severity, summary }) => ({ label: id, description: severity, detail: summary }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: 'The rule to explain',
    matchOnDetail: true,
  });
  return chosen?.label;
}

/** Opens the page of a rule: the one named, the one of the finding under the cursor, or one of a list. */
export async function explainRule(server: Server, pages: Pages, named?: unknown): Promise<void> {
  try {
    const command = server.locate();
    const here = typeof named === 'string' ? [named] : rulesAt(vscode.window.activeTextEditor);
    const rule = here.length === 1 ? here[0] : await choose(command, here);
    if (rule) await pages.show(rule, await run(command, ['explain', rule]));
  } catch (error) {
    void vscode.window.showErrorMessage(`wiretag cannot explain the rule. ${(error as Error).message}`);
  }
}

/** Opens the verdict on the exchange under the cursor as a page. */
export async function predictHere(server: Server, pages: Pages): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const verdict = editor && (await server.verdict(editor.document, editor.selection.active));
  if (!verdict) {
    void vscode.window.showInformationMessage(
      'wiretag has no verdict here. Put the cursor into the head of a request or response.',
    );
    return;
  }
  const name = vscode.workspace.asRelativePath(editor.document.uri, false).replaceAll('/', ' ');
  const line = editor.selection.active.line + 1;
  await pages.show(`${name} ${line}`, verdict);
}
