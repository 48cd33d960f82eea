#!/usr/bin/env bash
# mirob and the language identifiers a user could pick from PyPI, on the same file in the same run: per cent right by length (macro over the fourteen tags),
# per cent of other languages not taken for one of them, and MB/s of one core in processor seconds.
# Usage: Benchmarks/langid/run.sh FILE.tsv [LINES]     lines of tag, tab, text; the peers see the first LINES of a shuffled copy (lingua is slow)
set -euo pipefail
cd "$(dirname "$0")/../.."
file=$(realpath "$1")
lines=${2:-4000}
bin=$(swift build -c release --show-bin-path)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
environment=${MIROB_PEERS:-$work/venv}
if [ ! -x "$environment/bin/python" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install -q -r Benchmarks/langid/requirements.txt
fi
# The same order every time: shuf with a source of its own.
shuf -n "$lines" --random-source=<(yes) "$file" >"$work/sample.tsv"
echo "$(wc -l <"$work/sample.tsv") lines, $(cut -f2 "$work/sample.tsv" | wc -c) bytes; $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg); $(date -u +%F)"
printf '%-44s %6s %6s %6s %6s %6s %6s %8s\n' system all '≤20' 21-50 51-140 '>140' und MB/s
"$bin/mirob" evaluate langid --json "$work/sample.tsv" >"$work/mirob.json"
speed=$("$bin/mirob-train" measure --speed --model Sources/CResources/langid.bin "$work/sample.tsv" | sed -n 's/^\([0-9]*\) MB.*/\1/p' | sort -n | tail -1)
python3 - "$work/mirob.json" "$speed" <<'P'
import json, sys
result = json.load(open(sys.argv[1]))
cells = [result["macro"]] + [bucket["value"] for bucket in result["macro_by_length"].values()]
und = result["und"]
cells.append(und["right"] / und["count"] if und["count"] else float("nan"))
print("%-44s " % "mirob (normalised before)" + " ".join("%6.1f" % (100 * cell) for cell in cells) + "%9s" % sys.argv[2])
P
"$environment/bin/python" Benchmarks/langid/peers.py "$work/sample.tsv" 2>/dev/null |
  awk -F'\t' 'NF < 3 { print; next } { printf "%-44s %6s %6s %6s %6s %6s %6s %8s\n", $1, $2, $3, $4, $5, $6, $7, $8 }'
