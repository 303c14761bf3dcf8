import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  HoverRequest,
  LanguageClient,
  RevealOutputChannelOn,
  type CloseHandlerResult,
  type DocumentSelector,
  type ErrorHandler,
  type ErrorHandlerResult,
  type Middleware,
} from 'vscode-languageclient/node';
import { locateServer } from './locate';
import { served } from './served';

const crashWindow = 3 * 60_000;
const crashLimit = 4;

export type State =
  | { readonly is: 'asleep' | 'starting' }
  | { readonly is: 'running'; readonly command: string; readonly version: string }
  | { readonly is: 'failed'; readonly reason: string };

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

const wants = (setting: string, document: vscode.TextDocument) =>
  vscode.workspace.getConfiguration('wiretag', document).get(setting, true);

const middleware: Middleware = {
  provideInlayHints: (document, range, token, next) =>
    wants('inlayHints.enabled', document) ? next(document, range, token) : [],
  provideCodeLenses: (document, token, next) => (wants('codeLens.enabled', document) ? next(document, token) : []),
};

export class Server implements vscode.Disposable {
  private client: Client | undefined;
  private queue: Promise<void> = Promise.resolve();
  private complaining = false;
  private current: State = { is: 'asleep' };
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChangeState = this.changed.event;

  constructor(
    private readonly extensionPath: string,
    private readonly log: vscode.OutputChannel,
  ) {}

  get state(): State {
    return this.current;
  }

  /** The program that is run, or would be. Throws an error that says where it was looked for. */
  locate(): string {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const setting = vscode.workspace.getConfiguration('wiretag').get('server.path', '').trim();
    return locateServer(setting, this.extensionPath, folder);
  }

  /** Does nothing once the server was started, whether that went well or not. */
  wake(): void {
    if (this.current.is === 'asleep') void this.restart();
  }

  restart(): Promise<void> {
    this.become({ is: 'starting' });
    return this.inTurn(async () => {
      await this.stopClient();
      await this.startClient();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopClient());
  }

  /** The verdict at a place as Markdown; undefined where the server has none. */
  async verdict(document: vscode.TextDocument, position: vscode.Position): Promise<string | undefined> {
    const client = this.client;
    if (!client || this.current.is !== 'running') return undefined;
    const asked = client.code2ProtocolConverter.asTextDocumentPositionParams(document, position);
    const contents = (await client.sendRequest(HoverRequest.type, asked))?.contents;
    return contents && typeof contents === 'object' && 'value' in contents ? contents.value : undefined;
  }

  /** Asks anew for hints and lenses, after a setting that hides them. */
  refreshHints(): void {
    const client = this.client;
    if (!client || this.current.is !== 'running') return;
    for (const document of vscode.workspace.textDocuments) {
      client.getFeature('textDocument/inlayHint').getProvider(document)?.onDidChangeInlayHints.fire();
      client.getFeature('textDocument/codeLens').getProvider(document)?.onDidChangeCodeLensEmitter.fire();
    }
  }

  dispose(): void {
    this.changed.dispose();
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private async startClient(): Promise<void> {
    this.become({ is: 'starting' });
    let command: string;
    try {
      command = this.locate();
    } catch (error) {
      this.fail('wiretag cannot start', (error as Error).message);
      return;
    }

    this.log.appendLine(`Starting ${command} lsp`);
    const restarts = new Restarts();
    const client = new Client(
      'wiretag',
      'wiretag',
      { command, args: ['lsp'] },
      {
        documentSelector: served as DocumentSelector,
        diagnosticCollectionName: 'wiretag',
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        errorHandler: restarts,
        initializationFailedHandler: () => false,
        middleware,
      },
    );
    this.client = client;
    try {
      await client.start();
      restarts.ready = true;
      client.report = (message) => this.fail('wiretag stopped', message);
      this.become({ is: 'running', command, version: client.initializeResult?.serverInfo?.version ?? '' });
    } catch {
      this.fail('wiretag cannot start', `"${command} lsp" ended before it was ready.`);
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

  private fail(what: string, reason: string): void {
    this.log.appendLine(reason);
    this.become({ is: 'failed', reason });
    void this.complain(`${what}. ${reason}`);
  }

  /** One failure can reach this more than once; only the first asks for attention. */
  private async complain(message: string): Promise<void> {
    if (this.complaining) return;
    this.complaining = true;
    const again = 'Try again';
    const settings = 'Open settings';
    const log = 'Show log';
    const answer = await vscode.window.showErrorMessage(message, again, settings, log);
    this.complaining = false;
    if (answer === again) {
      await this.restart();
    } else if (answer === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'wiretag.server.path');
    } else if (answer === log) {
      this.log.show(true);
    }
  }
}
