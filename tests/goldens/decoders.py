"""Writes the decoder cases that the reference's own set lacks: python3 decoders.py FOLDER

Tiny random models through transformers, with the outputs and gradients of one forward and backward pass. The rows of
a case whose positions follow the length of the longest row all have the same length.
"""
import json
import os
import sys

import torch
import transformers
from safetensors.torch import save_file
from transformers import CONFIG_MAPPING, AutoModelForCausalLM

SIZES = dict(vocab_size=61, hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=16, bos_token_id=1, eos_token_id=2, pad_token_id=0,
             tie_word_embeddings=False)
NO_DROPOUT = ('attention_dropout', 'attn_pdrop', 'resid_pdrop', 'embd_pdrop', 'hidden_dropout')
LONGROPE = dict(max_position_embeddings=64, original_max_position_embeddings=16,
                rope_scaling={'type': 'longrope', 'short_factor': [1.0, 1.2, 1.4, 1.6],
                              'long_factor': [1.0, 2.333, 3.667, 5.0]})

# name: (model_type, what differs from SIZES, tokens in a row)
CASES = {
    'llama_linear_lm': ('llama', dict(rope_scaling={'rope_type': 'linear', 'factor': 4.0}), 12),
    'llama_linear_old_lm': ('llama', dict(rope_scaling={'type': 'linear', 'factor': 2.0}), 12),
    'llama_dynamic_lm': ('llama', dict(rope_scaling={'rope_type': 'dynamic', 'factor': 2.0}), 24),
    'llama_dynamic_short_lm': ('llama', dict(rope_scaling={'rope_type': 'dynamic', 'factor': 2.0}), 14),
    'llama_yarn_lm': ('llama', dict(hidden_size=64, rope_scaling={'rope_type': 'yarn', 'factor': 4.0}), 20),
    'llama_yarn_beta_lm': ('llama', dict(hidden_size=64, rope_scaling={
        'rope_type': 'yarn', 'factor': 4.0, 'beta_fast': 4.0, 'beta_slow': 0.5, 'attention_factor': 1.3}), 20),
    'llama_bias_lm': ('llama', dict(attention_bias=True, mlp_bias=True, tie_word_embeddings=True), 12),
    'phi3_longrope_short_lm': ('phi3', LONGROPE, 14),
    'phi3_longrope_long_lm': ('phi3', LONGROPE, 24),
    'mistral_window_lm': ('mistral', dict(sliding_window=5), 14),
    'gemma2_alternating_lm': ('gemma2', dict(
        num_hidden_layers=3, head_dim=10, query_pre_attn_scalar=7, sliding_window=5, attn_logit_softcapping=2.0,
        final_logit_softcapping=4.0, tie_word_embeddings=True), 14),
    'falcon_new_lm': ('falcon', dict(new_decoder_architecture=True, num_kv_heads=2, bias=True, ffn_hidden_size=48), 12),
    'falcon_alibi_lm': ('falcon', dict(hidden_size=24, num_attention_heads=6, alibi=True, multi_query=False,
                                       parallel_attn=False, bias=True, ffn_hidden_size=48), 20),
    'gpt_neox_sequential_lm': ('gpt_neox', dict(rotary_pct=0.25, use_parallel_residual=False), 12),
    'phi_norms_lm': ('phi', dict(qk_layernorm=True, partial_rotary_factor=0.5), 12),
    'gpt2_inverse_lm': ('gpt2', dict(n_embd=24, n_layer=3, n_head=4, n_positions=16,
                                     scale_attn_by_inverse_layer_idx=True), 12),
}


def config_of(model_type, changes):
    if model_type == 'gpt2':
        values = dict(vocab_size=SIZES['vocab_size'], bos_token_id=1, eos_token_id=2, **changes)
    else:
        values = {**SIZES, **changes}
        if model_type in ('gpt_neox', 'falcon'):
            del values['num_key_value_heads']
    config = CONFIG_MAPPING[model_type](**values)
    for key in NO_DROPOUT:
        if hasattr(config, key):
            setattr(config, key, 0.0)
    return config


def write(folder, name, model_type, changes, length):
    torch.manual_seed(len(name) * 7 + 3)
    # Falcon's eager attention adds its linear biases twice.
    attention = 'sdpa' if changes.get('alibi') else 'eager'
    model = AutoModelForCausalLM.from_config(config_of(model_type, changes), attn_implementation=attention).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            parameter.copy_(torch.randn(parameter.shape) * 0.25)
            if parameter.dim() == 1 and key.endswith('weight') and not model_type.startswith('gemma'):
                parameter.add_(1)
    model.tie_weights()
    os.makedirs(folder, exist_ok=True)
    model.save_pretrained(folder)

    ids = torch.randint(3, SIZES['vocab_size'], (2, length))
    mask = torch.ones_like(ids)
    if 'dynamic' not in name and 'longrope' not in name:
        ids[1, length - 4:] = 0
        mask[1, length - 4:] = 0
    labels = ids.masked_fill(mask == 0, -100)
    labels[0, :3] = -100
    output = model(input_ids=ids, attention_mask=mask, labels=labels, output_hidden_states=True)
    output.loss.backward()

    tensors = {'input_ids': ids, 'attention_mask': mask, 'labels': labels, 'logits': output.logits,
               'loss': output.loss.view(1)}
    tensors |= {f'hidden/{i}': state for i, state in enumerate(output.hidden_states)}
    tensors |= {f'grad/{key}': parameter.grad for key, parameter in model.named_parameters()}
    save_file({key: t.detach().clone().contiguous() for key, t in tensors.items()},
              os.path.join(folder, 'io.safetensors'))
    with open(os.path.join(folder, 'expected.json'), 'w') as file:
        json.dump({'case': name, 'class': type(model).__name__, 'task': 'causal', 'loss': float(output.loss),
                   'generator': 'tests/goldens/decoders.py',
                   'versions': {'transformers': transformers.__version__, 'torch': torch.__version__}}, file, indent=1)


for case, (model_type, changes, length) in CASES.items():
    write(os.path.join(sys.argv[1], case), case, model_type, changes, length)
