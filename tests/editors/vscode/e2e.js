'use strict';
// usage: node e2e.js --rig DIR --vsix FILE --workspace DIR [--pictures DIR]
// A person's way through the extension: see the squiggle, read the hover, take the quick fix, save, look around.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { startVSCode } = require('./rig');
const { Workbench, oneLine } = require('./workbench');

const patience = Number(process.env.WIRETAG_PATIENCE ?? 30) * 1000;
const resume = '03-resume-download.http';
const perNode = '04-per-node.http';
const condition = 'If-Range: W/"clip-build-9"';
const tag = 'W/"clip-build-9"';

const { values: options } = parseArgs({
  options: {
    rig: { type: 'string' },
    vsix: { type: 'string' },
    workspace: { type: 'string' },
    pictures: { type: 'string', default: path.join(os.tmpdir(), 'wiretag-vscode-pictures') },
  },
});
for (const name of ['rig', 'vsix', 'workspace']) {
  if (!options[name]) throw new Error(`--${name} is missing`);
}
const state = fs.mkdtempSync(path.join(os.tmpdir(), 'wiretag-vscode-'));
const pictures = path.resolve(options.pictures);
fs.mkdirSync(pictures, { recursive: true });

const folder = path.join(state, 'workspace');
fs.cpSync(options.workspace, folder, { recursive: true });
const file = path.join(folder, resume);
const original = fs.readFileSync(file, 'utf8');

const settingsFile = path.join(folder, '.vscode/settings.json');
fs.mkdirSync(path.dirname(settingsFile));
const settings = (values) => fs.writeFileSync(settingsFile, JSON.stringify(values));
settings({});

/** What the extension and the server wrote to the Output channel. */
function log() {
  const logs = path.join(state, 'data/data/logs');
  const names = fs.readdirSync(logs, { recursive: true }).filter((name) => /\d-wiretag\.log$/.test(name));
  return names.map((name) => fs.readFileSync(path.join(logs, name), 'utf8')).join('');
}

