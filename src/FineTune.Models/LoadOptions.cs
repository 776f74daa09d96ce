using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>How a checkpoint becomes a model.</summary>
public sealed record LoadOptions
{
    /// <summary>What to attach while building.</summary>
    public AdapterDecorator Adapter { get; init; } = AdapterDecorator.None;

    /// <summary>Type of the frozen weights and of the computation; what trains is float32.</summary>
    public ScalarType DType { get; init; } = float32;

    /// <summary>How weights that do not train are kept; null for plain tensors. What is left on disk needs the folder open
    /// as long as the model is used.</summary>
    public FrozenStorage? Storage { get; init; }

    /// <summary>Where the model lives.</summary>
    public required Device Device { get; init; }

    /// <summary>Seeds fresh heads and adapters.</summary>
    public long Seed { get; init; }

    /// <summary>Whether a head of another size than the checkpoint's is made afresh instead of refused.</summary>
    public bool IgnoreMismatchedSizes { get; init; }

    /// <summary>Whether tables get rows for tokens that the configuration has beyond the checkpoint's; if not, they are an
    /// error.</summary>
    public bool GrowsVocabulary { get; init; }

    /// <summary>Whether heads that the checkpoint lacks are made afresh; if not, they are an error.</summary>
    public bool AllowFresh { get; init; } = true;
}
