namespace FineTune.Recipes;

/// <summary>What an adapter folder holds.</summary>
public sealed record InspectResult
{
    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>PEFT's name of the method.</summary>
    public required string Method { get; init; }

    /// <summary>The base model, as written.</summary>
    public required string BaseModel { get; init; }

    /// <summary>PEFT's name of the task.</summary>
    public required string TaskType { get; init; }

    /// <summary>The method's own settings that are set, as JSON by their keys in <c>adapter_config.json</c>.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Number of elements of all tensors.</summary>
    public required long Parameters { get; init; }

    /// <summary>Their bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The types they are stored in.</summary>
    public required IReadOnlyList<string> Dtypes { get; init; }

    /// <summary>The adapted layers.</summary>
    public required IReadOnlyList<LayerFacts> Layers { get; init; }

    /// <summary>Tensors of no adapted layer: modules that were trained whole, biases, prompts.</summary>
    public required IReadOnlyList<TensorFacts> Others { get; init; }

    /// <summary>Tensors with values that are infinite or no numbers.</summary>
    public required IReadOnlyList<string> NotFinite { get; init; }

    /// <summary>What is to be known of it, a line each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
