using System.Buffers;

namespace FineTune.Hub;

/// <summary>Names that come from a server and become paths.</summary>
internal static class HubPath
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(@"\:*?<>|""");

    /// <summary>Whether a name stays below the folder it is put in, on this and on any other system.</summary>
    public static bool IsSafe(string name) =>
        name.Length > 0
        && !name.AsSpan().ContainsAny(Forbidden) && !name.Any(char.IsControl)
        && name.Split('/').All(part => part.Length > 0 && part.Trim('.').Length > 0);
}
