"""Writes a random Llama of 60 million parameters (8 layers of 512, vocabulary 32,000) to the folder that is the argument."""
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

torch.manual_seed(1)
config = LlamaConfig(
    vocab_size=32000,
    hidden_size=512,
    intermediate_size=1376,
    num_hidden_layers=8,
    num_attention_heads=8,
    num_key_value_heads=8,
    max_position_embeddings=1024,
    tie_word_embeddings=False,
)
LlamaForCausalLM(config).save_pretrained(sys.argv[1])