async function step(name, run) {
  const start = Date.now();
  try {
    await run();
  } catch (error) {
    console.log(`not ok - ${name}`);
    throw error;
  }
  console.log(`ok - ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/** The way of exchange 3, from the squiggle to the saved file. */
async function fixTheDownload(bench) {
  const { page } = bench;
  const editor = bench.editor(resume);
  const picture = (name) => page.screenshot({ path: path.join(pictures, `vscode-${name}.png`), animations: 'disabled' });

  await step('VS Code opens the file and colours it', async () => {
    await editor.waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+B');
    await bench.until('request line', () => bench.drawn(resume, 'GET /video.mp4 HTTP/1.1'), (line) => line?.colours >= 3);
  });

  await step('an error squiggle lies exactly under the tag of If-Range', () =>
    bench.squiggle(resume, 'error', condition, tag));

  await step('the prediction stands behind the request line', () =>
    bench.until('request line', () => bench.drawn(resume, 'GET /video.mp4'), (line) =>
      line?.text.includes('→ 200 · whole body · one round trip')));

  await step('the status bar counts the finding', () =>
    bench.until('status bar', () => bench.status(), (text) => text === 'wiretag 1'));

  await step('the Problems panel has the row at Ln 4, Col 11', async () => {
    const row = (await bench.problems(resume, 'weak-tag-in-if-range'))[0];
    assert.match(row, /If-Range.*wiretag.*weak-tag-in-if-range.*\[Ln 4, Col 11\]/);
  });

  await step('hover says 200 and why not 206', async () => {
    const card = page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'If-Range needs a strong tag' });
    const complete = card.filter({ hasText: /why not 206/i }).filter({ hasText: '200' }).first();
    // Code lenses that arrive late move the line away from under the pointer; the server's part of the card comes late too.
    const read = async () => {
      await page.mouse.move(10, 10);
      await page.mouse.move(...(await bench.middleOf(resume, condition, tag)), { steps: 5 });
      return complete.waitFor({ timeout: 4000 }).then(() => 'complete', () => card.allInnerTexts());
    };
    await bench.until('hover card', read, (found) => found === 'complete');
    await picture('hover');
  });

  await step('Ctrl+. offers "Ask for the whole file"', async () => {
    const menu = page.locator('.action-widget');
    const title = 'Ask for the whole file';
    // Pressed while an earlier question to the server is still open, the keys can bring up nothing.
    const read = async () => {
      await page.mouse.click(...(await bench.middleOf(resume, condition, tag)));
      await page.keyboard.press('Control+.');
      return menu.getByText(title).first().waitFor({ timeout: 4000 }).then(() => title, async () => {
        const offered = oneLine((await menu.allInnerTexts()).join(' '));
        await page.keyboard.press('Escape');
        return offered;
      });
    };
    await bench.until('quick fix menu', read, (offered) => offered === title);
    await picture('quick-fix');

    // A menu that has just opened does not take clicks.
    const chosen = menu.locator('.monaco-list-row.focused', { hasText: title });
    for (let down = 0; down < 20 && !(await chosen.count()); down++) await page.keyboard.press('ArrowDown');
    assert.equal(await chosen.count(), 1);
    await page.keyboard.press('Enter');
  });

  const fixed = original.replace(/^(Range|If-Range): .*\n/gm, '');

  await step('the fix removes Range, If-Range and the squiggle', async () => {
    await bench.until('line If-Range', () => bench.drawn(resume, 'If-Range:'), (line) => line === null);
    assert.equal(await bench.drawn(resume, 'Range: bytes'), null);
    await editor.locator('.squiggly-error').first().waitFor({ state: 'detached', timeout: patience });
    assert.equal(fs.readFileSync(file, 'utf8'), original);
  });

  await step('Ctrl+S writes the fixed file', async () => {
    await editor.locator('.view-lines').click();
    await page.keyboard.press('Control+S');
    await bench.until('file', () => fs.readFileSync(file, 'utf8'), (text) => text === fixed);
  });

  await step('the status bar says that nothing is left', () =>
    bench.until('status bar', () => bench.status(), (text) => text === 'wiretag'));
}

/** Exchange 4: a finding that rests on other places of the file. */
async function lookAtTheNodes(bench) {
  const { page } = bench;
  const picture = (name) => page.screenshot({ path: path.join(pictures, `vscode-${name}.png`), animations: 'disabled' });

  await step('the tag of pod B is underlined', async () => {
    await bench.open(perNode);
    await bench.squiggle(perNode, 'error', 'ETag: "pod-b-counter-3"', '"pod-b-counter-3"');
  });

  await step('code lenses compare prediction and recording', async () => {
    const read = () => bench.editor(perNode).locator('.codelens-decoration').allInnerTexts();
    const texts = await bench.until('code lenses', read, (found) => found.length === 2);
    assert.match(texts[0], /304 predicted · 304 recorded/);
    assert.match(texts[1], /200 predicted · 200 recorded/);
  });

  await step('the Problems panel names the places that the finding rests on', async () => {
    await bench.problems(perNode, 'per-node-etag');
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'per-node-etag' }).first();
    await row.click();
    await page.keyboard.press('ArrowRight');
    const rows = await bench.until('related places', () => bench.problems(perNode, 'per-node-etag'), (all) => all.length >= 4);
    assert.match(rows[0], /2 nodes, 2 tags for one URL.*wiretag.*per-node-etag.*\[Ln 12, Col 7\]/);
    assert.match(rows[1], /04-per-node\.http.*\[Ln 3, Col 16\].*pod A confirms this tag with 304/);
    assert.match(rows[2], /04-per-node\.http.*\[Ln 1, Col 20\].*pod A is named here/);
    assert.match(rows[3], /04-per-node\.http.*\[Ln 7, Col 29\].*pod B is named here/);
    await page.mouse.move(900, 340);
    await page.mouse.wheel(0, -1000);
    await bench.until('first line', () => bench.drawn(perNode, '# Request lands on pod A'), (line) => line !== null);
    await picture('problems');
  });

  await step('the page of the rule opens beside the text', async () => {
    await page.mouse.click(...(await bench.middleOf(perNode, 'ETag: "pod-b-counter-3"', '"pod-b-counter-3"')));
    await bench.command('wiretag: Explain Rule');
    await bench.until('page', () => bench.preview(), (text) => /per-node-etag[\s\S]*What it does[\s\S]*Why it matters/.test(text));
    await picture('rule-page');
    await bench.command('View: Close All Editors in Group');
  });
}

/** Exchanges inside of other files: the squiggle counts characters of the file itself. */
async function lookIntoOtherFiles(bench) {
  const { page } = bench;
  const notes = 'notes.md';

  await step('in Markdown the tags of fences are underlined, behind quotes and umlauts too', async () => {
    await bench.open(notes);
    await bench.squiggle(notes, 'error', condition, tag);
    await bench.squiggle(notes, 'error', '> If-Range: W/"grün-2"', 'W/"grün-2"');
    const rows = await bench.problems(notes, 'weak-tag-in-if-range');
    assert.match(rows[0], /\[Ln 9, Col 11\]/);
    assert.match(rows[1], /\[Ln 16, Col 13\]/);
    const predicted = '→ 200 · whole body · one round trip';
    for (const request of ['GET /video.mp4 HTTP/1.1', '> GET /grün.mp4 HTTP/1.1']) {
      await bench.until(request, () => bench.drawn(notes, request), (line) => line?.text.includes(predicted));
    }
    await page.screenshot({ path: path.join(pictures, 'vscode-markdown.png'), animations: 'disabled' });
  });

  await step('in a HAR the tag is underlined between its escaped quotes', async () => {
    await bench.open('session.har');
    await bench.squiggle('session.har', 'error', '"value": "W/\\"clip-build-9\\""', 'W/\\"clip-build-9\\"');
    assert.match((await bench.problems('session.har', 'weak-tag-in-if-range'))[0], /\[Ln 15, Col 45\]/);
  });

  await step('in an access log the line is told as an exchange', async () => {
    const line = '10/Mar/2026:10:00:00';
    await bench.open('access.log');
    await bench.squiggle('access.log', 'error', `${line} +0000] "GET /site.css`, '/site.css');
    const card = page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'A 304 would have saved 18,432 bytes' });
    const complete = card.filter({ hasText: '304 Not Modified' }).filter({ hasText: '10.0.0.7:80' }).first();
    const read = async () => {
      await page.mouse.move(10, 10);
      await page.mouse.move(...(await bench.middleOf('access.log', line, line)), { steps: 5 });
      return complete.waitFor({ timeout: 4000 }).then(() => 'complete', () => card.allInnerTexts());
    };
    await bench.until('hover card', read, (found) => found === 'complete');
    await page.screenshot({ path: path.join(pictures, 'vscode-access-log.png'), animations: 'disabled' });
  });
}

