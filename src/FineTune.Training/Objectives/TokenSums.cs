namespace FineTune.Training;

/// <summary>Sums over supervised tokens.</summary>
/// <param name="Count">How many tokens.</param>
/// <param name="Loss">Cross-entropy, in nats.</param>
/// <param name="Correct">Tokens that were held for the likeliest.</param>
/// <param name="Entropy">Entropy of the predictions, in nats.</param>
internal readonly record struct TokenSums(long Count, double Loss, double Correct, double Entropy)
{
    public static TokenSums operator +(TokenSums a, TokenSums b) =>
        new(a.Count + b.Count, a.Loss + b.Loss, a.Correct + b.Correct, a.Entropy + b.Entropy);

    /// <summary>A sum as the mean of a token.</summary>
    public double Mean(double sum) => sum / Math.Max(1, Count);
}
