#!/usr/bin/env bash
# The files that rules/new_rule.sh writes compile, and the page test has something to fail on.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/tests/rules/caret"
cp -r "$root/rules" "$root/http" "$root/documents" "$copy/"
bash "$copy/rules/new_rule.sh" etag-looks-odd tags >/dev/null
grep -q '^WIRETAG_RULE(etag_looks_odd, tags)$' "$copy/rules/rules.inc"
[ -s "$copy/rules/tags/etag_looks_odd.md" ] && [ -s "$copy/tests/rules/caret/etag-looks-odd.http" ]
"${1:-c++}" -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I"$copy" "$copy/rules/tags/etag_looks_odd.cpp"
before=$(grep -c . "$copy/rules/rules.inc")
if bash "$copy/rules/new_rule.sh" etag-looks-odd tags >/dev/null 2>&1; then
  echo "a second run with the same id succeeds" >&2
  exit 1
fi
[ "$(grep -c . "$copy/rules/rules.inc")" = "$before" ]
