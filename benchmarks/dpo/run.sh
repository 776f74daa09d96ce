#!/usr/bin/env bash
# Compares the time of a DPO pair with the reference stack's, with and without shared prompts. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=${SHARED:-$root/../shared}
stack=${STACK:-$shared/reference-stack/run.sh}
bench=$root/artifacts/dpo
finetune=${FINETUNE:-$root/finetune}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)}

[ -e "$stack" ] || { echo "dpo: $stack is missing" >&2; exit 2; }
[ -e "${PEFT_SRC:-/nowhere}/peft" ] || { echo "dpo: PEFT_SRC names no src folder of huggingface/peft" >&2; exit 2; }
mkdir -p "$bench"
work=$(mktemp -d "$bench/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$here"/*.py "$work"
cp -r "$PEFT_SRC" "$work/peft"
cp -r "$root/models/tiny-llama-en" "$work/tokenizer"

# The stack sees one folder, as /mnt.
in_stack() { PYTHONPATH="/mnt/${work##*/}/peft" bash "$stack" "$bench" python3 "$@"; }

# Prints the last number under a key of the JSON on standard input.
number() { grep -oE "\"$1\": *[0-9.]+" | grep -oE '[0-9.]+$' | tail -1; }

[ -e "$bench/rows.jsonl" ] || python3 "$here/rows.py" "$shared/data/hh-rlhf/harmless-base-test.jsonl.gz" "$bench/rows.jsonl"
[ -e "$bench/llama-27m-random" ] ||
  in_stack "/mnt/${work##*/}/random_checkpoint.py" "/mnt/${work##*/}/tokenizer" /mnt/llama-27m-random
"$finetune" --help >"$work/help" # builds it first, outside the measurement

ours() {
  (cd "$root" && "$finetune" train benchmarks/dpo/llama-27m.yaml --set output.output_dir="$work/$1" \
    --set task.shared_prompts="$2" --json) >"$work/$1.json" 2>"$work/$1.log" || { cat "$work/$1.log" >&2; exit 1; }
}

in_stack "/mnt/${work##*/}/reference.py" /mnt/llama-27m-random /mnt/rows.jsonl 8 2 >"$work/reference.json" \
  2>"$work/reference.log" || { cat "$work/reference.log" >&2; exit 1; }
echo "reference: $(tail -1 "$work/reference.json")"
ours shared true
ours separate false

for kind in shared separate; do
  awk -v kind="$kind" -v pairs="$(number examples_per_second <"$work/$kind/metrics.jsonl")" \
    -v tokens="$(number tokens_per_second <"$work/$kind/metrics.jsonl")" \
    -v reference="$(number seconds_per_pair <"$work/reference.json")" -v padded="$(number padded_tokens_per_pair <"$work/reference.json")" 'BEGIN {
    printf "%-9s %6.1f ms a pair, reference %.1f ms, ratio %.2f; tokens computed a pair %.0f, reference %.0f with padding\n",
      kind, 1000 / pairs, 1000 * reference, 1 / pairs / reference, tokens / pairs, padded }'
done
echo "(the goal of shared is at most 0.60; $OMP_NUM_THREADS threads)"
