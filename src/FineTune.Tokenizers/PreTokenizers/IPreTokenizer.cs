using System.Text.Json;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Splits a normalised text into the pieces that the model sees one by one.</summary>
internal interface IPreTokenizer
{
    /// <summary>Whether it asks where in the original text a piece begins, even when no offsets are wanted.</summary>
    bool NeedsOrigins => false;

    /// <summary>Splits every piece of <paramref name="text"/> that is not an added token.</summary>
    void PreTokenize(PreTokenizedText text);

    /// <summary>Writes the component as it stands in <c>tokenizer.json</c>.</summary>
    void Write(Utf8JsonWriter json);
}
