#!/usr/bin/env bash
# usage: WIRETAG_BINARY=... EXAMPLES=... run.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../desk.sh"
{ snippet emacs; snippet emacs-settings; } > "$state/init.el"
FILE=$file timeout 90 emacs --batch --eval '(package-initialize)' -l "$state/init.el" -l "$here/test.el" 2> "$state/messages" ||
  { sed 's/^/# /' "$state/messages"; exit 1; }
