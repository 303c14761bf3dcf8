#!/bin/sh
# Compares whole processes on one log, side by side: logs.sh [LOG [ROUNDS]]
# Without LOG one of 1 GB is made. WIRETAG names the binary, JOBS the threads (2).
# Each program runs once before it counts; then they take turns. Shown are medians: seconds, MB/s, peak memory.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
wiretag=${WIRETAG:-$here/../build/release/wiretag}
jobs=${JOBS:-2}
rounds=${2:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

log=${1:-}
if [ -z "$log" ]; then
  log=$work/access.log
  python3 "$here/make_log.py" "$log" "${MEGABYTES:-1000}"
fi
bytes=$(wc -c <"$log")

run() {
  case $1 in
    wiretag) set -- "$wiretag" check --isolated --no-progress --jobs "$jobs" --format json "$log" ;;
    wiretag-1) set -- "$wiretag" check --isolated --no-progress --jobs 1 --format json "$log" ;;
    mawk) set -- mawk '{ n += $9 } END { print n }' "$log" ;;
    wc) set -- wc -l "$log" ;;
    goaccess) set -- goaccess "$log" --log-format='%h %^[%d:%t %^] "%r" %s %b "%R" "%u" %^' \
      --date-format=%d/%b/%Y --time-format=%T --no-global-config -o "$work/report.json" ;;
  esac
  # Findings make the exit code 1.
  /usr/bin/time -o "$work/time" -f '%e %M' "$@" >"$work/out" 2>"$work/err" || [ $? = 1 ]
  tail -n 1 "$work/time"
}

programs="wiretag wiretag-1 wc"
for program in mawk goaccess; do
  if command -v "$program" >"$work/which"; then programs="$programs $program"; else echo "$program is not installed"; fi
done
for program in $programs; do run "$program" >"$work/warm"; done
round=0
while [ "$round" -lt "$rounds" ]; do
  for program in $programs; do run "$program" >>"$work/$program"; done
  round=$((round + 1))
done

printf '%-10s %9s %9s %9s   %s bytes, %s rounds, %s threads\n' program seconds MB/s "peak MB" "$bytes" "$rounds" "$jobs"
for program in $programs; do
  sort -n "$work/$program" | awk -v program="$program" -v bytes="$bytes" '
    { seconds[NR] = $1; if ($2 > peak) peak = $2 }
    END {
      median = NR % 2 ? seconds[(NR + 1) / 2] : (seconds[NR / 2] + seconds[NR / 2 + 1]) / 2
      printf "%-10s %9.2f %9.0f %9.0f\n", program, median, (median > 0 ? bytes / median / 1e6 : 0), peak / 1000
    }'
done
