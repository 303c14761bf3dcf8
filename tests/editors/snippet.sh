#!/usr/bin/env bash
# usage: snippet.sh NAME   prints the fences of docs/editors.md that are marked editor=NAME
set -euo pipefail
page=$(cd "$(dirname "$0")/../.." && pwd)/docs/editors.md
awk -v mark="editor=${1:?usage: snippet.sh NAME}" '
  /^```/ && inside { inside = 0; next }
  /^```/ { inside = ($2 == mark); found = found || inside; next }
  inside
  END { if (!found) { print "docs/editors.md has no fence with " mark > "/dev/stderr"; exit 1 } }
' "$page"
