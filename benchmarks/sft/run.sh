#!/usr/bin/env bash
# Compares peak memory and speed of LoRA training on a small Llama with the reference stack's. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
stack=${STACK:-$root/../shared/reference-stack/run.sh}
bench=$root/artifacts/sft
steps=${STEPS:-12}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)}

[ -e "$stack" ] || { echo "sft: $stack is missing" >&2; exit 2; }
[ -e "${PEFT_SRC:-/nowhere}/peft" ] || { echo "sft: PEFT_SRC names no src folder of huggingface/peft" >&2; exit 2; }
mkdir -p "$bench"
work=$(mktemp -d "$bench/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$here"/*.py "$work"
cp -r "$PEFT_SRC" "$work/peft"

# The stack sees one folder, as /mnt.
in_stack() { PYTHONPATH="/mnt/${work##*/}/peft" bash "$stack" "$bench" python3 "$@"; }

# Prints the numbers under a key of the JSON on standard input, one a line.
numbers() { grep -oE "\"$1\": *[0-9.]+" | grep -oE '[0-9.]+$'; }

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

if [ ! -e "$bench/rows.jsonl" ]; then
  in_stack "/mnt/${work##*/}/random_checkpoint.py" /mnt/llama-60m-random /mnt/rows.jsonl
fi
"$root/finetune" --help >"$work/help" # builds it first, outside the measurement

for attention in sdpa eager; do
  in_stack "/mnt/${work##*/}/reference.py" /mnt/llama-60m-random /mnt/rows.jsonl "$steps" $attention \
    >"$work/$attention.json" 2>"$work/$attention.log" || { cat "$work/$attention.log" >&2; exit 1; }
  echo "reference: $(tail -1 "$work/$attention.json")"
done
(cd "$root" && ./finetune train benchmarks/sft/llama-60m.yaml --set training.max_steps="$steps" \
  --set output.output_dir="$work/run" --json) >"$work/ours.json" 2>"$work/ours.log" || { cat "$work/ours.log" >&2; exit 1; }
limit=$(in_stack "/mnt/${work##*/}/matmul.py" | tail -1 | numbers tokens_per_second)

speed=$(tail -n +3 "$work/run/metrics.jsonl" | numbers tokens_per_second | median)
peak=$(numbers peak_memory_bytes <"$work/run/metrics.jsonl" | sort -n | tail -1)
echo "threads               $OMP_NUM_THREADS"
echo "BLAS kernels          ${OPENBLAS_CORETYPE:-its own choice}"
for attention in sdpa eager; do
  reference_speed=$(tail -1 "$work/$attention.json" | numbers tokens_per_second)
  reference_peak=$(tail -1 "$work/$attention.json" | numbers peak_memory_bytes)
  awk -v s="$speed" -v p="$peak" -v rs="$reference_speed" -v rp="$reference_peak" -v l="$limit" -v a="$attention" 'BEGIN {
    printf "beside %s attention%s\n", a, a == "sdpa" ? ", the default" : ""
    printf "peak memory           %.2f GB, reference %.2f GB, ratio %.3f (the goal is below 0.35)\n", p / 1e9, rp / 1e9, p / rp
    printf "tokens a second       %.0f, reference %.0f, ratio %.2f (the goal is at least 1.8)\n", s, rs, s / rs
    printf "matrix products alone %.0f tokens a second: FineTune reaches %.0f %%, the reference %.0f %%\n", l, 100 * s / l, 100 * rs / l
  }'
done
