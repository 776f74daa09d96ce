namespace FineTune.Config;

/// <summary>What LLaMA-Factory, Axolotl, torchtune, TRL, mlx-lm, litgpt and Unsloth call our keys, so that their users'
/// habits and much of their files work as they are.</summary>
public static class FieldAliases
{
    // Where others' values mean ours: what their key's true and false, or their words, are called here.
    private static readonly Dictionary<string, Func<ConfigNode, ConfigNode>> Translations = new()
    {
        ["lora_target"] = ReadTargets,
        ["add_tokens"] = SplitAtCommas,
        ["add_special_tokens"] = SplitAtCommas,
        ["new_special_tokens"] = SplitAtCommas,
        ["train_on_inputs"] = Words(("true", "all"), ("false", "completion")),
        ["train_on_input"] = Words(("true", "all"), ("false", "completion")),
        ["train_on_prompt"] = Words(("true", "all"), ("false", "completion")),
        ["completion_only_loss"] = Words(("true", "completion"), ("false", "all")),
        ["assistant_only_loss"] = Words(("true", "assistant"), ("false", "completion")),
        ["mask_history"] = Words(("true", "last"), ("false", "completion")),
        ["excess_length_strategy"] = Words(("truncate", "truncate_response"), ("raise", "error")),
        ["mix_strategy"] = Words(("concat", "concatenate"), ("interleave_under", "interleave")),
    };

    // Our path, then the other spellings. A key repeated under its own name is accepted at the top level too, where the
    // flat files of LLaMA-Factory, Axolotl and TRL have it.
    private const string Spellings = """
        model.model_name_or_path                model_name_or_path base_model model_path
        model.revision                          model_revision revision_of_model
        model.dtype                             torch_dtype dtype
        model.load_in_4bit                      load_in_4bit
        model.load_in_8bit                      load_in_8bit
        model.add_tokens                        add_tokens tokens
        model.add_special_tokens                add_special_tokens new_special_tokens additional_special_tokens
        model.bnb_4bit_quant_type               bnb_4bit_quant_type quantization_type
        model.llm_int8_skip_modules             llm_int8_skip_modules
        model.bnb_4bit_use_double_quant         bnb_4bit_use_double_quant use_bnb_nested_quant double_quantization

        task.beta                               rl_beta pref_beta
        task.loss_type                          pref_loss dpo_loss_type
        task.label_smoothing                    dpo_label_smoothing

        dataset.max_length                      max_length sequence_len cutoff_len max_seq_len max_seq_length
        dataset.packing                         packing sample_packing neat_packing
        dataset.validation_split                val_set_size val_size test_split_size
        dataset.max_samples                     max_samples
        dataset.chat_template                   chat_template chat_template_jinja chat_template_path
        dataset.system_prompt                   default_system
        dataset.overlength                      excess_length_strategy
        dataset.train_on                        train_on_inputs train_on_prompt train_on_input completion_only_loss
        dataset.train_on                        assistant_only_loss mask_history
        dataset.train_on_eos                    train_on_eos
        dataset.mix_strategy                    mix_strategy
        dataset.stopping_strategy               stopping_strategy
        dataset.sources                         datasets
        dataset.sources.format                  dataset.sources.type
        dataset.sources.path                    dataset.sources.data_files
        dataset.columns.text                    dataset_text_field text_feature
        dataset.columns.messages                field_messages conversation_column chat_feature
        dataset.columns.role                    message_field_role
        dataset.columns.content                 message_field_content
        dataset.columns.system                  field_system
        dataset.columns.tools                   field_tools
        dataset.columns.instruction             field_instruction
        dataset.columns.input                   field_input dataset.columns.query
        dataset.columns.output                  field_output dataset.columns.response
        dataset.columns.prompt                  prompt_feature
        dataset.columns.completion              completion_feature

        peft.peft_type                          adapter finetuning_type
        peft.r                                  lora_r lora_rank
        peft.lora_alpha                         lora_alpha
        peft.lora_dropout                       lora_dropout
        peft.target_modules                     lora_target_modules lora_attn_modules lora_target
        peft.modules_to_save                    lora_modules_to_save additional_target
        peft.use_rslora                         use_rslora peft_use_rslora
        peft.use_dora                           use_dora peft_use_dora
        peft.init_lora_weights                  peft_init_lora_weights

        training.per_device_train_batch_size    per_device_train_batch_size micro_batch_size batch_size train_batch_size
        training.gradient_accumulation_steps    gradient_accumulation_steps
        training.learning_rate                  learning_rate lr optimizer.lr
        training.optim                          optim optimizer
        training.lr_scheduler_type              lr_scheduler_type lr_scheduler
        training.warmup_ratio                   warmup_ratio
        training.warmup_steps                   warmup_steps lr_warmup_steps lr_scheduler.num_warmup_steps
        training.weight_decay                   weight_decay optimizer.weight_decay
        training.max_grad_norm                  max_grad_norm clip_grad_norm
        training.num_train_epochs               num_train_epochs num_epochs epochs
        training.max_steps                      max_steps iters
        training.gradient_checkpointing         gradient_checkpointing grad_checkpoint enable_activation_checkpointing
        training.loraplus_lr_ratio              loraplus_lr_ratio
        training.seed                           seed
        training.logging_steps                  logging_steps log_every_n_steps
        training.save_steps                     save_steps
        training.save_total_limit               save_total_limit

        evaluation.per_device_eval_batch_size   per_device_eval_batch_size eval_batch_size batch_size_val
        evaluation.eval_strategy                eval_strategy evaluation_strategy
        evaluation.eval_steps                   eval_steps run_val_every_n_steps
        evaluation.metric_for_best_model        metric_for_best_model
        evaluation.early_stopping_patience      early_stopping_patience early_stopping_steps
        evaluation.load_best_model_at_end       load_best_model_at_end

        output.output_dir                       output_dir out_dir
        output.report_to                        report_to
        """;

    /// <summary>The table, over the sections of this project's configs.</summary>
    /// <returns>A new table.</returns>
    public static AliasTable Create()
        => new(Spellings.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Row));

    private static IEnumerable<KeyAlias> Row(string line)
        => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var canonical, .. var aliases]
            ? aliases.Select(alias => new KeyAlias(alias, canonical, Translations.GetValueOrDefault(alias)))
            : [];

    // LLaMA-Factory writes "all" for every linear layer, and several names as one text with commas.
    private static ConfigNode ReadTargets(ConfigNode value) =>
        value is ConfigScalar { Text: "all" } scalar ? scalar with { Text = "all-linear" } : SplitAtCommas(value);

    private static ConfigNode SplitAtCommas(ConfigNode value)
    {
        if (value is not ConfigScalar scalar)
        {
            return value;
        }

        var names = scalar.Text.Split(',', StringSplitOptions.TrimEntries);
        return names.Length > 1
            ? new ConfigSequence([.. names.Select(name => scalar with { Text = name })], scalar.Position)
            : scalar;
    }

    private static Func<ConfigNode, ConfigNode> Words(params (string Theirs, string Ours)[] words) => value =>
        value is ConfigScalar scalar
            && Array.FindIndex(words, word => SameName.Comparer.Equals(word.Theirs, scalar.Text)) is var word and >= 0
            ? scalar with { Text = words[word].Ours }
            : value;
}
