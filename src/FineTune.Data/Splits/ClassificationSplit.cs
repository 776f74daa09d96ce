using System.Security.Cryptography;
using System.Text;

namespace FineTune.Data;

/// <summary>One part of a classification data set.</summary>
/// <param name="Name">Which part it is: <c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Examples">The rows.</param>
/// <param name="Labels">Their labels as numbers, in the same order.</param>
public sealed record ClassificationSplit(string Name, IReadOnlyList<TextExample> Examples, LabelColumn Labels)
{
    private const char Separator = '\u001f';
    private const int CharactersAtOnce = 1 << 16;

    /// <summary>
    /// A hash of all texts and labels in their order. Training may only be resumed on the rows it started on: compare
    /// it.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pending = new StringBuilder();
        foreach (var example in Examples)
        {
            // Unit separators, which no text has in earnest, keep ("ab", "c") and ("a", "bc") apart.
            pending.Append(example.Text).Append(Separator).Append(example.TextPair).Append(Separator)
                .Append(example.Label).Append(Separator);
            if (pending.Length > CharactersAtOnce)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(pending.ToString()));
                pending.Clear();
            }
        }

        hash.AppendData(Encoding.UTF8.GetBytes(pending.ToString()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
