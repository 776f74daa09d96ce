using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Writes spaces as a visible character, puts one in front, and splits before each.</summary>
internal sealed class MetaspacePreTokenizer(MetaspaceSettings settings) : IPreTokenizer
{
    private readonly byte[] _replacement = TextEncoding.UTF8.GetBytes(settings.Replacement);

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static MetaspacePreTokenizer Read(JsonNode json) => new(MetaspaceSettings.Read(json));

    /// <inheritdoc/>
    public bool NeedsOrigins => settings.PrependScheme == PrependScheme.First;

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        text.RewriteWords(Rewrite);
        if (settings.Split)
            text.Split(new StringPattern(_replacement), SplitBehavior.MergedWithNext);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => settings.Write(json);

    private void Rewrite(NormalizedText word)
    {
        word.Replace(new StringPattern([(byte)' ']), _replacement);
        var wanted = settings.PrependScheme == PrependScheme.Always
            || (settings.PrependScheme == PrependScheme.First && word.OriginStart == 0);
        if (wanted && !word.Span.StartsWith(_replacement))
            word.Prepend(_replacement);
    }
}
