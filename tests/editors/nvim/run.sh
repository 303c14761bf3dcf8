#!/usr/bin/env bash
# usage: WIRETAG_BINARY=... run.sh EXAMPLES
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
examples=${1:?usage: run.sh EXAMPLES}

"$here/../apt.sh" neovim:nvim >&2
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
cp "$examples/03-resume-download.http" "$state/"
export XDG_CONFIG_HOME=$state XDG_STATE_HOME=$state XDG_CACHE_HOME=$state XDG_DATA_HOME=$state
timeout 90 nvim --headless -u "$here/init.lua" "$state/03-resume-download.http" -c "luafile $here/test.lua" </dev/null
