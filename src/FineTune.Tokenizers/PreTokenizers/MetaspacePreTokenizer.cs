using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Writes spaces as a visible character, puts one in front, and splits before each.</summary>
internal sealed class MetaspacePreTokenizer : IPreTokenizer
{
    private static readonly StringPattern Space = new([(byte)' ']);

    private readonly MetaspaceSettings _settings;
    private readonly byte[] _replacement;
    private readonly Action<NormalizedText> _rewrite;

    /// <summary>Builds the component.</summary>
    public MetaspacePreTokenizer(MetaspaceSettings settings)
    {
        _settings = settings;
        _replacement = TextEncoding.UTF8.GetBytes(settings.Replacement);
        _rewrite = Rewrite;
    }

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static MetaspacePreTokenizer Read(JsonNode json) => new(MetaspaceSettings.Read(json));

    /// <inheritdoc/>
    public bool NeedsOrigins => _settings.PrependScheme == PrependScheme.First;

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        text.RewriteWords(_rewrite);
        if (_settings.Split)
            text.Split(new StringPattern(_replacement), SplitBehavior.MergedWithNext);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => _settings.Write(json);

    private void Rewrite(NormalizedText word)
    {
        word.Replace(Space, _replacement);
        var wanted = _settings.PrependScheme == PrependScheme.Always
            || (_settings.PrependScheme == PrependScheme.First && word.OriginStart == 0);
        if (wanted && !word.Span.StartsWith(_replacement))
            word.Prepend(_replacement);
    }
}
