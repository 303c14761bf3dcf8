// Colours the files of test/grammars and compares every word with its *.snap. UPDATE=1 writes the snapshots anew.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const oniguruma = require('vscode-oniguruma');
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate');

const extension = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(extension, 'test/grammars');
const { contributes } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));

const scopeOf = {
  '.http': 'source.http.wiretag',
  '.log': 'text.log.access.wiretag',
  '.vcl': 'source.vcl.wiretag',
  _headers: 'source.headers.wiretag',
};

await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
const registry = new Registry({
  onigLib: {
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  },
  async loadGrammar(scope) {
    const known = contributes.grammars.find(({ scopeName }) => scopeName === scope);
    if (!known) return null; // JSON, JavaScript and C are VS Code's own
    const file = path.join(extension, known.path);
    return parseRawGrammar(readFileSync(file, 'utf8'), file);
  },
});

/** Each line, and below it each word that has a scope of its own. */
function coloured(grammar, text) {
  const out = [];
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    out.push(`>${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const word = line.slice(startIndex, endIndex);
      if (scopes.length > 1 && word.trim()) out.push(`  ${word}  ${scopes.slice(1).join(' ')}`);
    }
  }
  return `${out.join('\n')}\n`;
}

const fixtures = readdirSync(folder).filter((name) => !name.endsWith('.snap'));

for (const name of fixtures) {
  test(`the colours of ${name}`, async () => {
    const grammar = await registry.loadGrammar(scopeOf[path.extname(name) || name]);
    const actual = coloured(grammar, readFileSync(path.join(folder, name), 'utf8').trimEnd());
    const snapshot = path.join(folder, `${name}.snap`);
    if (process.env.UPDATE) writeFileSync(snapshot, actual);
    assert.ok(existsSync(snapshot), `${name}.snap is missing: UPDATE=1 npm test writes it`);
    assert.equal(actual, readFileSync(snapshot, 'utf8'));
  });
}

test('every contributed grammar has a fixture', () => {
  const covered = fixtures.map((name) => scopeOf[path.extname(name) || name]).sort();
  assert.deepEqual(covered, contributes.grammars.map(({ scopeName }) => scopeName).sort());
});
