#!/usr/bin/env bash
# Compares the time from process start to the end of the first optimizer step with the reference stack's. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=$root/../shared
runs=${RUNS:-3}
bench=$root/artifacts/startup
checkpoint=$bench/bert-base-random
train=$shared/data/sst2/train.tsv

for needed in "$shared/reference-stack/run.sh" "$train" "$shared/tokenizers/bert-uncased"; do
  [ -e "$needed" ] || { echo "startup: $needed is missing" >&2; exit 2; }
done
mkdir -p "$bench"
work=$(mktemp -d "$bench/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The stack sees one folder, as /mnt; everything it reads is put there.
in_stack() {
  OMP_NUM_THREADS=$(nproc) PYTHONPATH="/mnt/${work##*/}/peft" bash "$shared/reference-stack/run.sh" "$bench" python3 "$@"
}
cp "$here"/*.py "$train" "$work"
if [ -n "${PEFT_SRC:-}" ]; then cp -r "$PEFT_SRC" "$work/peft"; fi

if [ ! -e "$checkpoint/tokenizer.json" ]; then
  in_stack "/mnt/${work##*/}/random_checkpoint.py" /mnt/bert-base-random
  cp "$shared"/tokenizers/bert-uncased/* "$checkpoint"
  chmod -R u+w "$checkpoint"
fi

# Prints the number under a key of the JSON on standard input.
number() { grep -oE "\"$1\": *[0-9.]+" | tail -1 | grep -oE '[0-9.]+$'; }

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

[ "${REFERENCE_ONLY:-}" = 1 ] || "$root/finetune" --help >"$work/help" # builds it first, outside the measurement
: >"$work/ours"
: >"$work/reference"
for ((run = 1; run <= runs; run++)); do
  if ! in_stack "/mnt/${work##*/}/reference.py" /mnt/bert-base-random "/mnt/${work##*/}/train.tsv" \
      >"$work/reference.json" 2>"$work/reference.log"; then
    cat "$work/reference.log" >&2
    exit 1
  fi
  echo "reference $run: $(tail -1 "$work/reference.json")"
  number first_step <"$work/reference.json" >>"$work/reference"
  [ "${REFERENCE_ONLY:-}" = 1 ] && continue
  (cd "$root" && ./finetune train benchmarks/startup/bert-base.yaml --set training.max_steps=1 \
    --set output.output_dir="$work/run-$run" --json) >"$work/ours.json"
  number seconds_to_first_step <"$work/ours.json" >>"$work/ours" \
    || { echo "startup: no seconds_to_first_step in: $(cat "$work/ours.json")" >&2; exit 1; }
  echo "FineTune $run: $(tail -1 "$work/ours") s"
done

reference=$(median <"$work/reference")
echo "reference: median $reference s to the end of the first step"
[ "${REFERENCE_ONLY:-}" = 1 ] && exit
ours=$(median <"$work/ours")
echo "FineTune:  median $ours s to the end of the first step"
awk -v a="$ours" -v b="$reference" 'BEGIN { printf "ratio: %.3f (the goal is below 0.333)\n", a / b }'
