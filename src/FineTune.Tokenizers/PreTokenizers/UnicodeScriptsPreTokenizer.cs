using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>
/// Splits where the script changes; Japanese kana count as Chinese, and spaces belong to the script before them.
/// Spaces in front of everything are lost, as in the reference.
/// </summary>
internal sealed class UnicodeScriptsPreTokenizer : IPreTokenizer
{
    /// <summary>The class of what fits any script.</summary>
    private const byte Any = 0;

    private static readonly Lazy<CodePointClasses> Scripts = new(() => new(UnicodeData.Ranges("split-script")));

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) =>
        text.Split(default(Pattern), SplitBehavior.Removed, invert: true);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json) => json.WriteTypeOnly("UnicodeScripts");

    /// <summary>Matches a run of one script.</summary>
    private readonly struct Pattern : IPattern
    {
        public int Find(ReadOnlySpan<byte> text, int from, out int end)
        {
            var scripts = Scripts.Value;
            var start = -1;
            var current = Any;
            for (end = from; end < text.Length;)
            {
                var script = scripts[CodePoint.Read(text, end, out var length)];
                if (script != Any && script != current)
                {
                    if (start >= 0)
                        return start;
                    start = end;
                    current = script;
                }
                end += length;
            }
            return start;
        }
    }
}
