using System.ComponentModel;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>What all methods' settings share. Key names and defaults are PEFT's, so that the block can be pasted from or
/// into <c>adapter_config.json</c>.</summary>
public abstract record PeftConfig
{
    /// <summary>The method's name in <c>adapter_config.json</c>.</summary>
    [JsonIgnore]
    public abstract string PeftType { get; }

    /// <summary>Rows in front of every sequence that take up positions of the model.</summary>
    [JsonIgnore]
    public virtual int VirtualTokens => 0;

    /// <summary>Modules trained and saved as a whole besides the adapter; matched at the end of the path.</summary>
    [Description("Modules trained and saved whole, besides the task's head and whatever the checkpoint lacks.")]
    public IReadOnlyList<string>? ModulesToSave { get; init; }

    /// <summary>Whether these are the settings of a saved adapter, whose tensors are what they are.</summary>
    internal bool FromFile { get; init; }

    /// <summary>Tokens that are trained by their ids.</summary>
    internal virtual IEnumerable<int> NamedTokens => [];

    /// <summary>Settings that cannot go together, each with what to change.</summary>
    internal virtual IEnumerable<string> Contradictions() => [];
}
