import * as vscode from 'vscode';
import { explainRule, predictHere } from './explain';
import { Pages } from './pages';
import { served } from './served';
import { Server } from './server';
import { Status } from './status';

const example = `GET /video.mp4 HTTP/1.1
Host: media.example.com
Range: bytes=1000000-
If-Range: W/"clip-build-9"

# server's current validator:
# ETag: W/"clip-build-9"
`;

let server: Server | undefined;

async function openExample(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'http', content: example });
  await vscode.window.showTextDocument(document);
}

async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.wiretag', apply: 'first' });
}

async function showMenu(): Promise<void> {
  const entries: [icon: string, title: string, command: string, argument?: string][] = [
    ['list-unordered', 'Show all findings', 'workbench.actions.view.problems'],
    ['wand', 'Apply all safe fixes in this file', 'wiretag.fixAll'],
    ['book', 'Explain a rule', 'wiretag.openRulePage'],
    ['debug-restart', 'Restart the server', 'wiretag.restart'],
    ['output', 'Show the log', 'wiretag.showLog'],
    ['gear', 'Open the settings', 'workbench.action.openSettings', 'wiretag'],
  ];
  const items = entries.map(([icon, title, command, argument]) => ({ label: `$(${icon}) ${title}`, command, argument }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'wiretag' });
  if (chosen) await vscode.commands.executeCommand(chosen.command, chosen.argument);
}

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('wiretag');
  const running = new Server(context.extensionPath, log);
  const pages = new Pages();
  server = running;

  // Many projects have no file for wiretag: the server waits for the first one.
  const wakeFor = (document: vscode.TextDocument) => {
    if (vscode.languages.match(served, document) > 0) running.wake();
  };
  const command = (name: string, run: (...args: unknown[]) => unknown) =>
    vscode.commands.registerCommand(`wiretag.${name}`, run);

  context.subscriptions.push(
    log,
    running,
    pages,
    new Status(running),
    command('restart', () => running.restart()),
    command('showLog', () => log.show(true)),
    command('showMenu', showMenu),
    command('fixAll', fixAll),
    command('openRulePage', (rule) => explainRule(running, pages, rule)),
    command('predictHere', () => predictHere(running, pages)),
    command('openExample', openExample),
    vscode.workspace.onDidOpenTextDocument(wakeFor),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('wiretag.server.path') && running.state.is !== 'asleep') {
        // The running server is still being told of the change.
        setTimeout(() => void running.restart(), 50);
      }
      if (change.affectsConfiguration('wiretag.inlayHints') || change.affectsConfiguration('wiretag.codeLens')) {
        running.refreshHints();
      }
    }),
  );
  vscode.workspace.textDocuments.forEach(wakeFor);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
