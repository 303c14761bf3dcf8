'use strict';
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { test } = require('node:test');
const { Client, applyEdits, binary, frame, inTime, lsp } = require('./client');

const uri = 'file:///exchanges/resume.http';
const resume = (tag) => `GET /video.mp4 HTTP/1.1
Host: media.example.com
Range: bytes=1000000-
If-Range: ${tag}

# server's current validator:
# ETag: ${tag}
`;
const weak = 'W/"clip-build-9"';
const range = (line, from, to) => ({ start: { line, character: from }, end: { line, character: to } });
const onWeakTag = (diagnostics) => diagnostics.find(({ code }) => code === 'weak-tag-in-if-range');
const hasCode = (code) => (error) => error.code === code;

async function opened(t, text, capabilities) {
  const client = new Client(t);
  await client.initialize(capabilities);
  await client.open(uri, text);
  return { client, diagnostic: onWeakTag(await client.diagnostics(uri, 1)) };
}

test('initialize names the server and announces what it can do', async (t) => {
  const { serverInfo, capabilities } = await new Client(t).initialize();
  assert.equal(serverInfo.name, 'wiretag');
  assert.equal(capabilities.textDocumentSync.change ?? capabilities.textDocumentSync, lsp.TextDocumentSyncKind.Incremental);
  assert.ok(capabilities.hoverProvider);
  assert.ok(capabilities.codeActionProvider);
  assert.ok(capabilities.diagnosticProvider);
});

test('a client that offers no encoding gets utf-16', async (t) => {
  const { capabilities } = await new Client(t).initialize();
  assert.equal(capabilities.positionEncoding ?? 'utf-16', 'utf-16');
});

for (const [encoding, end] of [['utf-16', 21], ['utf-8', 23]]) {
  test(`positions are counted in ${encoding}`, async (t) => {
    const client = new Client(t);
    const { capabilities } = await client.initialize({ general: { positionEncodings: [encoding] } });
    assert.equal(capabilities.positionEncoding ?? 'utf-16', encoding);

    await client.open(uri, resume('W/"clip-𝄞"'));
    assert.deepEqual(onWeakTag(await client.diagnostics(uri, 1)).range, range(3, 10, end));

    // Replaces the last quote, which stands behind the wide character, so a wrong count would split the text elsewhere.
    await client.change(uri, 2, range(3, end - 1, end), '-9"');
    assert.deepEqual(onWeakTag(await client.diagnostics(uri, 2)).range, range(3, 10, end + 2));
  });
}

test('didOpen is followed by the diagnostic of that version', async (t) => {
  const { diagnostic } = await opened(t, resume(weak));
  assert.deepEqual(diagnostic.range, range(3, 10, 26));
  assert.equal(diagnostic.severity, lsp.DiagnosticSeverity.Error);
  assert.equal(diagnostic.source, 'wiretag');
  assert.match(diagnostic.message, /^If-Range needs a strong tag/);
});

test('the diagnostic carries a link to its rule', async (t) => {
  const { diagnostic } = await opened(t, resume(weak), {
    textDocument: { publishDiagnostics: { codeDescriptionSupport: true, versionSupport: true, relatedInformation: true } },
  });
  assert.match(diagnostic.codeDescription.href, /weak-tag-in-if-range/);
});

test('incremental changes take the diagnostic away and bring it back', async (t) => {
  const { client } = await opened(t, resume(weak));
  await client.change(uri, 2, range(3, 10, 12), '');
  assert.equal(onWeakTag(await client.diagnostics(uri, 2)), undefined);
  await client.change(uri, 3, range(3, 10, 10), 'W/');
  assert.deepEqual(onWeakTag(await client.diagnostics(uri, 3)).range, range(3, 10, 26));
});

test('several changes in one notification apply in order', async (t) => {
  const { client } = await opened(t, resume(weak));
  await client.notify(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [
      { range: range(0, 0, 0), text: '# one line more\n' },
      { range: range(4, 13, 17), text: 'film' },
      { range: range(4, 13, 13), text: '4k-' },
    ],
  });
  assert.deepEqual(onWeakTag(await client.diagnostics(uri, 2)).range, range(4, 10, 29));
});

