#!/usr/bin/env bash
# Prints the folder that holds a VS Code server and a browser driver, after building it when it is not there yet.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
code_server=4.100.3   # the last one that runs on node 20
playwright=1.65.1
rig=${XDG_CACHE_HOME:-$HOME/.cache}/wiretag/vscode-rig
vscode=$rig/node_modules/code-server/lib/vscode
modules=$vscode/node_modules

"$here/../apt.sh" chromium:chromium ripgrep:rg fonts-dejavu-core:- >&2

stamp="code-server $code_server, playwright-core $playwright"
if [ "$(cat "$rig/complete" 2>/dev/null)" != "$stamp" ]; then
  rm -rf "$rig"
  mkdir -p "$rig"
  echo '{ "private": true }' > "$rig/package.json"
  npm=(npm --prefix "$rig" --ignore-scripts --no-audit --no-fund)
  "${npm[@]}" install "code-server@$code_server" "playwright-core@$playwright" >&2

  # tslib, a peer dependency, is absent from VS Code's own lock file; a strict npm ci stops at that.
  (cd "$vscode" && npm ci --omit=dev --ignore-scripts --legacy-peer-deps --no-audit --no-fund >&2)

  # The install scripts were skipped because they compile or download; these lines do what is needed of their work.
  ln -sfn node_modules "$vscode/node_modules.asar"
  echo 'module.exports = { start() {} };' > "$modules/native-watchdog/index.js"
  mkdir -p "$modules/@vscode/ripgrep/bin"
  ln -sfn "$(command -v rg)" "$modules/@vscode/ripgrep/bin/rg"
  echo "$stamp" > "$rig/complete"
fi
cp "$here/spdlog.js" "$modules/@vscode/spdlog/index.js"
echo "$rig"
