#!/usr/bin/env bash
# usage: run.sh all|core|SUITE [--pictures DIR]   a suite is one of protocol extension nvim vscode nvim10 helix emacs vim
# Environment: WIRETAG_BINARY (the server), WIRETAG_EXAMPLES (the workspace), WIRETAG_VSIX (else one is built).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
WIRETAG_BINARY=$(realpath -ms "${WIRETAG_BINARY:-$root/build/release/wiretag}")
export WIRETAG_BINARY
export EXAMPLES=${WIRETAG_EXAMPLES:-$root/examples}
core=(protocol extension nvim vscode)
others=(nvim10 helix emacs vim)

usage() { sed -n 's/^# //p' "$0" | head -2 >&2; exit 2; }
[ $# -gt 0 ] || usage
which=$1; shift

install_locked() {
  if [ ! "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; then
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund >&2)
  fi
}

protocol() {
  install_locked "$here/protocol"
  node --test --test-reporter=tap "$here/protocol/protocol.test.js"
}

extension() {
  install_locked "$root/vscode-extension"
  (cd "$root/vscode-extension" && npm run --silent check && node --test --test-reporter=tap test/)
}

nvim() {
  "$here/apt.sh" neovim:nvim >&2
  "$here/nvim/run.sh" neovim-0.7
}

nvim10() {
  local newer
  newer=$("$here/newer/setup.sh")
  "$here/apt.sh" tmux:tmux >&2
  "$here/nvim/run.sh" neovim "$newer/run/nvim"
}

helix() {
  local newer
  newer=$("$here/newer/setup.sh")
  "$here/apt.sh" tmux:tmux >&2
  "$here/helix/run.sh" "$newer/run/hx"
}

emacs() {
  "$here/apt.sh" emacs-nox:emacs elpa-eglot:- >&2
  "$here/emacs/run.sh"
}

vim() {
  "$here/apt.sh" vim:vim vim-ale:- >&2
  "$here/vim/run.sh"
}

vscode() {
  local rig vsix=${WIRETAG_VSIX:-}
  rig=$("$here/vscode/setup.sh")
  if [ -z "$vsix" ]; then
    vsix=$work/wiretag.vsix
    install_locked "$root/vscode-extension"
    (cd "$root/vscode-extension" && npm run --silent package -- "$vsix" > "$work/package" || { cat "$work/package" >&2; exit 1; })
  fi
  timeout 300 node "$here/vscode/e2e.js" --rig "$rig" --vsix "$vsix" --workspace "$EXAMPLES" "$@"
}

case $which in
  all) suites=("${core[@]}" "${others[@]}") ;;
  core) suites=("${core[@]}") ;;
  *)
    [[ " ${core[*]} ${others[*]} " == *" $which "* ]] || usage
    suites=("$which")
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
for suite in "${suites[@]}"; do
  echo "# $suite"
  status=0
  if [ "$suite" = vscode ]; then args=("$@"); else args=(); fi
  (set -e; "$suite" "${args[@]}") > "$work/out" 2> "$work/err" &
  wait $! || status=$?
  grep -E '^(ok|not ok|# picture)' "$work/out" || true
  good=$(grep -c '^ok ' "$work/out" || true)
  bad=$(grep -c '^not ok ' "$work/out" || true)
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
    echo "not ok - $suite ended with status $status"
  fi
  if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
    echo "not ok - $suite ran no test"
  fi
  if [ "$bad" -ne 0 ]; then
    awk '/^not ok /{ bad = 1 } /^ok |^# Subtest/{ bad = 0 } bad { print "  | " $0 }' "$work/out"
    tail -20 "$work/err" | sed 's/^/  | /'
  fi
  passed=$((passed + good)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
