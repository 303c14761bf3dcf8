import * as vscode from 'vscode';
import { served } from './served';
import type { Server } from './server';

const findingsOf = (document: vscode.TextDocument) =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'wiretag');

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The state of the server and the findings of the document in front, in the status bar. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('wiretag.status', vscode.StatusBarAlignment.Left, 10);
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.item.name = 'wiretag';
    this.item.command = 'wiretag.showMenu';
    const update = () => this.update();
    this.subscriptions = [
      this.item,
      server.onDidChangeState(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.languages.onDidChangeDiagnostics(update),
    ];
    this.update();
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || vscode.languages.match(served, document) === 0) {
      this.item.hide();
      return;
    }
    const { state } = this.server;
    this.item.backgroundColor =
      state.is === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    switch (state.is) {
      case 'asleep':
      case 'starting':
        this.show('$(sync~spin) wiretag', 'The server is starting');
        break;
      case 'failed':
        this.show('$(error) wiretag', state.reason);
        break;
      case 'running':
        this.showFindings(findingsOf(document), `wiretag ${state.version}\n${state.command}`);
    }
  }

  private showFindings(findings: vscode.Diagnostic[], server: string): void {
    const errors = findings.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
    const warnings = findings.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Warning).length;
    const others = findings.length - errors - warnings;
    const parts = [
      ...(errors ? [counted(errors, 'error')] : []),
      ...(warnings ? [counted(warnings, 'warning')] : []),
      ...(others ? [counted(others, 'remark')] : []),
    ];
    const icon = errors ? 'error' : warnings ? 'warning' : 'check';
    const count = findings.length ? ` ${findings.length}` : '';
    this.show(`$(${icon}) wiretag${count}`, `${parts.join(', ') || 'No findings'} in this file\n${server}`);
  }

  private show(text: string, tooltip: string): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `wiretag: ${tooltip}` };
    this.item.show();
  }
}
