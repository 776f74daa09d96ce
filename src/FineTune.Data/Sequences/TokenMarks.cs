using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>Carries marks of a text over to its tokens.</summary>
internal static class TokenMarks
{
    /// <summary>
    /// The tokens that hold some of the marked text, as runs; and whether the first token of a run also holds text
    /// before the mark.
    /// </summary>
    /// <param name="spans">The marked text, in ascending order, without overlaps.</param>
    /// <param name="offsets">Where each token lies in the text, <c>[tokens]</c>.</param>
    public static (List<TokenRun> Runs, bool HasSharedToken) Of(IReadOnlyList<TextSpan> spans, TextSpan[] offsets)
    {
        var runs = new List<TokenRun>(spans.Count);
        var (token, hasSharedToken) = (0, false);
        foreach (var span in spans)
        {
            while (token < offsets.Length && EndsBefore(offsets[token], span.Start))
            {
                token++;
            }

            var start = token;
            while (token < offsets.Length && offsets[token].Start < span.End)
            {
                token++;
            }

            if (start == token)
            {
                continue;
            }

            hasSharedToken |= offsets[start].Start < span.Start;
            if (runs.Count > 0 && runs[^1].End == start)
            {
                runs[^1] = runs[^1] with { End = token };
            }
            else
            {
                runs.Add(new TokenRun(start, token));
            }
        }

        return (runs, hasSharedToken);
    }

    // A token without text of its own belongs to what starts where it stands.
    private static bool EndsBefore(TextSpan token, int start) =>
        token.Length > 0 ? token.End <= start : token.Start < start;
}
