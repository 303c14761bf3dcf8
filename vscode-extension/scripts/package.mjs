import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const extension = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const program = process.platform === 'win32' ? 'wiretag.exe' : 'wiretag';
const binary = process.env.WIRETAG_BINARY ?? path.join(extension, '..', 'build', 'release', program);
const target = `${process.platform}-${process.arch}`;
const output = process.argv[2] ?? path.join(extension, `wiretag-${target}.vsix`);

const server = path.join(extension, 'server');
rmSync(server, { recursive: true, force: true });
if (existsSync(binary)) {
  mkdirSync(server);
  copyFileSync(binary, path.join(server, program));
  chmodSync(path.join(server, program), 0o755);
} else {
  console.warn(`No server at ${binary}: the package comes without one and needs wiretag on the PATH.`);
}
copyFileSync(path.join(extension, '..', 'LICENSE'), path.join(extension, 'LICENSE'));

// The walkthrough shows the pictures of the documentation.
const { contributes, repository } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
rmSync(path.join(extension, 'media'), { recursive: true, force: true });
mkdirSync(path.join(extension, 'media'));
for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
  if (!media.image) continue;
  copyFileSync(path.join(extension, '../docs/images', path.basename(media.image)), path.join(extension, media.image));
}

const home = repository.url.replace(/\.git$/, '');

await createVSIX({
  cwd: extension,
  packagePath: output,
  target,
  dependencies: false,
  baseContentUrl: `${home}/blob/main/${repository.directory}`,
  baseImagesUrl: `${home}/raw/main/${repository.directory}`,
});
