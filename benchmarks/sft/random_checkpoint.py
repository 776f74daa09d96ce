"""Writes a Llama of 58M parameters with random weights, a tokenizer of 32,000 made-up words, and rows of 512 of them.

usage: random_checkpoint.py FOLDER ROWS_FILE [VOCAB LAYERS]
"""
import json
import random
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

LENGTH, ROWS = 512, 256

folder, rows_file = sys.argv[1:3]
VOCAB, LAYERS = map(int, sys.argv[3:] or (32000, 8))
torch.manual_seed(0)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=VOCAB, hidden_size=512, intermediate_size=1376, num_hidden_layers=LAYERS, num_attention_heads=8,
    num_key_value_heads=8, max_position_embeddings=1024, tie_word_embeddings=False))
model.save_pretrained(folder)

words = ["<unk>", "</s>", *(f"w{i}" for i in range(VOCAB - 2))]
tokenizer = {
    "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "post_processor": None, "decoder": None,
    "added_tokens": [{"id": i, "content": words[i], "single_word": False, "lstrip": False, "rstrip": False,
                      "normalized": False, "special": True} for i in range(2)],
    "pre_tokenizer": {"type": "WhitespaceSplit"},
    "model": {"type": "WordLevel", "vocab": {word: i for i, word in enumerate(words)}, "unk_token": "<unk>"},
}
with open(f"{folder}/tokenizer.json", "w", encoding="utf-8") as file:
    json.dump(tokenizer, file)
with open(f"{folder}/tokenizer_config.json", "w", encoding="utf-8") as file:
    json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "</s>", "unk_token": "<unk>"}, file)

drawn = random.Random(0)
with open(rows_file, "w", encoding="utf-8") as file:
    for _ in range(ROWS):
        # </s> follows and makes it 512.
        file.write(json.dumps({"text": " ".join(drawn.choice(words[2:]) for _ in range(LENGTH - 1))}) + "\n")
print(f"{folder}: {sum(p.numel() for p in model.parameters()):,} parameters")
