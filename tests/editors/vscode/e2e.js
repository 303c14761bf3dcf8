'use strict';
// usage: WIRETAG_BINARY=... node e2e.js --rig DIR --vsix FILE --workspace DIR [--hover-shot PNG] [--menu-shot PNG]
// A person's way through the extension: see the squiggle, read the hover, take the quick fix, save.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { startVSCode } = require('./rig');

const patience = Number(process.env.WIRETAG_PATIENCE ?? 30) * 1000;
const condition = 'If-Range: W/"clip-build-9"';
const resume = '03-resume-download.http';
const perNode = '04-per-node.http';

const { values: options } = parseArgs({
  options: {
    rig: { type: 'string' },
    vsix: { type: 'string' },
    workspace: { type: 'string' },
    'hover-shot': { type: 'string' },
    'menu-shot': { type: 'string' },
  },
});
for (const name of ['rig', 'vsix', 'workspace']) {
  if (!options[name]) throw new Error(`--${name} is missing`);
}
const state = fs.mkdtempSync(path.join(os.tmpdir(), 'wiretag-vscode-'));
const shots = path.join(os.tmpdir(), 'wiretag-vscode-pictures');
fs.mkdirSync(shots, { recursive: true });
const hoverShot = path.resolve(options['hover-shot'] ?? path.join(shots, 'hover.png'));
const menuShot = path.resolve(options['menu-shot'] ?? path.join(shots, 'menu.png'));
const failureShot = path.join(shots, 'failure.png');

const folder = path.join(state, 'workspace');
fs.cpSync(options.workspace, folder, { recursive: true });
const file = path.join(folder, resume);
const original = fs.readFileSync(file, 'utf8');

/** What the extension and the server wrote to the Output channel. */
function log() {
  const logs = path.join(state, 'data/data/logs');
  const names = fs.readdirSync(logs, { recursive: true }).filter((name) => /\d-wiretag\.log$/.test(name));
  return names.map((name) => fs.readFileSync(path.join(logs, name), 'utf8')).join('');
}

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

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

