using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers;

/// <summary>How encodings are cut to a length.</summary>
public sealed record TruncationSettings
{
    /// <summary>The most tokens an encoding may have, special tokens included.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Which text of a pair is cut.</summary>
    /// <value>Default <see cref="TruncationStrategy.LongestFirst"/>.</value>
    public TruncationStrategy Strategy { get; init; }

    /// <summary>How many tokens of a part the next overflowing part repeats.</summary>
    /// <value>Default 0.</value>
    public int Stride { get; init; }

    /// <summary>The end that is cut off.</summary>
    /// <value>Default <see cref="Side.Right"/>.</value>
    public Side Direction { get; init; } = Side.Right;

    internal static TruncationSettings? Read(JsonNode file) => file.Find("truncation") is not { } json ? null : new()
    {
        MaxLength = json.Int("max_length"),
        Strategy = json.Choice("strategy", TruncationStrategy.LongestFirst, s => s.ToString()),
        Stride = json.Int("stride", 0),
        Direction = json.Choice("direction", Side.Right, s => s.ToString()),
    };

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("direction", Direction.ToString());
        json.WriteNumber("max_length", MaxLength);
        json.WriteString("strategy", Strategy.ToString());
        json.WriteNumber("stride", Stride);
        json.WriteEndObject();
    }
}
