using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>One step of a recipe. Exactly one of <see cref="Train"/>, <see cref="Evaluate"/>, <see cref="Merge"/> and
/// <see cref="Export"/> says what it does; texts may hold <c>${steps.NAME.KEY}</c>.</summary>
public sealed record StepConfig
{
    /// <summary>What other steps call it.</summary>
    [Description("What other steps call it: letters, digits, - and _.")]
    [RegularExpression("[A-Za-z0-9_-]+")]
    public required string Name { get; init; }

    /// <summary>A config to train.</summary>
    [Description("Train this config, which is relative to the recipe's file. Leaves output_dir, result, and, if asked for, "
        + "merged.")]
    public string? Train { get; init; }

    /// <summary>Changes of that config.</summary>
    [Description("train: changes of the config, each like training.learning_rate=1e-4.")]
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>A run or model to score.</summary>
    [Description("Score this run, adapter or model. Leaves output: a JSON file of scores.")]
    public string? Evaluate { get; init; }

    /// <summary>A file to score it on.</summary>
    [Description("evaluate: the file to score on. Default: the test or validation data of its run.")]
    public string? Data { get; init; }

    /// <summary>A run or adapter to fold into its base model.</summary>
    [Description("Fold this run's or adapter's adapter into its base model, and compare the two. Leaves output: a model's "
        + "folder.")]
    public string? Merge { get; init; }

    /// <summary>A run, adapter or model to write as a plain checkpoint.</summary>
    [Description("Write this run, adapter or model as a plain checkpoint of another type. Leaves output: a model's folder.")]
    public string? Export { get; init; }

    /// <summary>Type of the weights that are written.</summary>
    [Description("merge, export: type of the weights that are written.")]
    [AllowedValues("float32", "bfloat16", "float16")]
    public string Dtype { get; init; } = "float32";

    /// <summary>What it does, by its key; null unless there is exactly one.</summary>
    internal string? Kind => Kinds is [var only] ? only : null;

    /// <summary>Everything that it is told to do.</summary>
    internal IReadOnlyList<string> Kinds =>
    [
        .. new[] { ("train", Train), ("evaluate", Evaluate), ("merge", Merge), ("export", Export) }
            .Where(k => k.Item2 is not null).Select(k => k.Item1),
    ];

    /// <summary>The step with every text changed.</summary>
    internal StepConfig With(Func<string, string> change) => this with
    {
        Train = Change(Train, change),
        Set = [.. Set.Select(change)],
        Evaluate = Change(Evaluate, change),
        Data = Change(Data, change),
        Merge = Change(Merge, change),
        Export = Change(Export, change),
    };

    /// <summary>Every text that may name another step.</summary>
    internal IEnumerable<string> Texts =>
        Set.Concat(new[] { Train, Evaluate, Data, Merge, Export }.OfType<string>());

    private static string? Change(string? text, Func<string, string> change) => text is null ? null : change(text);
}
