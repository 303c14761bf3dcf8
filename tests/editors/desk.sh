# For sourcing: a home of its own with a copy of the third example, and the server as `wiretag` on the PATH.
# Needs WIRETAG_BINARY and EXAMPLES; sets here, state, file.
set -euo pipefail
editors=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=$(mktemp -d)
file=$state/03-resume-download.http
trap 'leave; rm -rf "$state"' EXIT
leave() { :; }

cp "${EXAMPLES:?}/03-resume-download.http" "$file"
mkdir -p "$state/bin" "$state/config" "$state/home"
ln -s "${WIRETAG_BINARY:?}" "$state/bin/wiretag"
export PATH=$state/bin:$PATH HOME=$state/home
export XDG_CONFIG_HOME=$state/config XDG_STATE_HOME=$state XDG_CACHE_HOME=$state XDG_DATA_HOME=$state

snippet() { "$editors/snippet.sh" "$1"; }

# ---- a terminal, for editors that have no other face ----------------------------------------------------------------

patience=${WIRETAG_PATIENCE:-10}
terminal() { tmux -L "wiretag-$$" "$@"; }
screen() { terminal capture-pane -p "$@" 2>/dev/null || true; }

# open_terminal WIDTH HEIGHT COMMAND
open_terminal() {
  leave() { terminal kill-server 2>/dev/null || true; }
  terminal -f /dev/null new-session -d -x "$1" -y "$2" "$3"
}

keys() { terminal send-keys "$@"; }

# step NAME CONDITION...: the condition is tried again and again
step() {
  local name=$1 deadline=$((SECONDS + patience))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "not ok - $name"
      screen | sed 's/^/# /'
      exit 1
    fi
    sleep 0.05
  done
  echo "ok - $name"
}

shows() { screen | grep -qF -- "$1"; }
saved_without_range() { sed '/^\(If-\)\?Range: /d' "$EXAMPLES/${file##*/}" | cmp -s - "$file"; }
