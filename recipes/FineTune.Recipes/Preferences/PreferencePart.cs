using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>One part of a data set of preferences, whatever its rows are: pairs, or single answers.</summary>
internal sealed record PreferencePart
{
    /// <summary>Which part it is.</summary>
    public required string Name { get; init; }

    /// <summary>Tokens of each row as it is packed, <c>[rows]</c>.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>A hash of the rows.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Answers of a row: 2 of a pair.</summary>
    public required int AnswersOfRow { get; init; }

    /// <summary>Packs rows, given the reference's log-probabilities <c>[rows * answers]</c> where they are known.</summary>
    public required Func<float[]?, Collate> Packing { get; init; }

    /// <summary>A row as a model will see it, and what of it is learned.</summary>
    public required TokenDataset Shown { get; init; }

    /// <summary>How many rows there are.</summary>
    public int Count => Lengths.Length;

    /// <summary>A part of pairs.</summary>
    /// <param name="pairs">The pairs; null gives null.</param>
    /// <param name="task">How they are packed.</param>
    public static PreferencePart? Of(PairDataset? pairs, TaskConfig task)
    {
        if (pairs is null)
        {
            return null;
        }
        var plain = new PairCollator(pairs.Rows, task.SharedPrompts, withPromptTargets: task.Type == TaskConfig.Orpo)
        {
            LdAlpha = task.LdAlpha,
        };
        return new PreferencePart
        {
            Name = pairs.Name,
            Lengths = plain.Lengths,
            Fingerprint = pairs.Fingerprint(),
            AnswersOfRow = 2,
            Packing = known => new PairCollator(pairs.Rows, plain.SharedPrompts, plain.WithPromptTargets)
            {
                LdAlpha = plain.LdAlpha,
                ReferenceLogProbs = known is null ? null : [.. known.Chunk(2).Select(pair => (pair[0], pair[1]))],
            }.Collate,
            Shown = pairs.AsRows(),
        };
    }

    /// <summary>A part of single answers.</summary>
    /// <param name="answers">The answers; null gives null.</param>
    /// <param name="task">What is learned of them.</param>
    /// <param name="maxLength">Most tokens of a row.</param>
    public static PreferencePart? Of(JudgedPart? answers, TaskConfig task, int maxLength) => answers is null
        ? null
        : new PreferencePart
        {
            Name = answers.Answers.Name,
            Lengths = [.. answers.Answers.Rows.Select(row => row.Length)],
            Fingerprint = answers.Fingerprint(),
            AnswersOfRow = 1,
            Packing = known => new JudgedCollator(
                answers.Answers.Rows, answers.Desirable, KtoObjective.UsesDivergence(task), maxLength)
            {
                ReferenceLogProbs = known,
            }.Collate,
            Shown = answers.Answers,
        };
}
