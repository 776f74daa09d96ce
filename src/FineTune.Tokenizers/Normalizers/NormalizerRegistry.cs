using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>All normalizers that a <c>tokenizer.json</c> can name.</summary>
internal static class NormalizerRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<INormalizer>> All { get; } =
    [
        new("BertNormalizer", BertNormalizer.Read),
        new("NFC", _ => new UnicodeFormNormalizer(compatible: false, composed: true)),
        new("NFD", _ => new UnicodeFormNormalizer(compatible: false, composed: false)),
        new("NFKC", _ => new UnicodeFormNormalizer(compatible: true, composed: true)),
        new("NFKD", _ => new UnicodeFormNormalizer(compatible: true, composed: false)),
        new("Lowercase", _ => new LowercaseNormalizer()),
        new("StripAccents", _ => new StripAccentsNormalizer()),
        new("Strip", StripNormalizer.Read),
        new("Replace", ReplaceNormalizer.Read),
        new("Prepend", PrependNormalizer.Read),
        new("Nmt", _ => new NmtNormalizer()),
        new("Precompiled", PrecompiledNormalizer.Read),
        new("ByteLevel", _ => new ByteLevelNormalizer()),
        new("Sequence", NormalizerSequence.Read),
    ];
}
