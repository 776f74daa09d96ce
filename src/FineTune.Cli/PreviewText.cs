using FineTune.Data;

namespace FineTune.Cli;

/// <summary>A preview for a person: each row's tokens, coloured on a terminal and bracketed elsewhere, then figures of all
/// rows and what looks wrong.</summary>
internal static class PreviewText
{
    private const int BarWidth = 40;
    private const string Reset = "\e[0m";

    public static void Print(DataPreview preview, TextWriter output, bool isTerminal)
    {
        output.WriteLine(isTerminal
            ? $"{Painted("learned", Kind.Supervised)}, {Painted("read only", Kind.Ignored)}, {Painted("special", Kind.Special)}"
            : "«learned», read only; special tokens by their names");
        foreach (var row in preview.Rows)
        {
            output.WriteLine();
            output.WriteLine(
                $"{row.Row.Origin}: {row.Row.Length} tokens, {row.Row.TargetCount} learned{Cut(row.Row.Cuts)}");
            output.WriteLine(isTerminal ? Coloured(row.Tokens) : Bracketed(row.Tokens));
            output.WriteLine($"ids {string.Join(' ', row.Tokens.Select(t => t.Id))}");
        }
        output.WriteLine();
        output.WriteLine($"{preview.Part}: {preview.Report}");
        output.WriteLine($"cut or dropped for length: {preview.Report.OverlengthShare:P1} of the rows");
        output.WriteLine(
            $"learned tokens of a row: {preview.Targets.Fewest} to {preview.Targets.Most}, median {preview.Targets.Median}");
        Histogram(preview.Lengths, output);
        foreach (var finding in preview.Findings)
        {
            output.WriteLine($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Rule}: {finding.Message}");
        }
    }

    private static void Histogram(IReadOnlyList<LengthBucket> lengths, TextWriter output)
    {
        var most = Math.Max(1, lengths.Max(bucket => bucket.Rows));
        var width = lengths[^1].Longest.ToString().Length;
        foreach (var (shortest, longest, rows) in lengths)
        {
            var bar = new string('█', (int)Math.Ceiling((double)rows * BarWidth / most));
            output.WriteLine(
                $"{shortest.ToString().PadLeft(width)} to {longest.ToString().PadLeft(width)} tokens {bar.PadRight(BarWidth)} {rows:N0}");
        }
    }

    private static string Cut(RowCuts cuts) => cuts.HasFlag(RowCuts.Answer) ? ", answer cut"
        : cuts == RowCuts.None ? "" : ", prompt cut";

    private static string Coloured(IReadOnlyList<PreviewToken> tokens) =>
        string.Concat(Runs(tokens).Select(run => Painted(run.Text, run.Kind)));

    private static string Bracketed(IReadOnlyList<PreviewToken> tokens) =>
        string.Concat(tokens.Index().Select(t =>
            (t.Item.IsSupervised && (t.Index == 0 || !tokens[t.Index - 1].IsSupervised) ? "«" : "")
            + t.Item.Text
            + (t.Item.IsSupervised && (t.Index + 1 == tokens.Count || !tokens[t.Index + 1].IsSupervised) ? "»" : "")));

    private static IEnumerable<(Kind Kind, string Text)> Runs(IReadOnlyList<PreviewToken> tokens)
    {
        var start = 0;
        for (var end = 1; end <= tokens.Count; end++)
        {
            if (end == tokens.Count || KindOf(tokens[end]) != KindOf(tokens[start]))
            {
                yield return (KindOf(tokens[start]), string.Concat(tokens.Skip(start).Take(end - start).Select(t => t.Text)));
                start = end;
            }
        }
    }

    private static Kind KindOf(PreviewToken token) => (token.IsSpecial, token.IsSupervised) switch
    {
        (true, true) => Kind.LearnedSpecial,
        (true, false) => Kind.Special,
        (false, true) => Kind.Supervised,
        _ => Kind.Ignored,
    };

    // Each line is painted by itself: some terminals carry a colour over to the rest of the line.
    private static string Painted(string text, Kind kind) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? "" : $"{Colour(kind)}{line}{Reset}"));

    private static string Colour(Kind kind) => kind switch
    {
        Kind.Supervised => "\e[32m",
        Kind.LearnedSpecial => "\e[1;32m",
        Kind.Special => "\e[35m",
        _ => "\e[90m",
    };

    private enum Kind
    {
        Ignored,
        Supervised,
        Special,
        LearnedSpecial,
    }
}