async function useCommandsAndSettings(bench) {
  const { page } = bench;

  await step('"Predict Here" opens the verdict as a page', async () => {
    await bench.open(perNode);
    await bench.editor(perNode).locator('.view-lines').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await bench.command('wiretag: Predict Here');
    await bench.until('page', () => bench.preview(), (text) => /304 Not Modified.*no body/.test(text));
    await bench.command('View: Close All Editors in Group');
  });

  await step('"Apply All Safe Fixes" quotes the bare tags', async () => {
    await bench.open('fixable.http');
    await bench.squiggle('fixable.http', 'error', 'If-None-Match: v1', 'v1');
    await bench.command('wiretag: Apply All Safe Fixes');
    await bench.until('tag', () => bench.drawn('fixable.http', 'If-None-Match: "v1"'), (line) => line !== null);
    assert.notEqual(await bench.drawn('fixable.http', 'If-Match: "v2"'), null);
  });

  await step('the settings hide predictions and rules', async () => {
    await bench.open(perNode);
    const request = () => bench.drawn(perNode, 'GET /api/config');
    const rows = () => page.locator('.markers-panel .monaco-list-row', { hasText: 'per-node-etag' }).count();
    await bench.until('prediction', request, (line) => line?.text.includes('→ 304'));
    settings({ 'wiretag.inlayHints.enabled': false, 'wiretag.ignore': ['per-node-etag'] });
    await bench.until('prediction', request, (line) => line && !line.text.includes('→'));
    await bench.until('rows of per-node-etag', rows, (count) => count === 0);
    settings({});
    await bench.until('prediction', request, (line) => line?.text.includes('→ 304'));
    await bench.problems(perNode, 'per-node-etag');
  });

  await step('an untitled example is served as well', async () => {
    await bench.command('wiretag: Open an Example');
    await bench.squiggle('Untitled-1', 'error', condition, tag);
  });

  await step('access logs, _headers and VCL are coloured', async () => {
    for (const [name, line, colours] of [['access.log', '203.0.113.7 - -', 5], ['_headers', 'Cache-Control: max-age', 3], ['default.vcl', 'unset req.http', 3]]) {
      await bench.open(name);
      await bench.until(name, () => bench.drawn(name, line), (found) => found?.colours >= colours);
    }
  });
}

async function loseTheServer(bench) {
  const { page } = bench;

  await step('the restart command starts the server anew', async () => {
    await bench.open(perNode);
    await bench.command('wiretag: Restart Language Server');
    await bench.until('server log', log, (text) => text.match(/^.*Starting .* lsp/gm)?.length === 2);
    await bench.problems(perNode, 'per-node-etag');
  });

  await step('a server that is not there is reported, with ways out', async () => {
    settings({ 'wiretag.server.path': path.join(state, 'no-such-server') });
    const notice = page.locator('.notification-list-item', { hasText: 'wiretag cannot start' }).first();
    await notice.waitFor({ timeout: patience });
    assert.match(await notice.innerText(), /no-such-server/);
    await notice.getByText('Try again').waitFor();
    await notice.getByText('Open settings').waitFor();
    await notice.getByText('Show log').click();
    await page.locator('.panel .view-lines', { hasText: 'no-such-server' }).waitFor({ timeout: patience });
  });

  await step('with the server back, so are the findings', async () => {
    settings({});
    await bench.problems(perNode, 'per-node-etag');
    await bench.until('status bar', () => bench.status(), (text) => text === 'wiretag 1');
  });
}

(async () => {
  let vscode;
  try {
    vscode = await startVSCode({
      rig: path.resolve(options.rig),
      vsix: path.resolve(options.vsix),
      folder,
      file,
      state,
    });
    const bench = new Workbench(vscode.page, patience);
    await fixTheDownload(bench);
    await lookAtTheNodes(bench);
    // Only now: the server reports on a whole workspace, and the pictures show one finding each.
    fs.cpSync(path.join(__dirname, 'workspace'), folder, { recursive: true });
    await lookIntoOtherFiles(bench);
    await useCommandsAndSettings(bench);
    await loseTheServer(bench);
    console.log(`# pictures: ${pictures}`);
  } catch (error) {
    const picture = path.join(pictures, 'failure.png');
    await vscode?.page.screenshot({ path: picture }).catch(() => {});
    console.log(`${error.stack}\npicture: ${picture}`.replace(/^/gm, '# '));
    process.exitCode = 1;
  } finally {
    await vscode?.stop();
    fs.rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  }
})();
