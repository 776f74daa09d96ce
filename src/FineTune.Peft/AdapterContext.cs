using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>What an adapter must know of the model that it is attached to.</summary>
/// <param name="ModelType">As in <c>config.json</c>; picks default targets.</param>
/// <param name="TaskType">PEFT's name of the task, e.g. <c>SEQ_CLS</c>; picks the head's module names.</param>
public sealed record AdapterContext(string ModelType, string TaskType)
{
    /// <summary>Turns a text into ids, special tokens included, with the tokenizer of a folder or, for null, the model's;
    /// null where there is none.</summary>
    public Func<string, string?, IReadOnlyList<int>>? Tokenize { get; init; }

    /// <summary>Tokens that the run adds to the model: whatever is trained besides, their vectors must be.</summary>
    public IReadOnlyList<int> AddedTokens { get; init; } = [];

    /// <summary>What <c>lora_A</c> begins as, by the layers' paths, where data has told; see <see cref="EvaStart"/>.</summary>
    public IReadOnlyDictionary<string, Tensor> Directions { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>PEFT's name for sequence classification.</summary>
    public const string SequenceClassification = "SEQ_CLS";

    /// <summary>PEFT's name for language modelling.</summary>
    public const string CausalLM = "CAUSAL_LM";

    /// <summary>Module names of the task's heads, which are always trained and saved whole
    /// (<c>PeftModelForSequenceClassification</c> in PEFT's <c>peft_model.py</c>).</summary>
    public IReadOnlyList<string> HeadModules => TaskType switch
    {
        SequenceClassification => ["classifier", "score"],
        _ => [],
    };
}
