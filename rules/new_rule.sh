#!/usr/bin/env bash
# new_rule.sh ID FOLDER: writes the files of a new rule. They compile; its page test fails until the page is filled in.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
id=${1:?usage: new_rule.sh ID FOLDER}
folder=${2:?usage: new_rule.sh ID FOLDER}
name=${id//-/_}
list=$root/rules/rules.inc

[[ $id =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ ]] || { echo "an id is lower-case words with hyphens: $id" >&2; exit 2; }
case $folder in
  prediction) letter=A ;; tags) letter=B ;; conditions) letter=C ;; ranges) letter=D ;; status) letter=E ;;
  requests) letter=F ;; responses) letter=G ;; freshness) letter=H ;; variants) letter=I ;;
  revalidation) letter=J ;; traffic) letter=K ;; edges) letter=L ;; privacy) letter=M ;; logs) letter=N ;;
  configuration) letter=O ;; tool) letter=P ;;
  *) echo "no family has the folder $folder" >&2; exit 2 ;;
esac
if grep -q "^WIRETAG_RULE($name," "$list"; then echo "$id exists" >&2; exit 2; fi
mkdir -p "$root/rules/$folder" "$root/tests/rules/caret"

cat >"$root/rules/$folder/$name.cpp" <<EOF
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "$id",
    .family = Family::${folder^},
    .severity = Severity::Warning,
    .summary = "TODO: one line without a full stop",
    .spec = {"RFC 9110", "8.8.3"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked()) return;
  static_cast<void>(report);
}

}  // namespace

extern constinit const Rule $name{kInfo, &check};

}  // namespace wiretag::rules
EOF

cat >"$root/rules/$folder/$name.md" <<EOF
# $id

TODO: one line without a full stop.

## What it does

TODO

## Why it matters

TODO

## Example

\`\`\`http expect=$id
GET / HTTP/1.1
Host: www.example.com
\`\`\`

## Use instead

\`\`\`http ok
GET / HTTP/1.1
Host: www.example.com
\`\`\`

## References

- RFC 9110, section 8.8.3
EOF

cat >"$root/tests/rules/caret/$id.http" <<EOF
Expectations stand under the text: #    ^^^^ rule-id [severity]: part of the message.

#==== fires
GET / HTTP/1.1
#   ^ $id: TODO
Host: www.example.com

#==== near miss
GET / HTTP/1.1
Host: www.example.com

#==== trap of the catalogue
GET / HTTP/1.1
Host: www.example.com
EOF

# Behind the last rule of the same family, or at the place of a family that is new.
awk -v line="WIRETAG_RULE($name, $folder)" -v letter="$letter" -v folder="$folder" '
  function family(text) { return substr(text, 4, 1) }
  /^\/\/ [A-P]\./ {
    if (!done && found) { print line; done = 1 }
    if (!done && family($0) > letter) { print "// " letter ". " folder; print line; done = 1 }
    if (family($0) == letter) found = 1
  }
  { print }
  END { if (!done) { if (!found) print "// " letter ". " folder; print line } }
' "$list" >"$list.new"
mv "$list.new" "$list"
echo "rules/$folder/$name.cpp, rules/$folder/$name.md, tests/rules/caret/$id.http, and a line in rules/rules.inc"
