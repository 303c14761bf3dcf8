import * as vscode from 'vscode';
import { Server } from './server';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('wiretag');
  const running = new Server(context.extensionPath, log);
  server = running;

  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('wiretag.restart', () => running.restart()),
    vscode.commands.registerCommand('wiretag.showLog', () => log.show(true)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('wiretag.server.path')) void running.restart();
    }),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
