"""How long a usual transformers script takes from process start to the end of its first optimizer step.

usage: reference.py MODEL TRAIN_TSV
Prints one JSON line; every figure is seconds since the process started. LoRA (r=8 on query and value) is PEFT's where
PEFT is on PYTHONPATH. Without it only the classifier trains, which the line says: a lower bound on the real time.
"""
import json
import os
import sys
import tempfile
import time


def since_process_start():
    """Seconds since the kernel started this process, to a hundredth."""
    with open("/proc/self/stat") as stat:
        started = int(stat.read().rpartition(")")[2].split()[19])  # field 22, in clock ticks since boot
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


times = {"interpreter": since_process_start()}

import torch
import transformers
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer,
                          TrainerCallback, TrainingArguments)

try:
    import peft
except ImportError:
    peft = None

transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
times["imports"] = since_process_start()


class FirstStep(TrainerCallback):
    """Notes when training begins and when the first optimizer step has ended."""

    def on_train_begin(self, args, state, control, **_):
        times["train_begin"] = since_process_start()

    def on_step_end(self, args, state, control, **_):
        times.setdefault("first_step", since_process_start())


def read_rows(path):
    """(sentence, label) of every row. Only a line feed ends a row: SST-2's sentences can hold carriage returns."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = (line.split("\t") for line in file.read().split("\n")[1:] if line)
        return [(sentence, int(label)) for sentence, label in rows]


def tokenize(rows, tokenizer, batch=1000):
    """The rows as a list of features, in batches as `datasets.map(batched=True)` does it, without its files."""
    features = []
    for start in range(0, len(rows), batch):
        part = rows[start:start + batch]
        encoded = tokenizer([sentence for sentence, _ in part], truncation=True, max_length=128)
        features += [{"input_ids": ids, "token_type_ids": types, "attention_mask": mask, "labels": label}
                     for ids, types, mask, (_, label) in zip(encoded["input_ids"], encoded["token_type_ids"],
                                                             encoded["attention_mask"], part)]
    return features


def main(model_folder, train_file):
    tokenizer = AutoTokenizer.from_pretrained(model_folder)
    model = AutoModelForSequenceClassification.from_pretrained(model_folder, num_labels=2)
    if peft:
        model = peft.get_peft_model(model, peft.LoraConfig(
            task_type="SEQ_CLS", r=8, lora_alpha=16, lora_dropout=0.1, target_modules=["query", "value"]))
    else:
        model.bert.requires_grad_(False)
    times["model"] = since_process_start()
    features = tokenize(read_rows(train_file), tokenizer)
    times["tokenized"] = since_process_start()
    with tempfile.TemporaryDirectory() as output:
        Trainer(
            model=model, train_dataset=features, data_collator=DataCollatorWithPadding(tokenizer), callbacks=[FirstStep()],
            args=TrainingArguments(
                output_dir=output, max_steps=1, per_device_train_batch_size=32, learning_rate=1e-3, weight_decay=0.0,
                save_strategy="no", report_to="none", disable_tqdm=True, use_cpu=True, dataloader_pin_memory=False,
                logging_strategy="no")).train()
    print(json.dumps({**{name: round(seconds, 2) for name, seconds in times.items()}, "rows": len(features),
                      "threads": torch.get_num_threads(), "torch": torch.__version__, "transformers": transformers.__version__,
                      "peft": peft.__version__ if peft else "missing: only the classifier trained"}))


main(*sys.argv[1:])
