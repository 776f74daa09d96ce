using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>An adapter cannot be attached, read or written as asked. The message says what to change.</summary>
public sealed class PeftException : Exception
{
    private PeftException(string message)
        : base(message)
    {
    }

    /// <summary>The targets match no linear layer.</summary>
    public static PeftException NoTargets(TargetModules targets, IReadOnlyList<string> linears) =>
        new($"peft.target_modules {targets} matches no linear layer of this model\n  linear layers there are:\n    "
            + string.Join("\n    ", PathGroups.Summarize(linears))
            + "\n  fix: name one or more of their last parts, e.g. target_modules: "
            + $"[{linears.Select(l => l[(l.LastIndexOf('.') + 1)..]).FirstOrDefault()}], or use all-linear");

    /// <summary>Some names of the list match nothing.</summary>
    public static PeftException UnmatchedNames(IReadOnlyList<string> names, IReadOnlyList<string> linears) =>
        new($"peft.target_modules names no linear layer with: {string.Join(", ", names)}\n  linear layers there are:"
            + $"\n    {string.Join("\n    ", PathGroups.Summarize(linears))}\n  fix: correct or remove those names");

    /// <summary>A name in <c>modules_to_save</c> matches nothing.</summary>
    public static PeftException UnmatchedModulesToSave(IReadOnlyList<string> names) =>
        new($"peft.modules_to_save names no module of this model with: {string.Join(", ", names)}"
            + "\n  fix: correct or remove those names; the task's head is always saved");

    /// <summary>The architecture has no default targets.</summary>
    public static PeftException NoDefaultTargets(string modelType) =>
        new($"there are no default target modules for model_type '{modelType}'"
            + "\n  fix: set peft.target_modules to a list of names, or to all-linear");

    /// <summary>The rank exceeds what a layer can hold.</summary>
    public static PeftException RankTooLarge(string key, int rank, string path, long limit) =>
        new($"peft.{key} is {rank}, but {path} is only {limit} wide on its narrow side\n  fix: use {key}: {limit} or less");

    /// <summary>Orthogonal beginnings take every other row for one factor.</summary>
    public static PeftException OddRank(int rank, string path) =>
        new($"peft.init_lora_weights is orthogonal, which needs an even rank, but that of {path} is {rank}"
            + $"\n  fix: use {rank + 1}, or another init_lora_weights");

    /// <summary>The method leaves added tokens as they begin.</summary>
    public static PeftException AddedTokensStay(string peftType, string path) =>
        new($"tokens are added to the model, but {peftType} does not train their vectors in {path}"
            + "\n  fix: use peft_type LORA or TRAINABLE_TOKENS, which train those rows and no others, or name the table in "
            + $"peft.modules_to_save: [{path[(path.LastIndexOf('.') + 1)..]}]");

    /// <summary>Ids beyond the vocabulary.</summary>
    public static PeftException NoSuchTokens(string path, IReadOnlyList<int> ids, long tokens) =>
        new($"peft is to train tokens {string.Join(", ", ids)}, but {path} has {tokens}, numbered from 0"
            + "\n  fix: correct the ids; new tokens are named by their text in model.add_tokens or add_special_tokens");

    /// <summary>Trained tokens are asked of modules that are no tables of tokens, or are trained whole.</summary>
    public static PeftException NoTokenModules(string key, IReadOnlyList<string> names) =>
        new($"peft.{key} names no table of tokens that could be trained in part: {string.Join(", ", names)}"
            + "\n  fix: name the last part of the path of a table of vectors or of the output layer, such as embed_tokens or "
            + "lm_head; what modules_to_save trains whole needs no mention");

    /// <summary>Some rows and all of a module are to be trained.</summary>
    public static PeftException TokensOfTarget(string path) =>
        new($"peft trains some tokens of {path}, and target_modules names it too\n  fix: remove it from one of the two");

    /// <summary>No token is to be trained.</summary>
    public static PeftException NoTokens() =>
        new("peft.peft_type is TRAINABLE_TOKENS, but there is no token to train"
            + "\n  fix: list ids in peft.token_indices, or new tokens in model.add_tokens or add_special_tokens");

    /// <summary>Weights that an adapter cannot be folded into while the model lives.</summary>
    public static PeftException NotInMemory(IReadOnlyList<string> names) =>
        new($"the adapter cannot be merged in memory into {string.Join(", ", names)}: two layers share the weight and one of "
            + "them is adapted\n  fix: write a merged checkpoint with finetune merge, which parts them");

    /// <summary>A bias of LoRA's B has none to be merged into.</summary>
    public static PeftException NoBiasToMerge(string path) =>
        new($"peft.lora_bias is true, but {path} has no bias that it could be merged into"
            + "\n  fix: remove lora_bias, or name layers that have one in target_modules");

    /// <summary>EVA has no data to look at.</summary>
    public static PeftException NoSample() =>
        new("peft.init_lora_weights is eva, which begins with what the model computes on training data; only the tasks "
            + "sequence_classification, sft and pretrain show it some\n  fix: use another init_lora_weights");

    /// <summary>No batch has enough tokens for EVA.</summary>
    public static PeftException TooFewTokens() =>
        new("peft.init_lora_weights is eva, but no batch has as many learned tokens as the largest rank"
            + "\n  fix: raise training.per_device_train_batch_size, lower r or eva_config.rho, or set eva_config.use_label_mask: "
            + "false");

    /// <summary>Settings that cannot go together.</summary>
    public static PeftException Contradictory(IReadOnlyList<string> problems) =>
        new($"peft contradicts itself:\n  {string.Join("\n  ", problems)}");

