#!/usr/bin/env bash
# usage: apt.sh PACKAGE:PROGRAM...   installs the packages whose program is not on PATH ("-" always checks with dpkg)
set -euo pipefail
missing=()
for pair in "$@"; do
  package=${pair%%:*} program=${pair#*:}
  if [ "$program" = - ]; then
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  else
    command -v "$program" >/dev/null || missing+=("$package")
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0
root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
"${root[@]}" apt-get -o DPkg::Lock::Timeout=600 update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}"
