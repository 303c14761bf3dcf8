import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const extension = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (name) => readFileSync(path.join(extension, name), 'utf8');
const manifest = JSON.parse(read('package.json'));
const { contributes } = manifest;
const sources = readdirSync(path.join(extension, 'src')).map((name) => read(path.join('src', name))).join('\n');

const built = mkdtempSync(path.join(tmpdir(), 'wiretag-served-'));
after(() => rmSync(built, { recursive: true }));
const bundle = path.join(built, 'served.mjs');
await build({ entryPoints: [path.join(extension, 'src/served.ts')], outfile: bundle, format: 'esm', logLevel: 'warning' });
const { served } = await import(pathToFileURL(bundle));

test('only languages that nobody else colours are contributed', () => {
  const ids = contributes.languages.map(({ id }) => id);
  assert.deepEqual(ids, ['http', 'wiretag-accesslog', 'wiretag-headers', 'vcl']);
  const extensions = contributes.languages.flatMap((language) => language.extensions ?? []);
  assert.deepEqual(extensions, ['.http', '.rest', '.hresp', '.vcl']);
});

test('every contributed language has a configuration, starts the extension and is served', () => {
  for (const { id, configuration } of contributes.languages) {
    JSON.parse(read(configuration));
    assert.ok(manifest.activationEvents.includes(`onLanguage:${id}`), id);
    assert.ok(served.some(({ language, scheme }) => language === id && scheme === 'untitled'), id);
  }
});

test('files of other extensions are served under their language ids', () => {
  const languages = new Set(served.map(({ language }) => language));
  for (const id of ['rest', 'httpyac', 'nginx', 'apacheconf', 'caddyfile', 'markdown', 'asciidoc', 'restructuredtext']) {
    assert.ok(languages.has(id), id);
  }
  for (const id of ['json', 'log', 'plaintext', 'properties']) assert.ok(!languages.has(id), id);
});

test('every file of the manifest is there', () => {
  const files = [manifest.icon, ...contributes.grammars.map((grammar) => grammar.path)];
  for (const { media } of contributes.walkthroughs[0].steps) {
    if (media.markdown) files.push(media.markdown);
    if (media.image) files.push(path.join('../docs/images', path.basename(media.image)));
  }
  for (const file of files) assert.ok(existsSync(path.join(extension, file)), file);
});

test('the commands of the manifest are the ones that the extension registers', () => {
  const registered = [...sources.matchAll(/^ +command\('(\w+)'/gm)].map(([, name]) => `wiretag.${name}`);
  assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), registered.sort());
});

test('the page names every setting and every command', () => {
  const page = read('README.md');
  for (const setting of Object.keys(contributes.configuration.properties)) assert.ok(page.includes(`\`${setting}\``), setting);
  for (const { category, title } of contributes.commands) assert.ok(page.includes(`**${category}: ${title}**`), title);
});

test('every setting has a default and words that explain it', () => {
  for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
    assert.notEqual(setting.default, undefined, name);
    assert.ok((setting.description ?? setting.markdownDescription)?.length > 20, name);
  }
});
