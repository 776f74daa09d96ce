using System.Security.Cryptography;
using System.Text;

namespace FineTune.Hub;

/// <summary>Checks content against the hash in its etag, while it arrives.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly string _etag;

    /// <param name="etag">
    /// 64 digits are the SHA-256 of the content (files in large file storage), 40 the SHA-1 that git gives it; anything
    /// else cannot be checked.
    /// </param>
    /// <param name="size">Bytes of the content, which git's hash begins with.</param>
    public ContentHash(string etag, long size)
    {
        _etag = etag;
        if (!etag.All(char.IsAsciiHexDigit))
        {
            return;
        }

        switch (etag.Length)
        {
            case 2 * SHA256.HashSizeInBytes:
                _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                break;
            case 2 * SHA1.HashSizeInBytes:
                _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
                _hash.AppendData(Encoding.ASCII.GetBytes($"blob {size}\0"));
                break;
            default:
                break;
        }
    }

    /// <summary>Adds what arrived.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _hash?.AppendData(bytes);

    /// <summary>The hash of all that arrived where it is not the one expected; null where it is.</summary>
    public string? Mismatch()
    {
        if (_hash is null)
        {
            return null;
        }

        var found = Convert.ToHexStringLower(_hash.GetHashAndReset());
        return string.Equals(found, _etag, StringComparison.OrdinalIgnoreCase) ? null : found;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();
}
