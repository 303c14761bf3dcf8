#!/usr/bin/env bash
# usage: WIRETAG_BINARY=... EXAMPLES=... run.sh HX   Helix has no headless mode: keys are typed, the screen is read.
here=$(cd "$(dirname "$0")" && pwd)
hx=${1:?usage: run.sh HX}
. "$here/../desk.sh"

mkdir -p "$state/config/helix"
{ snippet helix-languages; echo; snippet helix-settings; } > "$state/config/helix/languages.toml"
snippet helix-config > "$state/config/helix/config.toml"
open_terminal 150 40 "'$hx' '$file:4:11'"

# An Escape that is read together with the next key would mean Alt.
escape() { keys Escape; sleep 0.1; }
# The jump to a finding selects its text; the status line says where the selection ends and, flipped, where it begins.
spans_tag() { escape; keys g g ']' d; sleep 0.1; shows '4:26' && keys 'M-\;' && sleep 0.1 && shows '4:11'; }
tells() { escape; keys Space k; sleep 0.3; shows "$1"; }
offers() { escape; keys Space a; sleep 0.3; shows "$1"; }

step 'the finding is drawn under If-Range' shows 'If-Range needs a strong tag'
step 'the prediction is drawn behind the request line' shows 'GET /video.mp4 HTTP/1.1 → 200'
step 'the finding spans 4:11 to 4:26' spans_tag
step 'the popup tells why not 206' tells 'Why not 206'
step 'the settings are heard: the popup tells of nginx' tells 'nginx'
step 'the menu offers to ask for the whole file' offers 'Ask for the whole file'
chosen() { keys Enter; sleep 0.1; ! shows 'If-Range: W/'; }
step 'the chosen action removes If-Range' chosen
escape
keys ':wq' Enter
step 'the saved file is the fixed one' saved_without_range
