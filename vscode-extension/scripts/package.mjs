import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
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

await createVSIX({
  cwd: extension,
  packagePath: output,
  target,
  dependencies: false,
  allowMissingRepository: true,
});
