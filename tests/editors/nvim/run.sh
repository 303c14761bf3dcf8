#!/usr/bin/env bash
# usage: WIRETAG_BINARY=... EXAMPLES=... run.sh SNIPPET [NVIM]   with NVIM also what a person sees in a terminal
here=$(cd "$(dirname "$0")" && pwd)
snippet=${1:?usage: run.sh SNIPPET [NVIM]}
nvim=${2:-nvim}
. "$here/../desk.sh"

{ echo 'vim.o.swapfile = false'; snippet "$snippet"; } > "$state/init.lua"
drawn=$state/drawn.http
cp "$file" "$drawn"
cp "$here/../vscode/workspace/notes.md" "$state/notes.md"
WIRETAG_NOTES=$state/notes.md timeout 90 "$nvim" --headless -u "$state/init.lua" "$file" -c "luafile $here/test.lua" </dev/null

if [ "$nvim" != nvim ]; then
  { echo 'vim.o.swapfile = false'; snippet neovim-settings; } > "$state/settings.lua"
  timeout 30 "$nvim" --headless -u "$state/settings.lua" "$drawn" -c "setfiletype http" -c "luafile $here/settings.lua" </dev/null

  open_terminal 150 14 "'$nvim' -u '$state/init.lua' '$drawn'"
  step 'the prediction is drawn behind the request line' shows 'GET /video.mp4 HTTP/1.1 → 200'
  step 'the finding is drawn behind the line of If-Range' shows 'If-Range needs a strong tag'
fi
