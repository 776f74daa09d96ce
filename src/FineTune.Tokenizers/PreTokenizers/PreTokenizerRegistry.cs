using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>All pre-tokenizers that a <c>tokenizer.json</c> can name.</summary>
internal static class PreTokenizerRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IPreTokenizer>> All { get; } =
    [
        new("BertPreTokenizer", _ => new BertPreTokenizer()),
        new("Whitespace", _ => new WhitespacePreTokenizer()),
        new("WhitespaceSplit", _ => new WhitespaceSplitPreTokenizer()),
        new("Punctuation", PunctuationPreTokenizer.Read),
        new("Digits", DigitsPreTokenizer.Read),
        new("Split", SplitPreTokenizer.Read),
        new("ByteLevel", ByteLevelPreTokenizer.Read),
        new("Metaspace", MetaspacePreTokenizer.Read),
        new("UnicodeScripts", _ => new UnicodeScriptsPreTokenizer()),
        new("CharDelimiterSplit", CharDelimiterSplitPreTokenizer.Read),
        new("FixedLength", FixedLengthPreTokenizer.Read),
        new("Sequence", PreTokenizerSequence.Read),
    ];
}
