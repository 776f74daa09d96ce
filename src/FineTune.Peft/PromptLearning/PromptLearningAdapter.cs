using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>What the methods that put learned vectors in front of every sequence share. What is learned may be an
/// encoder that makes the vectors; the adapter folder holds the vectors, as PEFT's does, and the encoder beside them.
/// </summary>
public abstract class PromptLearningAdapter : Adapter
{
    /// <summary>Name of the vectors in an adapter folder, and of their parameter where they are learned as such.</summary>
    internal const string Vectors = "prompt_embeddings";

    /// <summary>Name of the module that makes the vectors.</summary>
    internal const string Encoder = "prompt_encoder";

    private protected PromptLearningAdapter(PromptLearningConfig config, AdapterContext context)
        : base(config, context)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [];

    /// <summary>The sizes of the model that it is attached to.</summary>
    internal PromptSizes? Sizes { get; private set; }

    /// <summary>What makes the vectors.</summary>
    internal VirtualRows? Rows { get; private set; }

    /// <summary>Whether it acts.</summary>
    private protected bool Enabled { get; private set; } = true;

    /// <summary>How a parameter is called in an adapter folder; null for those of the encoder (PEFT's
    /// <c>get_peft_model_state_dict</c>: this kind wraps no model, so that its prefix is shorter).</summary>
    internal static string? KeyOf(Parameter parameter) =>
        parameter.Name == Vectors ? Vectors
        : parameter.Kind == ParameterKind.Adapter ? null
        : $"base_model.{parameter.Name}";

    /// <summary>What an adapter folder holds: where an encoder makes the vectors, what it makes.</summary>
    internal override IEnumerable<StoredTensor> Stored(ParameterSet parameters) => Rows!.IsTable
        ? base.Stored(parameters)
        : base.Stored(parameters).Append(StoredTensor.Made(Vectors, Rows.All()));

    /// <inheritdoc/>
    protected override void SetEnabled(bool enabled) => Enabled = enabled;

    /// <summary>Makes the vectors' parameters.</summary>
    private protected void Attach(PromptSizes sizes, BodyShape body, Func<VirtualRows> rows)
    {
        sizes.Check((PromptLearningConfig)Config, body);
        (Sizes, Rows) = (sizes, rows());
    }
}
