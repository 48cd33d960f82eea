#!/usr/bin/env bash
# Throughput of `mirob scan` on ordinary posts, one core, beside two yardsticks in the same run: `wc -m` (decoding alone) and `grep -c -i -F -f` with the
# lexicon's names, which is what a user without mirob would type. CPU seconds, since other work may share the machine.
# Usage: Benchmarks/scan.sh [MEGABYTES [RUNS]]
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-40}
runs=${2:-5}
mirob=$(swift build -c release --show-bin-path)/mirob
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
train=../shared/data/langid/train
if [ -d "$train" ]; then
  echo "text: sentences of $train, languages mixed"
  paste -d '\n' "$train"/{tg,uz-Cyrl,uz-Latn,ru,fa,ps,kk,ky,tr,en,ar,ug}.txt >"$work/text"
else
  echo "text: Corpora/langid and the shipped posts over and over ($train is not here)"
  for _ in $(seq 400); do cat Corpora/langid/other/und.txt; done >"$work/text"
fi
# One post of one to three sentences a line; backslashes and quotation marks are dropped instead of escaped.
awk -v limit=$((megabytes * 1000000)) '
  { gsub(/[\\"\t]/, ""); text = text == "" ? $0 : text " " $0 }
  NR % 3 == 0 || NR % 7 == 0 {
    line = "{\"id\":\"" ++id "\",\"source\":\"telegram\",\"channel\":\"1234567\",\"published_at\":\"2024-06-01T10:00:00Z\",\"text\":\"" text "\"}"
    print line; size += length(line) + 1; text = ""
    if (size > limit) exit
  }' "$work/text" >"$work/once.jsonl"
[ -s "$work/once.jsonl" ] || { echo "no text to measure on" >&2; exit 1; }
while [ "$(stat -c %s "$work/once.jsonl")" -lt $((megabytes * 1000000)) ]; do
  cat "$work/once.jsonl" "$work/once.jsonl" >"$work/twice.jsonl"
  mv "$work/twice.jsonl" "$work/once.jsonl"
done
head -c $((megabytes * 1000000)) "$work/once.jsonl" | sed '$d' >"$work/posts.jsonl"
bytes=$(stat -c %s "$work/posts.jsonl")
for id in $("$mirob" lexicon list --json | sed -n 's/.*"id":"\([^"]*\)".*/\1/p'); do "$mirob" lexicon show "$id"; done |
  sed -n 's/.*\xe2\x81\xa8\(.*\)\xe2\x81\xa9.*/\1/p' | sort -u >"$work/names"
head -c 20000 "$work/posts.jsonl" >"$work/small.jsonl"

measure() { # label, bytes, command…
  local label=$1 size=$2
  shift 2
  for _ in $(seq "$runs"); do
    { TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1 || true; } 2>&1 | awk -v size="$size" '{ printf "%.1f\n", size / 1000000 / ($1 + $2 + 0.001) }'
  done | sort -n | awk -v label="$label" '{ v[NR] = $1 } END { printf "%-44s %8.1f MB/s  (%.1f–%.1f, %d runs)\n", label, v[int((NR + 1) / 2)], v[1], v[NR], NR }'
}
echo "$(wc -l <"$work/posts.jsonl") posts, $((bytes / 1000000)) MB, $(wc -l <"$work/names") names; $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
measure "mirob scan --jobs 1" "$bytes" "$mirob" scan --jobs 1 --quiet "$work/posts.jsonl"
measure "mirob scan --jobs 1 --all" "$bytes" "$mirob" scan --jobs 1 --all --quiet "$work/posts.jsonl"
measure "mirob detect" "$bytes" "$mirob" detect "$work/posts.jsonl"
measure "wc -m (decoding alone)" "$bytes" wc -m "$work/posts.jsonl"
runs=1
measure "grep -i -F -f names (first 20 kB)" 20000 grep -c -i -F -f "$work/names" "$work/small.jsonl"
runs=${2:-5}
printf '{"id":"1","text":"салом"}\n' >"$work/one.jsonl"
for _ in $(seq "$runs"); do { TIMEFORMAT='%R'; time "$mirob" scan "$work/one.jsonl" >/dev/null; } 2>&1; done | sort -n |
  awk '{ v[NR] = $1 * 1000 } END { printf "cold start, one short post: %d ms (%d–%d)\n", v[int((NR + 1) / 2)], v[1], v[NR] }'
