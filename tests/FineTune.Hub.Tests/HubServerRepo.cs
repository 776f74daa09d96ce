using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace FineTune.Hub.Tests;

/// <summary>A repository of the test's server.</summary>
internal sealed class HubServerRepo
{
    public string Commit { get; set; } = new('c', 40);

    public ConcurrentDictionary<string, HubServerFile> Files { get; } = new();

    public HubServerRepo With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text), isLarge: false);

    public HubServerRepo With(string name, byte[] bytes, bool isLarge = true)
    {
        Files[name] = new HubServerFile(bytes, isLarge);
        return this;
    }

    /// <summary>The name that git gives to a content.</summary>
    public static string GitHash(byte[] bytes) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(
            HashAlgorithmName.SHA1, [.. Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"), .. bytes]));
}
