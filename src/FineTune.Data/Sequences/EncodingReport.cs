using System.Text;

namespace FineTune.Data;

/// <summary>What became of the rows of a part when they were made into tokens.</summary>
public sealed record EncodingReport
{
    /// <summary>Rows there were.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows left out because no token of them is learned.</summary>
    public required int Unsupervised { get; init; }

    /// <summary>Rows left out because they are too long.</summary>
    public required int Dropped { get; init; }

    /// <summary>Rows kept that lost tokens that are not learned, and no others.</summary>
    public required int PromptCut { get; init; }

    /// <summary>Rows kept that lost tokens that would be learned.</summary>
    public required int AnswerCut { get; init; }

    /// <summary>Tokens of the rows kept.</summary>
    public required long Tokens { get; init; }

    /// <summary>Tokens of the rows kept that are learned.</summary>
    public required long Targets { get; init; }

    /// <summary>Rows that are left.</summary>
    public int Kept => Rows - Unsupervised - Dropped;

    /// <summary>The share of the rows that were cut or dropped for their length, 0 to 1.</summary>
    public double OverlengthShare => Rows == 0 ? 0 : (double)(PromptCut + AnswerCut + Dropped) / Rows;

    /// <summary>Everything in a sentence or two.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Kept:N0} rows of {Tokens:N0} tokens, {Targets:N0} of them learned");
        text.Append(Tokens > 0 ? $" ({(double)Targets / Tokens:P0})." : ".");
        text.AddFate(PromptCut, Rows, "had their prompt cut to max_length");
        text.AddFate(AnswerCut, Rows, "had their answer cut to max_length");
        text.AddFate(Dropped, Rows, "were dropped as longer than max_length");
        text.AddFate(Unsupervised, Rows, "were dropped for having no token to learn from");
        return text.ToString();
    }
}
