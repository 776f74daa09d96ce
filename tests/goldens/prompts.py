"""Writes the cases of PEFT methods that the reference's own set lacks: python3 prompts.py FOLDER

Tiny random decoders with an adapter of PEFT's: outputs and gradients of one forward and backward pass, and ten steps of
training, in the layout of the other PEFT cases (see the README).
"""
import json
import os
import sys

import peft
import torch
import transformers
from peft import AdaptionPromptConfig, LNTuningConfig, PrefixTuningConfig, PromptEncoderConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import CONFIG_MAPPING, AutoModelForCausalLM

SIZES = dict(vocab_size=61, hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=32, bos_token_id=1, eos_token_id=2, pad_token_id=0,
             tie_word_embeddings=False)
GPT2 = dict(vocab_size=61, n_embd=32, n_layer=2, n_head=4, n_positions=32, bos_token_id=1, eos_token_id=2,
            attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0)
FALCON = dict({k: v for k, v in SIZES.items() if k not in ('num_key_value_heads', 'intermediate_size')}, alibi=True,
              multi_query=False, parallel_attn=False, bias=True, ffn_hidden_size=40, attention_dropout=0.0,
              hidden_dropout=0.0)

# name: (model_type, its sizes, the adapter's config)
CASES = {
    'llama_p_tuning_lstm': ('llama', SIZES, lambda: PromptEncoderConfig(
        num_virtual_tokens=4, encoder_reparameterization_type='LSTM', encoder_hidden_size=12, encoder_num_layers=2)),
    'llama_prefix_projection': ('llama', SIZES, lambda: PrefixTuningConfig(
        num_virtual_tokens=5, prefix_projection=True, encoder_hidden_size=12)),
    'mistral_window_prefix': ('mistral', dict(SIZES, sliding_window=6), lambda: PrefixTuningConfig(
        num_virtual_tokens=4)),
    'falcon_alibi_prefix': ('falcon', FALCON, lambda: PrefixTuningConfig(num_virtual_tokens=4)),
    'llama_adaption_prompt': ('llama', SIZES, lambda: AdaptionPromptConfig(adapter_len=3, adapter_layers=1)),
    'gpt2_adaption_prompt': ('gpt2', GPT2, lambda: AdaptionPromptConfig(adapter_len=4, adapter_layers=2)),
    'llama_ln_tuning': ('llama', SIZES, lambda: LNTuningConfig()),
}
STEPS, WARMUP, RATE = 10, 2, 1e-3


def base_model(model_type, sizes):
    config = CONFIG_MAPPING[model_type](**sizes)
    model = AutoModelForCausalLM.from_config(config)
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.normal_(0, 0.25)
            if 'norm' in name or 'ln_' in name:
                value.add_(1.0 if name.endswith('weight') else 0.0)
    return model.eval()


def batch(seed, vocab):
    draw = torch.Generator().manual_seed(seed)
    lengths = [10, 7, 5]
    ids = torch.randint(3, vocab, (3, 10), generator=draw)
    mask = torch.zeros(3, 10, dtype=torch.long)
    for row, length in enumerate(lengths):
        ids[row, length:] = 0
        mask[row, :length] = 1
    labels = ids.masked_fill(mask == 0, -100)
    labels[0, :3] = -100
    return {'input_ids': ids, 'attention_mask': mask, 'labels': labels}


def plain(name):
    """A parameter's name as the other cases spell it."""
    return name.replace('.default', '')


def trainable(model):
    return {plain(n): p for n, p in model.named_parameters() if p.requires_grad}


def decays(name):
    return 'bias' not in name and 'norm' not in name


def train(model, batches):
    """Ten steps; returns losses, learning rates and gradient norms."""
    named = trainable(model)
    groups = [dict(params=[p for n, p in named.items() if decays(n)], weight_decay=0.01),
              dict(params=[p for n, p in named.items() if not decays(n)], weight_decay=0.0)]
    optimizer = torch.optim.AdamW([g for g in groups if g['params']], lr=RATE, betas=(0.9, 0.999), eps=1e-8)
    schedule = transformers.get_linear_schedule_with_warmup(optimizer, WARMUP, STEPS)
    losses, rates, norms = [], [], []
    model.train()
    for inputs in batches:
        optimizer.zero_grad()
        loss = model(**inputs).loss
        loss.backward()
        losses.append(loss.item())
        rates.append(schedule.get_last_lr()[0])
        norms.append(torch.nn.utils.clip_grad_norm_(named.values(), 1.0).item())
        optimizer.step()
        schedule.step()
    model.eval()
    return losses, rates, norms


