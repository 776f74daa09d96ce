using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers;

/// <summary>How encodings are filled up to a common length.</summary>
public sealed record PaddingSettings
{
    /// <summary>The length to fill up to.</summary>
    /// <value>Default null: that of the longest encoding of the batch.</value>
    public int? Length { get; init; }

    /// <summary>The end that is filled.</summary>
    /// <value>Default <see cref="Side.Right"/>.</value>
    public Side Direction { get; init; } = Side.Right;

    /// <summary>The length is rounded up to a multiple of this.</summary>
    /// <value>Default null: not rounded.</value>
    public int? PadToMultipleOf { get; init; }

    /// <summary>The id to fill with.</summary>
    public int PadId { get; init; }

    /// <summary>The type id to fill with.</summary>
    public int PadTypeId { get; init; }

    /// <summary>The token to fill with.</summary>
    public string PadToken { get; init; } = "[PAD]";

    internal static PaddingSettings? Read(JsonNode file)
    {
        if (file.Find("padding") is not { } json)
            return null;
        var multiple = json.Int("pad_to_multiple_of", 0);
        return new PaddingSettings
        {
            Length = json.Find("strategy") is { IsObject: true } strategy ? strategy.Int("Fixed") : null,
            Direction = json.Choice("direction", Side.Right, s => s.ToString()),
            PadToMultipleOf = multiple > 0 ? multiple : null,
            PadId = json.Int("pad_id", 0),
            PadTypeId = json.Int("pad_type_id", 0),
            PadToken = json.String("pad_token", "[PAD]"),
        };
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Length is { } length)
        {
            json.WriteStartObject("strategy");
            json.WriteNumber("Fixed", length);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("strategy", "BatchLongest");
        }
        json.WriteString("direction", Direction.ToString());
        if (PadToMultipleOf is { } multiple)
            json.WriteNumber("pad_to_multiple_of", multiple);
        else
            json.WriteNull("pad_to_multiple_of");
        json.WriteNumber("pad_id", PadId);
        json.WriteNumber("pad_type_id", PadTypeId);
        json.WriteString("pad_token", PadToken);
        json.WriteEndObject();
    }

    /// <summary>The length that encodings of up to <paramref name="longest"/> tokens are filled up to.</summary>
    internal int TargetLength(int longest)
    {
        var length = Length ?? longest;
        return PadToMultipleOf is { } multiple ? (length + multiple - 1) / multiple * multiple : length;
    }
}
