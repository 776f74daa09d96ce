"""Writes generated.json: what transformers generates from stories260K, whose folder is the argument."""
import json
import sys

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPTS = ["Once upon a time", "Lily went to the park. She", "The little dog was very sad because", "Tom said"]
SETTINGS = {
    "greedy": {},
    "beams": {"num_beams": 4},
    "penalties": {"repetition_penalty": 1.2, "no_repeat_ngram_size": 3},
}

torch.set_num_threads(1)
model = AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
cases = []
for name, settings in SETTINGS.items():
    for prompt in PROMPTS:
        ids = tokenizer(prompt)["input_ids"]
        with torch.no_grad():
            sequence = model.generate(
                torch.tensor([ids]), max_new_tokens=100, do_sample=False, pad_token_id=0, **settings
            )[0].tolist()
        cases.append({
            "name": name,
            "settings": settings,
            "prompt": prompt,
            "prompt_ids": ids,
            "ids": sequence[len(ids):],
            "text": tokenizer.decode(sequence, skip_special_tokens=True),
        })
versions = {"transformers": transformers.__version__, "torch": torch.__version__}
with open("generated.json", "w", encoding="utf-8") as file:
    file.write("{\n\"versions\": " + json.dumps(versions) + ",\n\"cases\": [\n")
    file.write(",\n".join(json.dumps(case) for case in cases) + "\n]\n}\n")
