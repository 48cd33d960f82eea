#!/usr/bin/env bash
# Fuzzes every reader: Fuzz/run.sh [SECONDS [FORMAT…]]. Seeds are the samples in Corpora/formats; what is found goes to Fuzz/findings.
# With SANITIZE=address the build has the address sanitizer too.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
shift || true
formats=("$@")
[ ${#formats[@]} -gt 0 ] || formats=(auto posts telegram telegram-html feed html csv text json warc)
export MIROB_FUZZ=1 SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
swift build -c release ${SANITIZE:+--sanitize=$SANITIZE}
fuzz=$(swift build -c release ${SANITIZE:+--sanitize=$SANITIZE} --show-bin-path)/fuzz
mkdir -p findings corpus
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
find ../Corpora/formats -type f -size -64k ! -name '*.pdf' ! -path '*/golden/*' | while read -r file; do cp "$file" "$seeds/$(echo "${file#../Corpora/formats/}" | tr / -)"; done
status=0
printf '%-14s %10s %10s %10s %8s\n' reader runs coverage corpus result
for format in "${formats[@]}"; do
  mkdir -p "corpus/$format"
  log=$(mktemp)
  result=clean
  MIROB_FUZZ_FORMAT=$format "$fuzz" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 -artifact_prefix="findings/$format-" \
    -print_final_stats=1 "corpus/$format" "$seeds" >"$log" 2>&1 || { result=FOUND; status=1; }
  awk -v format="$format" -v result="$result" '
    / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "corp:") corpus = $(i + 1) } }
    /stat::number_of_executed_units/ { runs = $2 }
    END { printf "%-14s %10s %10s %10s %8s\n", format, runs, cov, corpus, result }' "$log"
  [ "$result" = clean ] || tail -25 "$log"
  rm -f "$log"
done
exit $status
