#!/usr/bin/env bash
# usage: run.sh [--small | --random SEED] [PRODUCT…]
# Sends a matrix of requests to real servers on loopback ports and compares their answers with the standard and with the
# product profiles. --small takes a fifth of the matrix, --random 2000 combinations of its values. The whole run over
# all products rewrites docs/conditional-requests-on-real-servers.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD

subset=()
products=()
while [ $# != 0 ]; do
  case $1 in
    --small) subset=(--small) ;;
    --random) subset=(--random "${2:?a seed}") && shift ;;
    nginx | apache | lighttpd | caddy | varnish | haproxy | nginx-cache) products+=("$1") ;;
    *) echo "run.sh: unknown argument: $1" >&2 && exit 2 ;;
  esac
  shift
done
table=()
if [ ${#products[@]} = 0 ]; then
  products=(nginx apache lighttpd caddy varnish haproxy nginx-cache)
  [ ${#subset[@]} != 0 ] || table=(--table "$here/docs/conditional-requests-on-real-servers.md")
fi

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

package_of() {
  case $1 in
    apache) echo apache2 ;;
    lighttpd) echo lighttpd lighttpd-mod-webdav ;;
    nginx-cache) echo nginx ;;
    *) echo "$1" ;;
  esac
}

# RUNLEVEL=1 keeps the maintainer scripts from starting the services.
install_servers() {
  local missing=() package product
  for product in "${products[@]}"; do
    for package in $(package_of "$product"); do
      dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
  done
  [ ${#missing[@]} = 0 ] && return
  as_root apt-get -o DPkg::Lock::Timeout=600 update -qq
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=600 install -y -qq \
    --no-install-recommends "${missing[@]}" >/dev/null
}

build_driver() {
  [ -n "${DIFFERENTIAL:-}" ] && return
  cmake --preset release >/dev/null
  cmake --build --preset release --target wiretag_differential >&2
  DIFFERENTIAL=$here/build/release/wiretag_differential
}

install_servers
build_driver

work=$(mktemp -d)
chmod 755 "$work"
started=()
stop_all() {
  local process
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  for process in "${started[@]}"; do
    for _ in $(seq 50); do kill -0 "$process" 2>/dev/null || break && sleep 0.1; done
    kill -9 "$process" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

start() { # start LOG COMMAND…
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null &
  started+=($!)
}

export PATH=$PATH:/usr/sbin:/sbin
root_user=()
[ "$(id -u)" = 0 ] && root_user=(yes)

nginx_head() { # nginx_head FOLDER
  [ ${#root_user[@]} = 0 ] || echo "user root;"
  cat <<CONF
daemon off; master_process off; worker_processes 1; pid $1/pid; error_log $1/error.log;
events { worker_connections 64; }
http {
  access_log off; keepalive_requests 100000;
  client_body_temp_path $1/body; proxy_temp_path $1/proxy; fastcgi_temp_path $1/fastcgi;
  uwsgi_temp_path $1/uwsgi; scgi_temp_path $1/scgi;
CONF
}

start_nginx() { # FOLDER PORT
  {
    nginx_head "$1"
    cat <<CONF
  server {
    listen 127.0.0.1:$2; root $1/files;
    location /untagged/ { etag off; }
    location /dav/ { dav_methods PUT DELETE; }
  }
}
CONF
  } >"$1/conf"
  start "$1/log" nginx -e "$1/error.log" -p "$1" -c "$1/conf"
}

start_nginx_cache() { # FOLDER PORT
  {
    nginx_head "$1"
    cat <<CONF
  proxy_cache_path $1/cache keys_zone=store:1m;
  server {
    listen 127.0.0.1:$2;
    location / { proxy_pass http://127.0.0.1:$origin_port; proxy_cache store; }
  }
}
CONF
  } >"$1/conf"
  start "$1/log" nginx -e "$1/error.log" -p "$1" -c "$1/conf"
}

start_apache() { # FOLDER PORT
  local modules=/usr/lib/apache2/modules
  {
    cat <<CONF
ServerRoot $1
ServerName localhost
Listen 127.0.0.1:$2
PidFile $1/pid
ErrorLog $1/error.log
DefaultRuntimeDir $1
Mutex default:$1
MaxKeepAliveRequests 0
LoadModule mpm_event_module $modules/mod_mpm_event.so
LoadModule authz_core_module $modules/mod_authz_core.so
LoadModule dav_module $modules/mod_dav.so
LoadModule dav_fs_module $modules/mod_dav_fs.so
DavLockDB $1/lock
DocumentRoot $1/files
<Directory $1/files>
  Require all granted
</Directory>
<Directory $1/files/untagged>
  FileETag None
</Directory>
<Directory $1/files/dav>
  Dav On
</Directory>
CONF
    [ ${#root_user[@]} = 0 ] || printf 'User www-data\nGroup www-data\n'
  } >"$1/conf"
  [ ${#root_user[@]} = 0 ] || chown -R www-data "$1"
  start "$1/log" apache2 -d "$1" -f "$1/conf" -D FOREGROUND
}

start_lighttpd() { # FOLDER PORT
  cat >"$1/conf" <<CONF
server.modules = ("mod_staticfile", "mod_webdav")
server.document-root = "$1/files"
server.bind = "127.0.0.1"
server.port = $2
server.errorlog = "$1/error.log"
server.stat-cache-engine = "disable"
server.max-keep-alive-requests = 65535
mimetype.assign = (".bin" => "application/octet-stream")
\$HTTP["url"] =^ "/untagged/" { static-file.etags = "disable" }
\$HTTP["url"] =^ "/dav/" { webdav.activate = "enable" }
CONF
  start "$1/log" lighttpd -D -f "$1/conf"
}

start_caddy() { # FOLDER PORT
  cat >"$1/conf" <<CONF
{
  admin off
  auto_https off
}
http://127.0.0.1:$2, http://localhost:$2 {
  bind 127.0.0.1
  root * $1/files
  file_server
}
CONF
  start "$1/log" env HOME="$1" XDG_DATA_HOME="$1" XDG_CONFIG_HOME="$1" caddy run --adapter caddyfile --config "$1/conf"
}

start_varnish() { # FOLDER PORT
  printf 'vcl 4.1;\nbackend origin { .host = "127.0.0.1"; .port = "%s"; }\n' "$origin_port" >"$1/conf"
  start "$1/log" varnishd -F -n "$1/run" -a "127.0.0.1:$2" -f "$1/conf" -T none -s malloc,16m -j none
}

start_haproxy() { # FOLDER PORT
  cat >"$1/conf" <<CONF
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
cache store
  total-max-size 4
  max-age 3600
frontend front
  bind 127.0.0.1:$2
  http-request cache-use store
  http-response cache-store store
  default_backend back
backend back
  server origin 127.0.0.1:$origin_port
CONF
  start "$1/log" haproxy -db -f "$1/conf"
}

version_of() {
  local text
  case $1 in
    nginx | nginx-cache) text=$(nginx -v 2>&1) ;;
    apache) text=$(apache2 -v 2>&1) ;;
    lighttpd) text=$(lighttpd -v 2>&1) ;;
    caddy) text=$(caddy version 2>&1) ;;
    varnish) text=$(varnishd -V 2>&1) ;;
    haproxy) text=$(haproxy -v 2>&1) ;;
  esac
  grep -oE '[0-9]+(\.[0-9]+)+' <<<"$text" | head -n 1
}

mapfile -t ports < <("$DIFFERENTIAL" ports $((${#products[@]} + 1)))
origin_port=${ports[-1]}
start "$work/origin.log" "$DIFFERENTIAL" origin "$origin_port"
"$DIFFERENTIAL" wait "$origin_port"

servers=()
for i in "${!products[@]}"; do
  product=${products[$i]} folder=$work/${products[$i]} files=
  mkdir -p "$folder/files/untagged" "$folder/files/dav"
  "start_${product//-/_}" "$folder" "${ports[$i]}"
  case $product in nginx | apache | lighttpd | caddy) files=$folder/files ;; esac
  servers+=("$product:${ports[$i]}:$(version_of "$product"):$files")
done
for i in "${!products[@]}"; do
  "$DIFFERENTIAL" wait "${ports[$i]}" || {
    echo "run.sh: ${products[$i]} did not start" >&2
    cat "$work/${products[$i]}"/*log >&2
    exit 1
  }
done

"$DIFFERENTIAL" run "${subset[@]}" "${table[@]}" "${servers[@]}"
