using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>Sums and differences of sets of spans.</summary>
internal static class SpanSet
{
    /// <summary>All that is in one of the spans, in ascending order, without overlaps and empty spans.</summary>
    public static List<TextSpan> Union(IEnumerable<TextSpan> spans)
    {
        var union = new List<TextSpan>();
        foreach (var span in spans.Where(span => span.Length > 0).OrderBy(span => span.Start))
        {
            if (union.Count > 0 && span.Start <= union[^1].End)
            {
                union[^1] = union[^1] with { End = Math.Max(union[^1].End, span.End) };
            }
            else
            {
                union.Add(span);
            }
        }

        return union;
    }

    /// <summary>All that is in one of the spans and in none of those removed.</summary>
    public static List<TextSpan> Except(IEnumerable<TextSpan> spans, IEnumerable<TextSpan> removed)
    {
        var rest = Union(spans);
        foreach (var hole in Union(removed))
        {
            rest = [.. rest.SelectMany(span => Without(span, hole))];
        }

        return rest;
    }

    /// <summary>What of the spans lies within another.</summary>
    public static IEnumerable<TextSpan> Within(IEnumerable<TextSpan> spans, TextSpan outer) =>
        from span in spans
        let common = new TextSpan(Math.Max(span.Start, outer.Start), Math.Min(span.End, outer.End))
        where common.Length > 0
        select common;

    private static IEnumerable<TextSpan> Without(TextSpan span, TextSpan hole)
    {
        if (hole.End <= span.Start || span.End <= hole.Start)
        {
            return [span];
        }

        TextSpan[] parts = [new(span.Start, hole.Start), new(hole.End, span.End)];
        return parts.Where(part => part.Length > 0);
    }
}
