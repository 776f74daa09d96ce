"""Writes adapters of methods that the reference's own set lacks: python3 peft_methods.py BERT GPT2 LLAMA FOLDER

BERT, GPT2 and LLAMA are base models of the set (bert_lora/base, gpt2_lora/base, llama_lora_patterns/base). Every adapter gets random values, so that a
forgotten tensor shows; beside it lie its logits for the rows of input_ids. A method that a later PEFT changed names it.
"""
import json
import os
import sys

import peft
import torch
from peft import (AdaLoraConfig, EvaConfig, LoHaConfig, LoKrConfig, LoraConfig, PeftModel, TrainableTokensConfig,
                  VeraConfig, get_peft_model, initialize_lora_eva_weights)
from peft.tuners.lora import eva
from peft.utils.incremental_pca import IncrementalPCA
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

BERT = dict(task_type='SEQ_CLS', target_modules=['query', 'intermediate.dense'])
GPT2 = dict(task_type='CAUSAL_LM', target_modules=['c_attn', 'c_fc'], fan_in_fan_out=True)
LLAMA = dict(task_type='CAUSAL_LM', target_modules=['q_proj', 'down_proj'])
EVA = dict(init_lora_weights='eva', r=3, lora_alpha=6)
ADDED = [120, 121, 122]
RANKS = {'bert.encoder.layer.%d.%s.lora_E' % (layer, name): [True, False, True, True, False, False][rank:] + [True] * rank
         for layer, name, rank in [(0, 'attention.self.query', 0), (1, 'attention.self.query', 1),
                                   (0, 'intermediate.dense', 2), (1, 'intermediate.dense', 6)]}

# name: (config, what of its config changes once it is made)
CASES = {
    'bert_pissa': (LoraConfig(r=4, lora_alpha=6, init_lora_weights='pissa', **BERT), {}),
    'bert_olora': (LoraConfig(r=4, lora_alpha=6, init_lora_weights='olora', **BERT), {}),
    'bert_rslora_dora': (LoraConfig(r=4, lora_alpha=6, use_rslora=True, use_dora=True, **BERT), {}),
    'bert_lora_bias': (LoraConfig(r=2, bias='all', layers_to_transform=[1], layers_pattern='layer', **BERT), {}),
    'gpt2_dora': (LoraConfig(r=4, lora_alpha=6, use_dora=True, **GPT2), {}),
    'gpt2_pissa': (LoraConfig(r=4, lora_alpha=6, init_lora_weights='pissa', **GPT2), {}),
    'bert_loha': (LoHaConfig(r=3, alpha=5, rank_pattern={'query': 2}, **BERT), {}),
    'bert_lokr': (LoKrConfig(r=2, alpha=5, **BERT), {}),
    'bert_lokr_both': (LoKrConfig(r=1, alpha=3, decompose_both=True, decompose_factor=4, **BERT), {}),
    'bert_vera': (VeraConfig(r=24, projection_prng_key=3, **BERT), {}),
    'bert_vera_drawn': (VeraConfig(r=8, projection_prng_key=5, save_projection=False, **BERT), {}),
    'gpt2_vera': (VeraConfig(r=8, **GPT2), {}),
    'bert_adalora': (AdaLoraConfig(init_r=6, target_r=3, lora_alpha=9, total_step=10, **BERT), {}),
    'bert_adalora_pruned': (AdaLoraConfig(init_r=6, target_r=3, lora_alpha=9, total_step=10, **BERT),
                            dict(rank_pattern=RANKS)),
    'bert_tokens': (LoraConfig(r=2, trainable_token_indices=[90, 17, 5], **BERT), {}),
    'gpt2_tokens': (LoraConfig(r=2, trainable_token_indices=[45, 2], **GPT2), {}),
    'gpt2_tokens_apart': (LoraConfig(r=2, trainable_token_indices={'wte': [45, 2], 'lm_head': [3]}, **GPT2), {}),
    'gpt2_tokens_alone': (TrainableTokensConfig(task_type='CAUSAL_LM', token_indices=[45, 2]), {}),
    'llama_tokens': (LoraConfig(r=2, trainable_token_indices={'embed_tokens': [45, 2], 'lm_head': [3, 45]}, **LLAMA), {}),
    'llama_tokens_alone': (TrainableTokensConfig(task_type='CAUSAL_LM', token_indices=[45, 2],
                                                 target_modules=['embed_tokens', 'lm_head']), {}),
    'llama_tokens_added': (LoraConfig(r=2, trainable_token_indices={'embed_tokens': ADDED, 'lm_head': ADDED}, **LLAMA), {}),
    'gpt2_tokens_added': (LoraConfig(r=2, trainable_token_indices=ADDED, **GPT2), {}),
    'llama_tables_added': (LoraConfig(r=2, modules_to_save=['embed_tokens', 'lm_head'], **LLAMA), {}),
    'bert_lora_biased': (LoraConfig(r=2, lora_alpha=6, lora_bias=True, **BERT), {}),
    'bert_eva': (LoraConfig(eva_config=EvaConfig(rho=2.5, tau=0.999), **EVA,
                            **dict(BERT, target_modules=['query', 'value', 'attention.output.dense', 'output.dense'])), {}),
    'llama_eva': (LoraConfig(eva_config=EvaConfig(rho=1.5, adjust_scaling_factors=False, whiten=True), **EVA,
                             # (its whitening divides once for each of the layers that share an input, so there are none here)
                             **dict(LLAMA, target_modules=['q_proj', 'o_proj', 'up_proj', 'down_proj'])), {}),
    'gpt2_adalora': (AdaLoraConfig(init_r=6, target_r=3, lora_alpha=9, total_step=10, **GPT2), {}),
}
INPUT_IDS = torch.tensor([[2, 17, 45, 9, 33, 71, 3], [2, 90, 5, 61, 28, 14, 3]])


