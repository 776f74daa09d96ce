using System.Buffers;
using System.Text.Unicode;
using FineTune.Tokenizers.AddedTokens;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PreTokenizers;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>
/// From text to tokens: cut out added tokens, normalise what lies between, split it into pieces, and let the model
/// tokenize each piece.
/// </summary>
internal sealed class EncodingPipeline(
    INormalizer? normalizer, IPreTokenizer? preTokenizer, IModel model, AddedVocabulary added)
{
    /// <summary>A pre-tokenizer that asks for origins needs changes followed, unless nothing changes the text before it.</summary>
    private readonly bool _alwaysTracked = (preTokenizer?.NeedsOrigins ?? false) && normalizer is not null;

    /// <summary>Appends the ids of <paramref name="text"/> to <paramref name="ids"/>.</summary>
    public void EncodeToIds(ReadOnlySpan<char> text, Workspace workspace, List<int> ids) =>
        AppendIds(workspace, Split(Transcode(text, workspace), workspace, tracked: false), ids);

    /// <summary>Encodes <paramref name="text"/> with offsets and word ids.</summary>
    public EncodedSequence Encode(string text, Workspace workspace)
    {
        var source = Transcode(text, workspace);
        var split = Split(source, workspace, tracked: true);
        return new SequenceBuilder(text, source, split, model).Build(workspace);
    }

    /// <summary>Tokenizes one part of a piece, from memory where it was seen before.</summary>
    public static ReadOnlySpan<TokenSpan> Tokenize(
        IModel model, ReadOnlySpan<byte> part, bool isByteLevel, Workspace workspace)
    {
        var hash = Hashing.Of(part);
        if (workspace.Cache.TryGet(part, hash, out var known))
            return known;
        workspace.Tokens.Truncate(0);
        model.Tokenize(part, isByteLevel, workspace.Tokens);
        if (model.IsDeterministic)
            workspace.Cache.Add(part, hash, workspace.Tokens.Span);
        return workspace.Tokens.Span;
    }

    private void AppendIds(Workspace workspace, PreTokenizedText split, List<int> ids)
    {
        var text = split.Text.Span;
        foreach (var piece in split.Pieces)
        {
            if (piece.IsAdded)
            {
                ids.Add(piece.AddedId);
                continue;
            }
            var word = text[piece.Start..piece.End];
            for (int start = 0, end; start < word.Length; start = end)
            {
                end = model.PartEnd(word, start, split.IsByteLevel);
                foreach (var token in Tokenize(model, word[start..end], split.IsByteLevel, workspace))
                    ids.Add(token.Id);
            }
        }
    }

    private PreTokenizedText Split(ReadOnlySpan<byte> source, Workspace workspace, bool tracked)
    {
        tracked |= _alwaysTracked;
        var result = workspace.PreTokenized;
        result.Clear(tracked);
        workspace.OriginalPieces.Clear();
        added.SplitOriginal(source, workspace.OriginalPieces);
        foreach (var piece in workspace.OriginalPieces)
            AddStretch(source, piece, workspace, tracked, isOnly: workspace.OriginalPieces.Count == 1);
        preTokenizer?.PreTokenize(result);
        if (!model.ReadsByteLevel)
            result.MapBytes();
        return result;
    }

    /// <summary>Normalises what lies between two added tokens and looks for further ones in the result.</summary>
    private void AddStretch(ReadOnlySpan<byte> source, Piece piece, Workspace workspace, bool tracked, bool isOnly)
    {
        var stretch = workspace.Stretch;
        stretch.Reset(source[piece.Start..piece.End], piece.Start, tracked);
        if (piece.IsAdded)
        {
            Append(workspace, new Piece(0, stretch.Length, piece.AddedId), isOnly);
            return;
        }
        normalizer?.Normalize(stretch);
        workspace.NormalizedPieces.Clear();
        added.SplitNormalized(stretch.Span, workspace.NormalizedPieces);
        var isWhole = isOnly && workspace.NormalizedPieces.Count == 1;
        foreach (var part in workspace.NormalizedPieces)
            Append(workspace, part with { OriginStart = stretch.OriginOf(part.Start) }, isWhole);
    }

    private static void Append(Workspace workspace, Piece piece, bool isWholeText)
    {
        var target = workspace.PreTokenized;
        if (isWholeText)
        {
            workspace.Stretch = target.Exchange(workspace.Stretch);
            target.Add(piece);
            return;
        }
        var start = target.Text.Length;
        target.Text.Append(workspace.Stretch, piece.Start, piece.End);
        target.Add(piece with { Start = start, End = target.Text.Length });
    }

    private static ReadOnlySpan<byte> Transcode(ReadOnlySpan<char> text, Workspace workspace)
    {
        var most = TextEncoding.UTF8.GetMaxByteCount(text.Length);
        if (workspace.Source.Length < most)
            workspace.Source = new byte[most];
        var status = Utf8.FromUtf16(text, workspace.Source, out var read, out var written, replaceInvalidSequences: false);
        return status == OperationStatus.Done
            ? workspace.Source.AsSpan(0, written)
            : throw TokenizerException.LoneSurrogate(text.ToString(), read);
    }
}