def save(model, folder):
    model.save_pretrained(folder)
    for name in ('README.md',):
        if os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))
    path = os.path.join(folder, 'adapter_config.json')
    values = json.load(open(path))
    values['base_model_name_or_path'] = 'base'
    if isinstance(values.get('target_modules'), list):
        values['target_modules'].sort()
    json.dump(values, open(path, 'w'), indent=2, sort_keys=True)


def write(root, case, seed):
    model_type, sizes, make = CASES[case]
    folder = os.path.join(root, case)
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(seed)
    base_model(model_type, sizes).save_pretrained(os.path.join(folder, 'base'))

    def fresh(dtype=torch.float32):
        torch.manual_seed(seed + 1)
        base = AutoModelForCausalLM.from_pretrained(os.path.join(folder, 'base'))
        config = make()
        config.task_type = 'CAUSAL_LM'
        model = get_peft_model(base.to(dtype), config)
        draw = torch.Generator().manual_seed(seed + 2)
        with torch.no_grad():
            for name, value in trainable(model).items():
                # Away from the start, so that gates and the like are open.
                value.add_(torch.randn(value.shape, generator=draw).to(value.dtype) * 0.3)
        return model.to(dtype).eval()

    model, inputs, vocab = fresh(), batch(seed, sizes['vocab_size']), sizes['vocab_size']
    batches = [batch(seed * 100 + s, vocab) for s in range(STEPS)]
    tensors = dict(inputs)
    for step, values in enumerate(batches):
        tensors.update({f'traj/batch{step}/{n}': v for n, v in values.items()})
    base = AutoModelForCausalLM.from_pretrained(os.path.join(folder, 'base')).eval()
    with torch.no_grad():
        tensors['logits_base'] = base(input_ids=inputs['input_ids'], attention_mask=inputs['attention_mask']).logits
    output = model(**inputs)
    output.loss.backward()
    tensors['logits'], tensors['loss'] = output.logits.detach(), output.loss.detach().view(1)
    named = trainable(model)
    save(model, os.path.join(folder, 'adapter'))
    stored = load_file(os.path.join(folder, 'adapter', 'adapter_model.safetensors'))
    for name, value in named.items():
        tensors[f'grad/{name}'] = value.grad.clone()
        if name not in stored:
            tensors[f'init/{name}'] = value.detach().clone()
    model.zero_grad()
    losses, rates, norms = train(model, batches)
    save(model, os.path.join(folder, 'adapter_final'))
    for name, value in trainable(model).items():
        if name not in stored:
            tensors[f'final/{name}'] = value.detach().clone()
    exact = fresh(torch.float64)
    exact_losses, _, _ = train(exact, batches)
    doubles = trainable(exact)
    stray = {n: (v.double() - doubles[n]).abs().max().item() for n, v in trainable(model).items()}
    if case == 'llama_ln_tuning':
        merged = fresh().merge_and_unload()
        with torch.no_grad():
            tensors['logits_merged'] = merged(
                input_ids=inputs['input_ids'], attention_mask=inputs['attention_mask']).logits
        before = base.state_dict()
        tensors.update({f'merged/{n}': v for n, v in merged.state_dict().items() if not torch.equal(v, before[n])})
    save_file({n: v.contiguous().clone() for n, v in tensors.items()}, os.path.join(folder, 'io.safetensors'))
    expected = {
        'case': case, 'task': 'causal', 'peft_type': json.load(
            open(os.path.join(folder, 'adapter', 'adapter_config.json')))['peft_type'],
        'seed': seed, 'loss': output.loss.item(), 'adapter_keys': sorted(stored),
        'trainable_parameters': sum(p.numel() for p in named.values()),
        'trajectory': {
            'loss': losses, 'lr': rates, 'grad_norm': norms, 'no_decay': [n for n in named if not decays(n)],
            'f32_vs_f64': {
                'loss_maxabs': max(abs(a - b) for a, b in zip(losses, exact_losses)),
                'adapter_maxabs_by_tensor': stray}},
        'versions': {'torch': torch.__version__, 'transformers': transformers.__version__, 'peft': peft.__version__},
        'command': 'python3 prompts.py FOLDER',
    }
    with open(os.path.join(folder, 'expected.json'), 'w') as file:
        json.dump(expected, file, indent=1)
    print(case, 'loss', output.loss.item(), 'trained to', losses[-1])


if __name__ == '__main__':
    torch.set_num_threads(1)
    for number, name in enumerate(CASES):
        if len(sys.argv) < 3 or name in sys.argv[2:]:
            write(sys.argv[1], name, 700 + 10 * number)
