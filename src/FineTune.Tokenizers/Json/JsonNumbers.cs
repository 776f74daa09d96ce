using System.Globalization;

namespace FineTune.Tokenizers.Json;

/// <summary>Numbers as the reference writes them: a float always shows that it is one.</summary>
internal static class JsonNumbers
{
    /// <summary>The shortest text that reads back as <paramref name="value"/>.</summary>
    public static string Write(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
