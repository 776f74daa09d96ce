using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.PreTokenizers;

namespace FineTune.Tokenizers.Loading;

/// <summary>BERT and its relatives over <c>vocab.txt</c>.</summary>
internal static class BertFamily
{
    /// <summary>BERT's tokens.</summary>
    public static RoleTokens Roles { get; } =
        RoleTokens.Of(unk: "[UNK]", sep: "[SEP]", pad: "[PAD]", cls: "[CLS]", mask: "[MASK]");

    /// <summary>Puts BERT's components together around the vocabulary, as the reference does.</summary>
    public static TokenizerParts Assemble(Vocabulary vocabulary, TokenizerConfig config)
    {
        var (cls, sep) = (config.Roles.Cls!.Content, config.Roles.Sep!.Content);
        return new TokenizerParts
        {
            Normalizer = new BertNormalizer(
                cleanText: true, config.TokenizeChineseChars, config.StripAccents, config.DoLowerCase ?? true),
            PreTokenizer = new BertPreTokenizer(),
            Model = new WordPieceModel(vocabulary, config.Roles.Unk!.Content, "##", maxChars: 100),
            PostProcessor = TemplateProcessing.Of(
                $"{cls}:0 $A:0 {sep}:0", $"{cls}:0 $A:0 {sep}:0 $B:1 {sep}:1"),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
        };
    }
}
