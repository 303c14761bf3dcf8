#!/usr/bin/env bash
# usage: WIRETAG_BINARY=... EXAMPLES=... run.sh   ALE asks for the number of an action: standard input answers.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../desk.sh"
{
  printf 'set nocompatible nomore noswapfile hidden\nfiletype plugin on\npackadd! ale\n'
  snippet vim
} > "$state/vimrc"
status=0
OUT=$state/out timeout 90 vim -Es -N -u "$state/vimrc" -i NONE "$file" -S "$here/test.vim" <<<1 >/dev/null || status=$?
cat "$state/out"
exit "$status"
