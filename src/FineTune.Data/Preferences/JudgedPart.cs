using System.Security.Cryptography;

namespace FineTune.Data;

/// <summary>One part of a data set of single answers.</summary>
/// <param name="Answers">The answers with their prompts, as tokens.</param>
/// <param name="Desirable">Whether each is good, <c>[rows]</c>.</param>
public sealed record JudgedPart(TokenDataset Answers, IReadOnlyList<bool> Desirable)
{
    /// <summary>A hash of all tokens and labels.</summary>
    public string Fingerprint()
    {
        var labels = SHA256.HashData([.. Desirable.Select(good => good ? (byte)1 : (byte)0)]);
        return $"{Answers.Fingerprint()}-{Convert.ToHexStringLower(labels)}";
    }
}
