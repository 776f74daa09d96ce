using FineTune.Tokenizers.Models;

namespace FineTune.Tokenizers.Loading;

/// <summary>SentencePiece's <c>tokenizer.model</c>, <c>spiece.model</c> and the like.</summary>
internal static class SentencePieceFile
{
    /// <summary>Reads the vocabulary, and for BPE the merges that the pieces imply.</summary>
    public static VocabularySource From(string file, SentencePieceModel model)
    {
        var vocabulary = new Vocabulary();
        for (var id = 0; id < model.Pieces.Count; id++)
            vocabulary.Add(model.Pieces[id].Text, id);
        var problems = vocabulary.Freeze(keepRepeated: true);
        if (problems.Count > 0)
            throw TokenizerException.Invalid(file, problems);
        if (model.ModelType is not (SentencePieceModel.Algorithm.Unigram or SentencePieceModel.Algorithm.Bpe))
            throw TokenizerException.Invalid(file, [$"models of type '{model.ModelType}' are not supported; Unigram and Bpe are"]);
        return new VocabularySource
        {
            Vocabulary = vocabulary,
            Merges = model.ModelType == SentencePieceModel.Algorithm.Bpe ? ImpliedMerges(vocabulary) : [],
            SentencePiece = model,
        };
    }

    /// <summary>Control and user-defined pieces, which are matched before anything is split.</summary>
    public static IEnumerable<AddedToken> AddedTokens(SentencePieceModel model) => model.Pieces
        .Where(p => p.Type is SentencePieceModel.PieceType.Control or SentencePieceModel.PieceType.UserDefined)
        .Select(p => new AddedToken
        {
            Content = p.Text,
            Normalized = false,
            Special = p.Type == SentencePieceModel.PieceType.Control,
        });

    /// <summary>
    /// The merges behind a vocabulary in learning order: every way to put a token together from two others, the
    /// shortest left part first.
    /// </summary>
    private static List<(int Left, int Right, int Result)> ImpliedMerges(Vocabulary vocabulary)
    {
        List<(int, int, int)> merges = [];
        for (var id = 0; id < vocabulary.IdLimit; id++)
        {
            var token = vocabulary.BytesOf(id);
            for (var cut = 1; cut < token.Length; cut++)
            {
                if (!Unicode.CodePoint.IsContinuation(token[cut])
                    && vocabulary.TryGetId(token[..cut], out var left) && vocabulary.TryGetId(token[cut..], out var right))
                    merges.Add((left, right, id));
            }
        }
        return merges;
    }
}
