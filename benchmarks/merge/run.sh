#!/usr/bin/env bash
# Merges a random 2 GB checkpoint: peak memory over the start, and speed beside a plain copy of the file. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
bench=$root/artifacts/merge
layers=${LAYERS:-20}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)}

"$root/finetune" --help >/dev/null # builds it first, outside the measurement
dotnet build "$here/MergeBenchmark.csproj" -c Release --nologo -v quiet
tool=$root/artifacts/bin/MergeBenchmark/release/MergeBenchmark
[ -e "$bench/$layers/adapter/adapter_config.json" ] || "$tool" write "$bench/$layers" "$layers" 16

# Prints the seconds of a copy of a file that is on disk when it ends.
copy() {
  local start=$EPOCHREALTIME
  dd if="$1" of="$bench/copy" bs=16M conv=fsync status=none
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
  rm -f "$bench/copy"
}

merge() {
  rm -rf "$bench/merged"
  "$tool" measure "$root/finetune" merge "$bench/$1/adapter" --output "$bench/merged" "${@:2}" 2>>"$bench/log"
  rm -rf "$bench/merged"
}

: >"$bench/log"
weights=$bench/$layers/base/model.safetensors
bytes=$(stat -c %s "$weights")
cat "$weights" >/dev/null # both read from the page cache
read -r _ start <<<"$("$tool" measure "$root/finetune" doctor 2>>"$bench/log")"
read -r copied <<<"$(copy "$weights")"
read -r seconds peak <<<"$(merge "$layers" --no-check)"
read -r checked checked_peak <<<"$(merge "$layers")"
awk -v b="$bytes" -v c="$copied" -v s="$seconds" -v p="$peak" -v k="$checked" -v q="$checked_peak" -v o="$start" 'BEGIN {
  printf "checkpoint             %.2f GB\n", b / 1e9
  printf "copy to disk           %.1f s, %.2f GB/s\n", c, b / c / 1e9
  printf "merge                  %.1f s, %.2f GB/s: %.0f %% of the copy\n", s, b / s / 1e9, 100 * c / s
  printf "merge with the check   %.1f s: %.0f %% of the copy\n", k, 100 * c / k
  printf "peak memory            %.0f MB; %.0f MB over the start (the goal is below 300 MB)\n", p / 1e6, (p - o) / 1e6
  printf "  with the check       %.0f MB; %.0f MB over\n", q / 1e6, (q - o) / 1e6
}'
tail -3 "$bench/log"
