#!/usr/bin/env bash
# Compares quantised bases with plain ones: bytes of the frozen weights, peak memory, tokens a second. See README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
stack=${STACK:-$root/../shared/reference-stack/run.sh}
bench=$root/artifacts/quantization
steps=${STEPS:-8}
precision=${PRECISION:-bf16}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)}

mkdir -p "$bench"
work=$(mktemp -d "$bench/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$root/finetune" --help >"$work/help" # builds it first, outside the measurement

# Prints the numbers under a key of the JSON on standard input, one a line.
numbers() { grep -oE "\"$1\": *[0-9.]+" | grep -oE '[0-9.]+$'; }

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# Trains SHAPE under a NAME with further settings, and prints: frozen MB (- where not quantised), what they are in
# bfloat16, peak MB, tokens a second.
train() {
  local shape=$1 name=$1-$2 settings=()
  for setting in "${@:3}"; do settings+=(--set "$setting"); done
  (cd "$root" && ./finetune train benchmarks/quantization/llama.yaml --set model.model_name_or_path="$bench/$shape" \
    --set dataset.train_file="$bench/$shape.jsonl" --set training.max_steps="$steps" --set training.precision="$precision" \
    --set output.output_dir="$work/$name" "${settings[@]}") >"$work/$name.out" 2>"$work/$name.log" \
    || { cat "$work/$name.log" >&2; exit 1; }
  local frozen
  frozen=$(sed -nE 's/^frozen weights +([0-9.,]+) MB; ([0-9.,]+) MB in bfloat16$/\1 \2/p' "$work/$name.log" | tr -d ,)
  echo "${frozen:-- -}" \
    "$(numbers peak_memory_bytes <"$work/$name/metrics.jsonl" | sort -n | tail -1)" \
    "$(tail -n +3 "$work/$name/metrics.jsonl" | numbers tokens_per_second | median)"
}

echo "threads $OMP_NUM_THREADS, computing in $precision"
for shape in 32000x8 2048x18; do
  if [ ! -e "$bench/$shape.jsonl" ]; then
    cp "$here/../sft/random_checkpoint.py" "$bench"
    bash "$stack" "$bench" python3 /mnt/random_checkpoint.py "/mnt/$shape" "/mnt/$shape.jsonl" "${shape%x*}" "${shape#*x}" \
      >/dev/null 2>"$work/stack.log"
  fi
  echo "vocabulary ${shape%x*}, ${shape#*x} layers"
  {
    echo "plain $(train "$shape" plain)"
    echo "int8 $(train "$shape" int8 model.load_in_8bit=true)"
    echo "nf4 $(train "$shape" nf4 model.load_in_4bit=true model.bnb_4bit_use_double_quant=false)"
    echo "nf4,double $(train "$shape" nf4-double model.load_in_4bit=true)"
    echo "nf4,double,head $(train "$shape" nf4-head model.load_in_4bit=true "model.llm_int8_skip_modules=[]")"
  } | awk '
    NR == 1 { peak = $4; speed = $5; printf "  %-16s %19s peak %6.0f MB        %6.0f tokens/s\n", $1, "", $4 / 1e6, $5; next }
    { printf "  %-16s frozen %5.1f MB %.3f peak %6.0f MB %.2f   %6.0f tokens/s %.2f\n",
        $1, $2, $2 / $3, $4 / 1e6, $4 / peak, $5, $5 / speed }'
done
