using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>Turns runs of tokens such as <c>&lt;0xE2&gt;</c> into the text of those bytes, or into U+FFFD each where they are none.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private const int TokenLength = 6;

    /// <inheritdoc/>
    public List<string> Decode(List<string> tokens)
    {
        List<string> decoded = [];
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            if (TryReadByte(token, out var value))
            {
                bytes.Add(value);
                continue;
            }
            Flush(bytes, decoded);
            decoded.Add(token);
        }
        Flush(bytes, decoded);
        return decoded;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("ByteFallback");

    private static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        if (token.Length != TokenLength || !token.StartsWith("<0x", StringComparison.Ordinal) || token[^1] != '>')
            return false;
        var digits = token.AsSpan(3, 2);
        // A plus sign and one digit is a number to the reference.
        if (digits[0] == '+')
            digits = digits[1..];
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Flush(List<byte> bytes, List<string> decoded)
    {
        if (bytes.Count == 0)
            return;
        byte[] run = [.. bytes];
        if (Utf8.IsValid(run))
            decoded.Add(TextEncoding.UTF8.GetString(run));
        else
            decoded.AddRange(Enumerable.Repeat("\uFFFD", run.Length));
        bytes.Clear();
    }
}
