#!/usr/bin/env bash
# usage: negative.sh [all|SUITE]   a suite is one of protocol nvim vscode nvim10 helix emacs vim
# Proves that the tests fail for the right reason: each fault must turn its own step red.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
real=$(realpath -ms "${WIRETAG_BINARY:-$root/build/release/wiretag}")
suites=(protocol nvim vscode nvim10 helix emacs vim)
if [ "${1:-all}" != all ]; then
  [[ " ${suites[*]} " == *" $1 "* ]] || { sed -n 's/^# //p' "$0" | head -1 >&2; exit 2; }
  suites=("$1")
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
export WIRETAG_PATIENCE=${WIRETAG_PATIENCE:-8}

server_with() {
  printf '#!/bin/sh\nexec "%s" "%s" "%s" "%s" "$@"\n' "$(command -v node)" "$here/broken.js" "$1" "$real" > "$work/wiretag"
  chmod +x "$work/wiretag"
}

expect() {
  local suite=$1 fault=$2 step=$3 red
  if [ "$fault" = absent ]; then rm -f "$work/wiretag"; else server_with "$fault"; fi
  local status=0
  WIRETAG_BINARY=$work/wiretag "$here/run.sh" "$suite" > "$work/log" 2>&1 || status=$?
  red=$(grep -m 1 '^not ok' "$work/log" || true)
  if { [ -z "$step" ] && [ "$status" -eq 0 ]; } || { [ -n "$step" ] && [ "$status" -ne 0 ] && [[ $red == *"$step"* ]]; }; then
    passed=$((passed + 1))
    echo "ok - $suite, $fault: ${red:-all green}"
  else
    failed=$((failed + 1))
    echo "not ok - $suite, $fault: status $status, ${red:-all green}"
    tail -15 "$work/log" | sed 's/^/  | /'
  fi
}

# for each suite: what goes red without a server, with a column too far, without the reason, with a wrong fix, without a hint
for suite in "${suites[@]}"; do
  case $suite in
    protocol) steps=("initialize names" "positions are counted" "hover says" "the quick fix asks" "inlay hints") ;;
    nvim) steps=("the server attaches" "the weak tag" "hover tells" "the code action removes" "") ;;
    vscode) steps=("an error squiggle" "an error squiggle" "hover says" "Ctrl+S writes" "the prediction stands") ;;
    nvim10) steps=("the server attaches" "the weak tag" "hover tells" "the code action removes" "the prediction is drawn") ;;
    helix) steps=("the finding is drawn" "the finding spans" "the popup tells" "the saved file" "the prediction is drawn") ;;
    emacs) steps=("the server attaches" "an error lies" "hover tells" "the code action removes" "") ;;
    vim) steps=("the weak tag" "it is an error" "hover tells" "the code action removes" "") ;;
  esac
  expect "$suite" none ""
  expect "$suite" absent "${steps[0]}"
  expect "$suite" "wrong column" "${steps[1]}"
  expect "$suite" "no reason" "${steps[2]}"
  expect "$suite" "wrong fix" "${steps[3]}"
  [ -z "${steps[4]}" ] || expect "$suite" "no hint" "${steps[4]}"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
