using System.Diagnostics.CodeAnalysis;

namespace FineTune.Hub;

/// <summary>A repository on the hub at a revision.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">Its name, <c>org/name</c>, or <c>name</c> alone for the oldest ones.</param>
/// <param name="Revision">A branch, a tag or a commit; default <c>main</c>.</param>
public sealed record HubRepo(HubKind Kind, string Name, string Revision = HubRepo.DefaultRevision)
{
    /// <summary>The branch that is taken where none is named.</summary>
    public const string DefaultRevision = "main";

    private const int LongestName = 96;
    private const int CommitDigits = 40;

    /// <summary>The folder it has in the cache, such as <c>models--org--name</c>.</summary>
    public string FolderName => $"{Plural}--{Name.Replace("/", "--", StringComparison.Ordinal)}";

    /// <summary>Whether the revision is a commit, which can never change.</summary>
    public bool IsPinned => IsCommit(Revision);

    /// <summary>The word for its kind in addresses: <c>models</c>, <c>datasets</c>.</summary>
    internal string Plural => Kind == HubKind.Model ? "models" : "datasets";

    /// <summary>Reads <c>org/name</c> or <c>org/name@revision</c>; false for a text that can be no such name.</summary>
    /// <remarks>The rules are those of huggingface_hub's <c>validate_repo_id</c>.</remarks>
    public static bool TryParse(string text, HubKind kind, [NotNullWhen(true)] out HubRepo? repo)
    {
        var at = text.IndexOf('@');
        var name = at < 0 ? text : text[..at];
        var revision = at < 0 ? DefaultRevision : text[(at + 1)..];
        var parts = name.Split('/');
        var isName = parts.Length <= 2 && name.Length <= LongestName && parts.All(IsPart)
            && !name.Contains("--", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal)
            && !name.EndsWith(".git", StringComparison.Ordinal);
        repo = isName && HubPath.IsSafe(revision) ? new HubRepo(kind, name, revision) : null;
        return repo is not null;
    }

    /// <summary>The name as it is written: with the revision unless that is <c>main</c>.</summary>
    public override string ToString() => Revision == DefaultRevision ? Name : $"{Name}@{Revision}";

    /// <summary>Whether a text is a commit's hash.</summary>
    internal static bool IsCommit(string text) => text.Length == CommitDigits && text.All(char.IsAsciiHexDigitLower);

    private static bool IsPart(string part) =>
        part.Length > 0 && part[0] is not ('-' or '.') && part[^1] is not ('-' or '.')
        && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
