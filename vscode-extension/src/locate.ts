import { constants, accessSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';

const program = process.platform === 'win32' ? 'wiretag.exe' : 'wiretag';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function expand(setting: string, folder: string | undefined): string {
  const expanded = setting
    .replace(/^~(?=$|[\\/])/, homedir())
    .replaceAll('${workspaceFolder}', folder ?? '');
  return folder && expanded.startsWith('.') ? path.resolve(folder, expanded) : expanded;
}

/** The server to run. Throws an error that says where it was looked for. */
export function locateServer(setting: string, extensionPath: string, folder: string | undefined): string {
  const onPath = (name: string) =>
    (process.env.PATH ?? '')
      .split(path.delimiter)
      .filter(Boolean)
      .map((directory) => path.join(directory, name))
      .find(isExecutable);

  if (setting) {
    const wanted = expand(setting, folder);
    const found = path.isAbsolute(wanted) ? (isExecutable(wanted) ? wanted : undefined) : onPath(wanted);
    if (!found) throw new Error(`"wiretag.server.path" is ${wanted}, which is not a program that can be run.`);
    return found;
  }

  const bundled = path.join(extensionPath, 'server', program);
  const found = isExecutable(bundled) ? bundled : onPath(program);
  if (!found) {
    throw new Error(
      'This build of the extension comes without a server and there is no wiretag on the PATH. ' +
        'Set "wiretag.server.path".',
    );
  }
  return found;
}