    /// <summary>An adapter folder lacks a file.</summary>
    public static PeftException NotAnAdapter(string folder, string missing) =>
        new($"{folder} is not an adapter folder: {missing} is missing"
            + "\n  fix: name the folder that holds adapter_config.json and adapter_model.safetensors");

    /// <summary>Settings in <c>adapter_config.json</c> that change the result and are not supported.</summary>
    public static PeftException Unsupported(string file, IReadOnlyList<string> settings) =>
        new($"{file}: {string.Join("; ", settings)}: this version cannot apply that, and ignoring it would change the "
            + "result");

    /// <summary><c>adapter_config.json</c> cannot be read.</summary>
    public static PeftException BadConfig(string file, string problem) => new($"{file}: {problem}");

    /// <summary>The method's name is unknown.</summary>
    public static PeftException UnknownMethod(string file, string type, IReadOnlyList<string> known) =>
        new($"{file}: peft_type '{type}' is not one of {string.Join(", ", known)}");

    /// <summary>Adapter tensors and model do not agree.</summary>
    public static PeftException TensorsDoNotFit(
        string file,
        IReadOnlyCollection<string> missing,
        IReadOnlyCollection<string> misshapen,
        IReadOnlyCollection<string> unexpected) =>
        new($"{file}: this adapter does not fit this base model"
            + Part("missing", missing) + Part("of another shape", misshapen) + Part("unexpected", unexpected)
            + "\n  fix: check base_model_name_or_path in adapter_config.json");

    /// <summary>Sizes in the config are not the model's.</summary>
    public static PeftException WrongSizes(IReadOnlyList<string> sizes) =>
        new($"the adapter is for a model of other sizes:\n    {string.Join("\n    ", sizes)}"
            + "\n  fix: remove these keys, which are taken from the model; an adapter folder belongs to its own base model");

    /// <summary>The virtual tokens leave no position for a real one.</summary>
    public static PeftException NoRoomForPrompt(int virtualTokens, int positions) =>
        new($"peft.num_virtual_tokens is {virtualTokens}, but the model has {positions} positions, and tokens need some too"
            + $"\n  fix: use {positions / 2} or fewer");

    /// <summary>A prompt's first text is missing, or is there for nothing.</summary>
    /// <param name="wanted">Whether there should be one.</param>
    public static PeftException PromptTextMismatch(bool wanted) => wanted
        ? new($"peft.prompt_tuning_init is TEXT, but there is no text\n  fix: set peft.prompt_tuning_init_text")
        : new($"peft.prompt_tuning_init_text is set, but the virtual tokens do not begin with it"
            + "\n  fix: set peft.prompt_tuning_init: TEXT, or remove the text");

    /// <summary>There is no tokenizer to begin a prompt with a text.</summary>
    public static PeftException NoTokenizer() =>
        new("peft.prompt_tuning_init is TEXT, but there is no tokenizer here to read the text"
            + "\n  fix: set peft.tokenizer_name_or_path, or use RANDOM or SAMPLE_VOCAB");

    /// <summary>A folder holds virtual tokens without what made them.</summary>
    public static PeftException NoEncoder(string folder, string file) =>
        new($"{folder} holds the virtual tokens but not the encoder that made them ({file}), which training would go on with"
            + "\n  fix: start afresh; folders that PEFT wrote can be used, not trained on, as in PEFT");

    /// <summary>Some names or expressions match no module.</summary>
    public static PeftException UnmatchedModules(
        string key, IReadOnlyList<string> names, IReadOnlyList<string> modules) =>
        new($"peft.{key} names no module of this model with: {string.Join(", ", names)}\n  modules there are:\n    "
            + $"{string.Join("\n    ", PathGroups.Summarize(modules))}\n  fix: correct or remove those names");

    /// <summary>A method that trains a choice of the model's parameters is left with none.</summary>
    public static PeftException NothingChosen(string why, IReadOnlyList<string> modules) =>
        new($"{why} to train\n  modules there are:\n    {string.Join("\n    ", PathGroups.Summarize(modules))}"
            + "\n  fix: choose some of them");

    /// <summary>The model has no biases.</summary>
    public static PeftException NoBiases() =>
        new("peft.peft_type is BITFIT, but no layer of this model has a bias to train"
            + "\n  fix: use another method, such as LN_TUNING for the norms, or LORA");

    /// <summary>More layers are wanted than there are.</summary>
    public static PeftException TooManyLayers(string key, int wanted, int layers) =>
        new($"peft.{key} is {wanted}, but the model has {layers} layers\n  fix: use {layers} or fewer");

    /// <summary>Adapters would be narrower than one.</summary>
    public static PeftException ReductionTooLarge(double factor, long hidden) =>
        new($"peft.reduction_factor is {factor}, but the model is only {hidden} wide\n  fix: use {hidden} or less");

    /// <summary>The method leaves nothing that could be merged.</summary>
    public static PeftException CannotMerge(string peftType) =>
        new($"{peftType} adds to the model what its weights cannot hold, so there is nothing to merge it into"
            + "\n  fix: use the adapter folder with its base model, as predict, eval, generate and PEFT do");

    /// <summary>A merged tensor does not fit its type, or the adapter holds no numbers.</summary>
    public static PeftException NotFinite(string tensor, TorchSharp.torch.ScalarType dtype) =>
        new($"merged, {tensor} has values that are infinite or no numbers in {dtype}"
            + "\n  fix: merge with --dtype float32 or bfloat16, which hold larger values; if that fails too, the adapter's "
            + "own weights are broken (finetune adapter inspect tells)");

    private static string Part(string title, IReadOnlyCollection<string> lines) =>
        lines.Count == 0 ? "" : $"\n  {title}:\n    {string.Join("\n    ", lines)}";
}
