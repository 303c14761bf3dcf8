#!/usr/bin/env bash
# Prints a folder with Helix and Neovim of Debian 13 (programs in run/), after unpacking it when it is not there yet.
# Nothing of it is installed. The packages come from the mirror that apt uses for this machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
packages=hx,neovim
root=${XDG_CACHE_HOME:-$HOME/.cache}/wiretag/debian13-editors
stamp="trixie $packages 2"

if [ "$(cat "$root/complete" 2>/dev/null)" != "$stamp" ]; then
  "$here/../apt.sh" mmdebstrap:mmdebstrap patchelf:patchelf debian-archive-keyring:- >&2
  mirror=$(grep -hoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    head -n 1 | tr -d ' ' || true)
  if [ -z "$mirror" ]; then
    echo "apt has no Debian mirror to take Helix and Neovim of Debian 13 from" >&2
    exit 1
  fi
  rm -rf "$root"
  mkdir -p "$(dirname "$root")"
  mmdebstrap --quiet --variant=extract --aptopt='Apt::Install-Recommends "false"' --include="$packages" trixie "$root" \
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >&2

  # The programs keep to their own C library. It is written into them because Neovim's screen starts Neovim anew;
  # DT_RPATH, unlike RUNPATH, also serves the libraries that libraries need.
  libraries=$(dirname "$(find "$root/usr/lib" -name libc.so.6 | head -n 1)")
  loader=$(find "$libraries" -name 'ld-linux-*.so.*' | head -n 1)
  for program in hx nvim; do
    patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$root/usr/bin/$program"
  done
  mkdir -p "$root/run"
  printf '#!/bin/sh\nexport VIMRUNTIME=%s/usr/share/nvim/runtime\nexec %s/usr/bin/nvim "$@"\n' "$root" "$root" > "$root/run/nvim"
  printf '#!/bin/sh\nexport HELIX_RUNTIME=%s/usr/lib/hx/runtime\nexec %s/usr/bin/hx "$@"\n' "$root" "$root" > "$root/run/hx"
  chmod +x "$root"/run/*
  echo "$stamp" > "$root/complete"
fi
echo "$root"
