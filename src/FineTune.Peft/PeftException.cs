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

    /// <summary>Weights that an adapter cannot be folded into while the model lives.</summary>
    public static PeftException NotInMemory(IReadOnlyList<string> names) =>
        new($"the adapter cannot be merged in memory into {string.Join(", ", names)}: two layers share the weight and one of "
            + "them is adapted, or it is quantised\n  fix: write a merged checkpoint with finetune merge, which parts them");

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

    /// <summary>A merged tensor does not fit its type, or the adapter holds no numbers.</summary>
    public static PeftException NotFinite(string tensor, TorchSharp.torch.ScalarType dtype) =>
        new($"merged, {tensor} has values that are infinite or no numbers in {dtype}"
            + "\n  fix: merge with --dtype float32 or bfloat16, which hold larger values; if that fails too, the adapter's "
            + "own weights are broken (finetune adapter inspect tells)");

    private static string Part(string title, IReadOnlyCollection<string> lines) =>
        lines.Count == 0 ? "" : $"\n  {title}:\n    {string.Join("\n    ", lines)}";
}