test('hover says which status and why not 206', async (t) => {
  const { client } = await opened(t, resume(weak));
  const { contents } = await client.request(lsp.HoverRequest.type, {
    textDocument: { uri },
    position: { line: 3, character: 14 },
  });
  assert.equal(contents.kind, 'markdown');
  assert.match(contents.value, /\*\*200 OK\*\*/);
  assert.match(contents.value, /why not 206/i);
});

test('inlay hints tell the status behind the request line', async (t) => {
  const { client } = await opened(t, resume(weak));
  const hints = await client.request(lsp.InlayHintRequest.type, { textDocument: { uri }, range: range(0, 0, 24) });
  assert.deepEqual(hints.map(({ label, position }) => ({ label, position })), [
    { label: '→ 200 · whole body · one round trip', position: { line: 0, character: 23 } },
  ]);
});

test('the quick fix asks for the whole file and ends the diagnostic', async (t) => {
  const { client, diagnostic } = await opened(t, resume(weak), {
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source'] } } },
    },
  });
  const actions = await client.request(lsp.CodeActionRequest.type, {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic], only: ['quickfix'] },
  });
  const fix = actions.find(({ title }) => title.startsWith('Ask for the whole file'));
  assert.ok(fix, `offered: ${actions.map(({ title }) => title).join(', ') || 'nothing'}`);
  assert.equal(fix.kind, 'quickfix');

  const edits = fix.edit.changes?.[uri] ?? fix.edit.documentChanges[0].edits;
  const text = applyEdits(resume(weak), edits);
  assert.equal(text, resume(weak).replace(/^(Range|If-Range): .*\n/gm, ''));
  await client.notify(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text }],
  });
  assert.equal(onWeakTag(await client.diagnostics(uri, 2)), undefined);
});

test('a client that pulls is answered and not pushed to', async (t) => {
  const client = new Client(t);
  await client.initialize({ textDocument: { diagnostic: {} } });
  await client.open(uri, resume(weak));
  const first = await client.request(lsp.DocumentDiagnosticRequest.type, { textDocument: { uri } });
  assert.equal(first.kind, 'full');
  assert.ok(onWeakTag(first.items));

  const again = await client.request(lsp.DocumentDiagnosticRequest.type, {
    textDocument: { uri },
    previousResultId: first.resultId,
  });
  assert.equal(again.kind, 'unchanged');
  assert.deepEqual(client.published.filter(({ diagnostics }) => diagnostics.length), []);
});

test('an unknown method is refused', async (t) => {
  const client = new Client(t);
  await client.initialize();
  await assert.rejects(client.request('wiretag/noSuchMethod', {}), hasCode(lsp.ErrorCodes.MethodNotFound));
});

test('a request before initialize is refused', async (t) => {
  const early = new Client(t).request(lsp.HoverRequest.type, { textDocument: { uri }, position: { line: 0, character: 0 } });
  await assert.rejects(early, hasCode(lsp.ErrorCodes.ServerNotInitialized));
});

test('a message that is not JSON is answered and survived', async (t) => {
  const server = spawn(binary, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  server.stdin.on('error', () => {});
  server.stdin.write(frame('{"jsonrpc":') + frame('{"jsonrpc":"2.0","id":"first","method":"initialize","params":{"capabilities":{}}}'));
  let output = '';
  const answered = new Promise((resolve, reject) => {
    server.once('error', reject);
    server.stdout.on('data', (chunk) => {
      output += chunk;
      if (/"id":\s*"first"/.test(output) && output.includes('capabilities')) resolve();
    });
  });
  await inTime(answered, 'answer to initialize');
  assert.match(output, /-32700/);
});

test('shutdown, then exit: status 0', async (t) => {
  const client = new Client(t);
  await client.initialize();
  assert.equal(await client.request(lsp.ShutdownRequest.type), null);
  await client.notify(lsp.ExitNotification.type);
  assert.equal(await client.exitStatus(), 0);
});

test('exit without shutdown: status 1', async (t) => {
  const client = new Client(t);
  await client.initialize();
  await client.notify(lsp.ExitNotification.type);
  assert.equal(await client.exitStatus(), 1);
});
