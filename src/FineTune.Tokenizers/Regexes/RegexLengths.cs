namespace FineTune.Tokenizers.Regexes;

/// <summary>How many code points a match can have.</summary>
internal static class RegexLengths
{
    /// <summary>The least and the most, -1 where there is no most.</summary>
    public static (int Min, int Max) Of(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Set:
                return (1, 1);
            case RegexNode.Sequence sequence:
                return sequence.Items.Select(Of).Aggregate((Min: 0, Max: 0), (a, b) => (a.Min + b.Min, Sum(a.Max, b.Max)));
            case RegexNode.Alternation alternation:
                var all = alternation.Items.Select(Of).ToArray();
                return (all.Min(l => l.Min), all.Any(l => l.Max < 0) ? -1 : all.Max(l => l.Max));
            case RegexNode.Repeat repeat:
                var (min, max) = Of(repeat.Item);
                return (min * repeat.Min, max < 0 || repeat.Max < 0 ? -1 : max * repeat.Max);
            case RegexNode.Capture capture:
                return Of(capture.Item);
            case RegexNode.Atomic atomic:
                return Of(atomic.Item);
            case RegexNode.Cluster:
                return (1, -1);
            case RegexNode.BackReference:
                return (0, -1);
            default:
                return (0, 0);
        }
    }

    private static int Sum(int a, int b) => a < 0 || b < 0 ? -1 : a + b;
}