async function until(what, read, holds) {
  const deadline = Date.now() + patience;
  let last;
  do {
    last = await read();
    if (holds(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < deadline);
  throw new Error(`${what} is still ${JSON.stringify(last)}`);
}

/** Where the last word of a text is drawn in the editor, and how many colours its line has. */
function drawn(editor, text) {
  return editor.evaluate((root, wanted) => {
    for (const line of root.querySelectorAll('.view-line')) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const nodes = [];
      let content = '';
      while (walker.nextNode()) {
        nodes.push({ node: walker.currentNode, from: content.length });
        content += walker.currentNode.data;
      }
      const found = content.replaceAll('\u00a0', ' ').indexOf(wanted);
      if (found < 0) continue;
      const start = found + wanted.lastIndexOf(' ') + 1;
      const end = found + wanted.length;
      const at = (offset) => nodes.findLast(({ from }) => from <= offset);
      const range = document.createRange();
      range.setStart(at(start).node, start - at(start).from);
      range.setEnd(at(end - 1).node, end - at(end - 1).from);
      const { x, width, y, height } = range.getBoundingClientRect();
      const colours = new Set([...line.querySelectorAll('span[class*=mtk]')].map((span) => span.className)).size;
      return { x, width, y, height, colours };
    }
    return null;
  }, text);
}

/** The rows of the Problems panel below one file's name, after filtering by text. */
async function problems(page, name, filter) {
  const box = page.locator('.panel .viewpane-filter input').first();
  if (!(await box.isVisible())) await page.keyboard.press('Control+Shift+M');
  await box.fill(filter);
  const read = async () => {
    const rows = await page.locator('.markers-panel .monaco-list-row').allInnerTexts();
    const texts = rows.map(oneLine);
    const from = texts.findIndex((row) => row.includes(name));
    return from < 0 ? [] : texts.slice(from + 1);
  };
  const rows = await until(`Problems panel for ${name}`, read, (found) => found.some((row) => row.includes(filter)));
  await box.fill('');
  return rows.filter((row) => row.includes(filter));
}

async function main({ page }) {
  const editor = page.locator(`.monaco-editor[data-uri$="${resume}"]`);
  const squiggle = editor.locator('.squiggly-error').first();

  await step('VS Code opens the file and colours it', async () => {
    await editor.waitFor({ timeout: 60_000 });
    await until('request line', () => drawn(editor, 'GET /video.mp4 HTTP/1.1'), (line) => line?.colours >= 3);
  });

  const underTag = (tag, line) =>
    tag && line && Math.abs(tag.x - line.x) <= 2 && Math.abs(tag.width - line.width) <= 2
    && line.y >= tag.y - 2 && line.y <= tag.y + tag.height;

  await step('an error squiggle lies exactly under the tag of If-Range', async () => {
    await squiggle.waitFor({ timeout: patience });
    const read = async () => [await drawn(editor, condition), await squiggle.boundingBox()];
    await until('tag and squiggle', read, (both) => underTag(...both));
  });

  await step('the Problems panel has the row at Ln 4, Col 11', async () => {
    const row = (await problems(page, resume, 'weak-tag-in-if-range'))[0];
    assert.match(row, /If-Range.*wiretag.*weak-tag-in-if-range.*\[Ln 4, Col 11\]/);
  });

  const onTag = async () => {
    const { x, y, width, height } = await drawn(editor, condition);
    return [x + width / 2, y + height / 2];
  };

  await step('hover says 200 and why not 206', async () => {
    const card = page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'If-Range needs a strong tag' });
    const complete = card.filter({ hasText: /why not 206/i }).filter({ hasText: '200' }).first();
    // Code lenses that arrive late move the line away from under the pointer; the server's part of the card comes late too.
    const read = async () => {
      await page.mouse.move(10, 10);
      await page.mouse.move(...(await onTag()), { steps: 5 });
      return complete.waitFor({ timeout: 4000 }).then(() => 'complete', () => card.allInnerTexts());
    };
    await until('hover card', read, (state) => state === 'complete');
    await page.screenshot({ path: hoverShot, animations: 'disabled' });
  });

  await step('Ctrl+. offers "Ask for the whole file"', async () => {
    const menu = page.locator('.action-widget');
    const title = 'Ask for the whole file';
    // Pressed while an earlier question to the server is still open, the keys can bring up nothing.
    const read = async () => {
      await page.mouse.click(...(await onTag()));
      await page.keyboard.press('Control+.');
      return menu.getByText(title).first().waitFor({ timeout: 4000 }).then(() => title, async () => {
        const offered = oneLine((await menu.allInnerTexts()).join(' '));
        await page.keyboard.press('Escape');
        return offered;
      });
    };
    await until('quick fix menu', read, (offered) => offered === title);
    await page.screenshot({ path: menuShot, animations: 'disabled' });

    // A menu that has just opened does not take clicks.
    const chosen = menu.locator('.monaco-list-row.focused', { hasText: title });
    for (let down = 0; down < 20 && !(await chosen.count()); down++) await page.keyboard.press('ArrowDown');
    assert.equal(await chosen.count(), 1);
    await page.keyboard.press('Enter');
  });

  const fixed = original.replace(/^(Range|If-Range): .*\n/gm, '');

  await step('the fix removes Range, If-Range and the squiggle', async () => {
    await until('line If-Range', () => drawn(editor, 'If-Range:'), (line) => line === null);
    assert.equal(await drawn(editor, 'Range: bytes'), null);
    await squiggle.waitFor({ state: 'detached', timeout: patience });
    assert.equal(fs.readFileSync(file, 'utf8'), original);
  });

  await step('Ctrl+S writes the fixed file', async () => {
    await editor.locator('.view-lines').click();
    await page.keyboard.press('Control+S');
    await until('file', () => fs.readFileSync(file, 'utf8'), (text) => text === fixed);
  });

  await step('the second example shows per-node-etag', async () => {
    await page.keyboard.press('Control+P');
    await page.locator('.quick-input-widget input').first().fill(perNode);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: perNode }).first().waitFor({ timeout: patience });
    await page.keyboard.press('Enter');
    await page.locator(`.monaco-editor[data-uri$="${perNode}"]`).waitFor({ timeout: patience });
    assert.match((await problems(page, perNode, 'per-node-etag'))[0], /wiretag.*per-node-etag/);
  });

  await step('the restart command starts the server anew', async () => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill('>wiretag: Restart Language Server');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Restart Language Server' }).first().waitFor();
    await page.keyboard.press('Enter');
    await until('server log', log, (text) => text.match(/^.*Starting .* lsp/gm)?.length === 2);
    await problems(page, perNode, 'per-node-etag');
  });

  await step('a server that is not there is reported, with ways out', async () => {
    const settings = path.join(folder, '.vscode/settings.json');
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, JSON.stringify({ 'wiretag.server.path': path.join(state, 'no-such-server') }));
    const notice = page.locator('.notification-list-item', { hasText: 'wiretag cannot start' }).first();
    await notice.waitFor({ timeout: patience });
    assert.match(await notice.innerText(), /no-such-server/);
    await notice.getByText('Open settings').waitFor();
    await notice.getByText('Show log').click();
    await page.locator('.panel .view-lines', { hasText: 'no-such-server' }).waitFor({ timeout: patience });
  });
}

(async () => {
  let vscode;
  try {
    const binary = process.env.WIRETAG_BINARY;
    vscode = await startVSCode({
      rig: path.resolve(options.rig),
      vsix: path.resolve(options.vsix),
      folder,
      file,
      state,
      settings: binary ? { 'wiretag.server.path': path.resolve(binary) } : {},
    });
    await main(vscode);
    console.log(`# pictures: ${hoverShot} ${menuShot}`);
  } catch (error) {
    await vscode?.page.screenshot({ path: failureShot }).catch(() => {});
    console.log(`${error.stack}\npicture: ${failureShot}`.replace(/^/gm, '# '));
    process.exitCode = 1;
  } finally {
    await vscode?.stop();
    fs.rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  }
})();