def base_of(name, bases):
    kind = name.split('_')[0]
    if kind == 'bert':
        return AutoModelForSequenceClassification.from_pretrained(bases[kind])
    model = AutoModelForCausalLM.from_pretrained(bases[kind])
    if name.endswith('_added'):
        model.resize_token_embeddings(ADDED[-1] + 1)
    return model


def ids_of(name):
    """The rows, the first with the added tokens if there are any."""
    ids = INPUT_IDS.clone()
    if name.endswith('_added'):
        ids[0, 1:4] = torch.tensor(ADDED)
    return ids


def begin_with_data(model, folder):
    """EVA: batches of tokens, and the factors that PEFT begins with, by exact decompositions instead of its random ones."""
    eva.IncrementalPCA = lambda n_components, **_: IncrementalPCA(n_components=n_components)
    batches = [dict(input_ids=torch.randint(4, 120, (6, 12), generator=torch.Generator().manual_seed(i))) for i in range(8)]
    initialize_lora_eva_weights(model, batches, show_progress_bar=False)
    begun = {n.replace('.default', ''): p.detach().clone() for n, p in model.named_parameters() if 'lora_A' in n}
    save_file({'input_ids': torch.stack([b['input_ids'] for b in batches]), **begun}, os.path.join(folder, 'eva.safetensors'))


def write(name, bases, folder):
    config, later = CASES[name]
    torch.manual_seed(len(name))
    model = get_peft_model(base_of(name, bases), config)
    os.makedirs(folder, exist_ok=True)
    if name.endswith('_eva'):
        begin_with_data(model, folder)
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data += 0.2 * torch.randn_like(parameter)
    for key, value in later.items():
        setattr(model.peft_config['default'], key, value)
    if 'rank_pattern' in later:
        with torch.no_grad():
            for path, parameter in model.named_parameters():
                kept = later['rank_pattern'].get(path[len('base_model.model.'):].replace('.default', ''))
                if 'lora_E' in path and kept is not None:
                    parameter[~torch.tensor(kept)] = 0
    model.eval()
    with torch.no_grad():
        logits = model(input_ids=ids_of(name)).logits
    model.save_pretrained(folder)
    os.remove(os.path.join(folder, 'README.md'))
    path = os.path.join(folder, 'adapter_config.json')
    with open(path) as file:
        settings = json.load(file)
    settings['base_model_name_or_path'] = 'base'
    if isinstance(settings['target_modules'], list):
        settings['target_modules'] = sorted(settings['target_modules'])
    with open(path, 'w') as file:
        json.dump(settings, file, indent=2, sort_keys=True)
        file.write('\n')
    save_file({'input_ids': ids_of(name), 'logits': logits.contiguous()}, os.path.join(folder, 'io.safetensors'))


def trace(bases, folder):
    """Ten steps of AdaLoRA's allocator over parameters and gradients that follow a formula, and the penalty after each."""
    config = AdaLoraConfig(init_r=6, target_r=2, tinit=2, tfinal=2, deltaT=2, total_step=10, orth_reg_weight=0.3, **BERT)
    model = get_peft_model(base_of('bert', bases), config)
    factors = sorted((n, p) for n, p in model.named_parameters() if 'lora_' in n)
    for _, parameter in factors:
        parameter.data.zero_()
    values, penalties = [], []
    for step in range(10):
        with torch.no_grad():
            for index, (_, parameter) in enumerate(factors):
                wave = torch.arange(parameter.numel(), dtype=torch.float32).view_as(parameter)
                parameter += 0.1 * torch.cos(wave + step + index)
                parameter.grad = torch.sin(0.7 * wave + 1.3 * step + index)
        model.base_model.update_and_allocate(step)
        values.append(torch.cat([p.detach().flatten() for n, p in factors if 'lora_E' in n]))
        labels = torch.tensor([0, 1])
        output = model(input_ids=INPUT_IDS, labels=labels)
        penalties.append(output.loss.detach() - torch.nn.functional.cross_entropy(output.logits, labels).detach())
    save_file({'lora_E': torch.stack(values), 'penalty': torch.stack(penalties)},
              os.path.join(folder, 'adalora_trace.safetensors'))


def compare(name, bases, folder, written):
    """Loads what the toolkit wrote and prints how far its logits are from those of PEFT with the same adapter."""
    from safetensors.torch import load_file
    model = PeftModel.from_pretrained(base_of(name, bases), written).eval()
    with torch.no_grad():
        logits = model(input_ids=ids_of(name)).logits
    print(name, float((logits - load_file(os.path.join(folder, 'io.safetensors'))['logits']).abs().max()))


def main():
    bases = dict(zip(['bert', 'gpt2', 'llama'], sys.argv[1:4]))
    folder = sys.argv[4]
    if len(sys.argv) > 5:
        for name in sorted(os.listdir(sys.argv[5])):
            compare(name, bases, os.path.join(folder, name), os.path.join(sys.argv[5], name))
        return
    for name in os.environ.get('CASES', ' '.join(CASES)).split():
        write(name, bases, os.path.join(folder, name))
    if 'CASES' not in os.environ:
        trace(bases, folder)
    print(peft.__version__, torch.__version__)


if __name__ == '__main__':
    main()
