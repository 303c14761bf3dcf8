'use strict';
// A real VS Code workbench: the server half in a process of its own, the window in a headless browser.
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

// A plain window: what is left is what the pictures are about.
const quiet = {
  'breadcrumbs.enabled': false,
  'chat.commandCenter.enabled': false,
  'editor.hover.above': false,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'problems.defaultViewMode': 'tree',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.startupEditor': 'none',
};

const browserArgs = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function untilUp(url, server) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const up = await fetch(url).then((response) => response.ok, () => false);
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the VS Code server did not come up');
}

/** Opens `file` of `folder` with the extension `vsix`. Everything written lies under `state`. */
async function startVSCode({ rig, vsix, folder, file, state }) {
  const main = path.join(rig, 'node_modules/code-server/lib/vscode/out/server-main.js');
  const { chromium } = require(path.join(rig, 'node_modules/playwright-core'));

  const data = path.join(state, 'data');
  const settingsFile = path.join(data, 'data/User/settings.json');
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.writeFileSync(settingsFile, JSON.stringify(quiet, null, 2));

  const common = [main, '--server-data-dir', data, '--extensions-dir', path.join(state, 'extensions'), '--telemetry-level', 'off'];
  const env = { ...process.env, HOME: state, EXTENSIONS_GALLERY: '{}' };
  const install = spawnSync(process.execPath, [...common, '--install-extension', vsix, '--force'], { env, encoding: 'utf8' });
  if (install.status !== 0) throw new Error(`the extension does not install:\n${install.stdout}${install.stderr}`);

  const port = await freePort();
  const log = fs.openSync(path.join(state, 'vscode.log'), 'w');
  const server = spawn(
    process.execPath,
    [...common, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
    { env, stdio: ['ignore', log, log], detached: true },
  );

  let browser;
  const stop = async () => {
    await browser?.close();
    try {
      process.kill(-server.pid, 'SIGTERM');
    } catch {
      // it has ended already
    }
  };

  try {
    const origin = `http://127.0.0.1:${port}`;
    await untilUp(`${origin}/version`, server);

    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: browserArgs });
    const page = await browser.newPage({ viewport: { width: 1040, height: 620 } });
    await page.route(({ hostname }) => hostname !== '127.0.0.1', (route) => route.abort());
    const payload = [['skipWelcome', 'true'], ['openFile', `vscode-remote://127.0.0.1:${port}${file}`]];
    await page.goto(`${origin}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`);
    return { page, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

module.exports = { startVSCode };
