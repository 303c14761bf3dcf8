'use strict';
const { spawn } = require('node:child_process');
const lsp = require('vscode-languageserver-protocol/node');

const binary = process.env.WIRETAG_BINARY;
if (!binary) throw new Error('WIRETAG_BINARY names the server to test');

const patience = 10_000;

function inTime(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${patience / 1000} s`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One server process with a typed connection to it. */
class Client {
  published = [];
  #wake = () => {};

  constructor(t) {
    this.process = spawn(binary, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdin.on('error', () => {});
    this.exited = new Promise((resolve, reject) => {
      this.process.once('exit', (status, signal) => resolve(signal ?? status));
      this.process.once('error', reject);
    });
    this.exited.catch(() => {});
    this.connection = lsp.createProtocolConnection(
      new lsp.StreamMessageReader(this.process.stdout),
      new lsp.StreamMessageWriter(this.process.stdin),
    );
    this.connection.onError(() => {});
    this.connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.#wake();
    });
    this.connection.onRequest(lsp.RegistrationRequest.type, () => {});
    this.connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, () => {});
    this.connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => null));
    this.connection.listen();
    t.after(() => {
      this.connection.dispose();
      this.process.kill();
    });
  }

  #soon(promise, what) {
    const ended = this.exited.then((status) => {
      throw new Error(`the server ended (${status}): no ${what}`);
    });
    return inTime(Promise.race([promise, ended]), what);
  }

  request(type, params) {
    return this.#soon(this.connection.sendRequest(type, params), `answer to ${type.method ?? type}`);
  }

  notify(type, params) {
    return this.connection.sendNotification(type, params);
  }

  async initialize(capabilities = {}) {
    const result = await this.request(lsp.InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: null,
      capabilities,
    });
    await this.notify(lsp.InitializedNotification.type, {});
    return result;
  }

  open(uri, text, version = 1) {
    return this.notify(lsp.DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'http', version, text },
    });
  }

  change(uri, version, range, text) {
    return this.notify(lsp.DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  /** The diagnostics published for one version of one document. */
  async diagnostics(uri, version) {
    const find = () => this.published.find((params) => params.uri === uri && params.version === version);
    const arrived = new Promise((resolve) => {
      this.#wake = () => find() && resolve();
      this.#wake();
    });
    await this.#soon(arrived, `diagnostics for version ${version}`);
    return find().diagnostics;
  }

  exitStatus() {
    return inTime(this.exited, 'exit');
  }
}

function frame(body) {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The text after edits whose positions count UTF-16 units. */
function applyEdits(text, edits) {
  const starts = [0];
  for (const { index } of text.matchAll(/\n/g)) starts.push(index + 1);
  const offset = ({ line, character }) => (starts[line] ?? text.length) + character;
  return edits
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((now, { range, newText }) => now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)), text);
}

module.exports = { Client, applyEdits, binary, frame, inTime, lsp };
