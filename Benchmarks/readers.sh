#!/usr/bin/env bash
# Throughput of `mirob convert --jobs 1` for each format, in MB per CPU second, and its peak memory, beside `wc -m` in the same run.
# Usage: Benchmarks/readers.sh [MEGABYTES [RUNS]]; the text is Corpora/langid's, or a file given as MIROB_BENCH_TEXT.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-100}
runs=${2:-3}
mirob=$(swift build -c release --show-bin-path)/mirob
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
text=${MIROB_BENCH_TEXT:-Corpora/langid/other/und.txt}
echo "$megabytes MB each; $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
for kind in jsonl telegram rss html telegram-html csv; do
  python3 Benchmarks/readers.py "$kind" "$megabytes" "$text" >"$work/input"
  bytes=$(stat -c %s "$work/input")
  for _ in $(seq "$runs"); do
    /usr/bin/time -f '%U %S %M' -o "$work/time" "$mirob" convert --jobs 1 --quiet "$work/input" >/dev/null
    /usr/bin/time -f '%U %S %M' -o "$work/yardstick" wc -m "$work/input" >/dev/null
    echo "$(cat "$work/time") $(cat "$work/yardstick")"
  done | awk -v kind="$kind" -v bytes="$bytes" '
    { rate = bytes / 1e6 / ($1 + $2); base = bytes / 1e6 / ($4 + $5); if (rate > best) best = rate; if (base > yard) yard = base; if ($3 > memory) memory = $3 }
    END { printf "%-14s %7.1f MB/s  (wc -m %6.1f)  %4d MB peak\n", kind, best, yard, memory / 1000 }'
done
