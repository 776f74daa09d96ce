using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.PreTokenizers;

namespace FineTune.Tokenizers.Loading;

/// <summary>BERT's <c>vocab.txt</c>: one token a line, its id the line's number from 0.</summary>
internal static class VocabTxt
{
    /// <summary>Puts BERT's components together around the vocabulary, as the reference does.</summary>
    public static TokenizerParts Read(string file, TokenizerConfig config)
    {
        var vocabulary = ReadVocabulary(file);
        var roles = config.Roles.Or(RoleTokens.Bert);
        return new TokenizerParts
        {
            Normalizer = new BertNormalizer(
                cleanText: true, config.TokenizeChineseChars, config.StripAccents, config.DoLowerCase),
            PreTokenizer = new BertPreTokenizer(),
            Model = new WordPieceModel(vocabulary, roles.Unk!, "##", maxChars: 100),
            PostProcessor = ClsAndSep(Token(file, vocabulary, roles.Cls!), Token(file, vocabulary, roles.Sep!)),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
            AddedTokens = [.. roles.All.Where(token => vocabulary.Find(token) is not null).OrderBy(vocabulary.Find)
                .Select(token => new AddedToken { Content = token, Special = true })],
            Config = config with { Roles = roles },
        };
    }

    /// <summary>Writes the vocabulary, one token a line.</summary>
    public static void Write(string file, Vocabulary vocabulary) => FileWriting.Replace(file, stream =>
    {
        using var writer = new StreamWriter(stream);
        writer.NewLine = "\n";
        foreach (var (token, _) in vocabulary.ById())
            writer.WriteLine(token);
    });

    private static Vocabulary ReadVocabulary(string file)
    {
        var vocabulary = new Vocabulary();
        var id = 0;
        using var reader = new StringReader(TextEncoding.UTF8.GetString(FileReading.Bytes(file)));
        while (reader.ReadLine() is { } line)
            vocabulary.Add(line, id++);
        var problems = vocabulary.Freeze();
        return problems.Count == 0 ? vocabulary : throw TokenizerException.Invalid(file, problems);
    }

    private static SpecialToken Token(string file, Vocabulary vocabulary, string token) =>
        vocabulary.Find(token) is { } id
            ? new SpecialToken(token, id)
            : throw TokenizerException.Invalid(file, [$"the special token '{token}' is not in the vocabulary"]);

    private static TemplateProcessing ClsAndSep(SpecialToken cls, SpecialToken sep)
    {
        TemplatePiece[] single =
            [new(cls.Token, false, 0), new(null, false, 0), new(sep.Token, false, 0)];
        TemplatePiece[] pair = [.. single, new(null, true, 1), new(sep.Token, false, 1)];
        return new TemplateProcessing(single, pair, new Dictionary<string, IReadOnlyList<SpecialToken>>
        {
            [cls.Token] = [cls],
            [sep.Token] = [sep],
        });
    }
}
