'use strict';
// What a person sees and does in the VS Code window.
const path = require('node:path');

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

class Workbench {
  constructor(page, patience) {
    this.page = page;
    this.patience = patience;
  }

  async until(what, read, holds) {
    const deadline = Date.now() + this.patience;
    let last;
    do {
      last = await read();
      if (holds(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } while (Date.now() < deadline);
    throw new Error(`${what} is still ${JSON.stringify(last)}`);
  }

  editor(name) {
    return this.page.locator(`.monaco-editor[data-uri$="${name}"]`);
  }

  /** Where a part of a line is drawn, what the whole line says, hints included, and how many colours it has. */
  drawn(name, line, part = line) {
    return this.editor(name).evaluate((root, [wanted, piece]) => {
      for (const row of root.querySelectorAll('.view-line')) {
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        const nodes = [];
        let text = '';
        while (walker.nextNode()) {
          nodes.push({ node: walker.currentNode, from: text.length });
          text += walker.currentNode.data;
        }
        text = text.replaceAll('\u00a0', ' ');
        const found = text.indexOf(wanted);
        if (found < 0) continue;
        const start = found + wanted.lastIndexOf(piece);
        const end = start + piece.length;
        const at = (offset) => nodes.findLast(({ from }) => from <= offset);
        const range = document.createRange();
        range.setStart(at(start).node, start - at(start).from);
        range.setEnd(at(end - 1).node, end - at(end - 1).from);
        const { x, width, y, height } = range.getBoundingClientRect();
        const colours = new Set([...row.querySelectorAll('span[class*=mtk]')].map((span) => span.className)).size;
        return { text, x, width, y, height, colours };
      }
      return null;
    }, [line, part]);
  }

  /** Waits until a squiggle of this severity lies exactly under a part of a line. */
  async squiggle(name, severity, line, part) {
    const marks = this.editor(name).locator(`.squiggly-${severity}`);
    const lies = (mark, text) =>
      Math.abs(mark.x - text.x) <= 2 && Math.abs(mark.width - text.width) <= 2
      && mark.y >= text.y - 2 && mark.y <= text.y + text.height;
    const read = async () => {
      const boxes = await marks.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      return { text: await this.drawn(name, line, part), boxes };
    };
    await this.until(`squiggle under ${part}`, read, ({ text, boxes }) => text && boxes.some((box) => lies(box, text)));
  }

  async middleOf(name, line, part) {
    const { x, y, width, height } = await this.drawn(name, line, part);
    return [x + width / 2, y + height / 2];
  }

  async open(name) {
    // The list of files is remembered while it is open; a file that is new needs a second look.
    const look = async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+P');
      await this.page.locator('.quick-input-widget input').first().fill(name);
      return this.row(path.basename(name)).waitFor({ timeout: 3000 }).then(() => true, () => false);
    };
    await this.until(`list with ${name}`, look, (found) => found);
    await this.page.keyboard.press('Enter');
    await this.editor(name).locator('.view-line').first().waitFor({ timeout: this.patience });
  }

  /** The row that Enter takes. */
  row(text) {
    return this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).first();
  }

  async command(title) {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').first().fill(`>${title}`);
    await this.row(title.replace(/^.*: /, '')).waitFor({ timeout: this.patience });
    await this.page.keyboard.press('Enter');
  }

  /** The rows of the Problems panel below one file's name that speak of `filter`, and the places below them. */
  async problems(name, filter) {
    const { page } = this;
    const box = page.locator('.panel .viewpane-filter input').first();
    const panel = page.locator('.markers-panel');
    if (!(await panel.isVisible())) await page.keyboard.press('Control+Shift+M');
    await panel.waitFor({ timeout: this.patience });
    await box.fill(filter);
    const read = async () => {
      const texts = (await page.locator('.markers-panel .monaco-list-row').allInnerTexts()).map(oneLine);
      const from = texts.findIndex((row) => row.includes(name));
      return from < 0 ? [] : texts.slice(from + 1);
    };
    const rows = await this.until(`Problems panel for ${name}`, read, (found) => found.some((row) => row.includes(filter)));
    await box.fill('');
    return rows;
  }

  /** Every text that a Markdown preview shows. */
  async preview() {
    const texts = [];
    for (const frame of this.page.frames()) {
      const text = await frame.locator('.markdown-body').innerText({ timeout: 200 }).catch(() => '');
      if (text) texts.push(text);
    }
    return texts.join('\n');
  }

  /** What the status bar says of wiretag. */
  status() {
    return this.page.locator('.statusbar-item', { hasText: 'wiretag' }).first().innerText({ timeout: 1000 })
      .then(oneLine, () => '');
  }
}

module.exports = { Workbench, oneLine };
