using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>What a person should see of a data set before a model is trained on it.</summary>
public sealed record DataPreview
{
    /// <summary>The part that is shown.</summary>
    public required string Part { get; init; }

    /// <summary>Some of its rows, spread evenly over all.</summary>
    public required IReadOnlyList<PreviewRow> Rows { get; init; }

    /// <summary>How long the rows are, in tokens.</summary>
    public required IReadOnlyList<LengthBucket> Lengths { get; init; }

    /// <summary>How many tokens the rows learn: the fewest, the median and the most of a row.</summary>
    public required (int Fewest, int Median, int Most) Targets { get; init; }

    /// <summary>What was cut and dropped.</summary>
    public required EncodingReport Report { get; init; }

    /// <summary>What should be looked at, the worst first.</summary>
    public required IReadOnlyList<LintFinding> Findings { get; init; }

    /// <summary>Previews a part. No weights are needed.</summary>
    /// <param name="data">The part; at least one row.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="rows">How many rows to show.</param>
    /// <param name="template">The chat template it was made with; null where none was.</param>
    /// <param name="checkpoint">The checkpoint's own chat template; null where it has none.</param>
    public static DataPreview Of(
        TokenDataset data,
        Tokenizer tokenizer,
        int rows,
        ChatTemplate? template = null,
        ChatTemplate? checkpoint = null)
    {
        var shown = Math.Min(rows, data.Rows.Count);
        int[] targets = [.. data.Rows.Select(row => row.TargetCount).Order()];
        return new DataPreview
        {
            Part = data.Name,
            Rows =
            [
                .. Enumerable.Range(0, shown).Select(i =>
                    PreviewRow.Of(data.Rows[(int)((long)i * data.Rows.Count / shown)], tokenizer)),
            ],
            Lengths = LengthBucket.Histogram([.. data.Rows.Select(row => row.Length)]),
            Targets = (targets[0], targets[targets.Length / 2], targets[^1]),
            Report = data.Report,
            Findings = Lint.Run(data, tokenizer, template, checkpoint),
        };
    }
}
