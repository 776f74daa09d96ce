using System.Text;

namespace FineTune.Data;

/// <summary>What became of the pairs of a part when they were made into tokens.</summary>
public sealed record PairReport
{
    /// <summary>Pairs there were.</summary>
    public required int Rows { get; init; }

    /// <summary>Pairs left out because both answers are the same.</summary>
    public required int Identical { get; init; }

    /// <summary>Pairs left out because an answer has no token to learn from.</summary>
    public required int Unsupervised { get; init; }

    /// <summary>Pairs left out because they are too long.</summary>
    public required int Dropped { get; init; }

    /// <summary>Pairs kept whose prompt lost its head, and no answer anything.</summary>
    public required int PromptCut { get; init; }

    /// <summary>Pairs kept of which an answer lost its end.</summary>
    public required int AnswerCut { get; init; }

    /// <summary>Tokens of the pairs kept, both rows' prompts counted.</summary>
    public required long Tokens { get; init; }

    /// <summary>Tokens that both rows of a pair start with.</summary>
    public required long Shared { get; init; }

    /// <summary>Pairs that are left.</summary>
    public int Kept => Rows - Identical - Unsupervised - Dropped;

    /// <summary>Everything in a sentence or two.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Kept:N0} pairs of {Tokens:N0} tokens");
        text.Append(Tokens > 0 ? $", {Shared:N0} of them ({(double)Shared / Tokens:P0}) prompts that pairs share." : ".");
        text.AddFate(PromptCut, Rows, "had their prompt cut to max_length");
        text.AddFate(AnswerCut, Rows, "had an answer cut to max_length");
        text.AddFate(Dropped, Rows, "were dropped as longer than max_length");
        text.AddFate(Identical, Rows, "were dropped because both answers are the same");
        text.AddFate(Unsupervised, Rows, "were dropped for having an answer without a token to learn from");
        return text.ToString();
    }
}
