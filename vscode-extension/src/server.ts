import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type CloseHandlerResult,
  type DocumentSelector,
  type ErrorHandler,
  type ErrorHandlerResult,
} from 'vscode-languageclient/node';
import { locateServer } from './locate';

// Other HTTP extensions may own the file under a language id of theirs; the pattern still catches it.
const documents: DocumentSelector = [
  ...['file', 'untitled'].flatMap((scheme) => ['http', 'rest'].map((language) => ({ scheme, language }))),
  { scheme: 'file', pattern: '**/*.{http,rest}' },
];

const crashWindow = 3 * 60_000;
const crashLimit = 4;

class Restarts implements ErrorHandler {
  private crashes: number[] = [];
  ready = false;

  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    if (!this.ready) return { action: CloseAction.DoNotRestart, handled: true };
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < crashWindow), now];
    if (this.crashes.length <= crashLimit) return { action: CloseAction.Restart, handled: true };
    return {
      action: CloseAction.DoNotRestart,
      message: `The server ended ${this.crashes.length} times within ${crashWindow / 60_000} minutes and stays off.`,
    };
  }
}

class Client extends LanguageClient {
  report: (message: string) => void = () => {};

  override error(message: string, data?: unknown, showNotification: boolean | 'force' = true): void {
    super.error(message, data, false);
    if (showNotification === 'force') this.report(message);
  }
}

export class Server {
  private client: Client | undefined;
  private queue: Promise<void> = Promise.resolve();
  private complaining = false;

  constructor(
    private readonly extensionPath: string,
    private readonly log: vscode.OutputChannel,
  ) {}

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopClient();
      await this.startClient();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopClient());
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private async startClient(): Promise<void> {
    let command: string;
    try {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
      const setting = vscode.workspace.getConfiguration('wiretag').get('server.path', '').trim();
      command = locateServer(setting, this.extensionPath, folder);
    } catch (error) {
      const reason = (error as Error).message;
      this.log.appendLine(reason);
      void this.complain(`wiretag cannot start. ${reason}`);
      return;
    }

    this.log.appendLine(`Starting ${command} lsp`);
    const restarts = new Restarts();
    const client = new Client(
      'wiretag',
      'wiretag',
      { command, args: ['lsp'] },
      {
        documentSelector: documents,
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        errorHandler: restarts,
        initializationFailedHandler: () => false,
      },
    );
    this.client = client;
    try {
      await client.start();
      restarts.ready = true;
      client.report = (message) => void this.complain(`wiretag stopped. ${message}`);
    } catch {
      void this.complain(`wiretag cannot start. "${command} lsp" ended before it was ready.`);
    }
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.appendLine(`The server did not stop cleanly: ${error}`);
    }
  }

  /** One failure can reach this more than once; only the first asks for attention. */
  private async complain(message: string): Promise<void> {
    if (this.complaining) return;
    this.complaining = true;
    const settings = 'Open settings';
    const log = 'Show log';
    const answer = await vscode.window.showErrorMessage(message, settings, log);
    this.complaining = false;
    if (answer === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'wiretag.server.path');
    } else if (answer === log) {
      this.log.show(true);
    }
  }
}
