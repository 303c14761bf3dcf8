'use strict';
// usage: node broken.js FAULT SERVER ARGS...   runs the server and spoils what it says
const { spawn } = require('node:child_process');

const faults = {
  none: (_key, value) => value,
  'wrong fix': (key, value) => (key === 'newText' ? 'X-Broken: 1\n' : value),
  'wrong column': (key, value) => (key === 'range' && value?.start ? shifted(value) : value),
  'no hint': (key, value) => (key === 'label' && typeof value === 'string' ? '…' : value),
  'no reason': (key, value) => (key === 'value' && typeof value === 'string' ? value.replaceAll('206', '') : value),
};

function shifted({ start, end }) {
  const right = ({ line, character }) => ({ line, character: character + 1 });
  return { start: right(start), end: right(end) };
}

const [fault, command, ...args] = process.argv.slice(2);
const speaks = args[0] === 'lsp';
const server = spawn(command, args, { stdio: speaks ? ['pipe', 'pipe', 'inherit'] : 'inherit' });
if (speaks) process.stdin.pipe(server.stdin);
server.stdin?.on('error', () => {});
server.on('error', () => process.exit(127));
server.on('close', (status) => process.exit(status ?? 1));

let pending = Buffer.alloc(0);
server.stdout?.on('data', (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  for (;;) {
    const head = pending.indexOf('\r\n\r\n');
    if (head < 0) return;
    const end = head + 4 + Number(/Content-Length: *(\d+)/i.exec(pending.subarray(0, head).toString())[1]);
    if (pending.length < end) return;
    const message = JSON.parse(pending.subarray(head + 4, end).toString(), faults[fault]);
    pending = pending.subarray(end);
    const body = JSON.stringify(message);
    process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
});
