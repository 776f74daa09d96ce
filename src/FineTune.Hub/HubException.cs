using System.Net;

namespace FineTune.Hub;

/// <summary>A repository cannot be had from the hub or its cache; the message says what to do.</summary>
public sealed class HubException : Exception
{
    private const int MostNames = 12;

    private const string TokenFix =
        "if it is private or gated, set HF_TOKEN to a token that may read it (huggingface.co/settings/tokens)";

    private HubException(string problem, string? fix = null, bool isUnreachable = false)
        : base(fix is null ? problem : $"{problem}\n  fix: {fix}") =>
        (Problem, Fix, IsUnreachable) = (problem, fix, isUnreachable);

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What to do about it; null where nobody knows.</summary>
    public string? Fix { get; }

    /// <summary>Whether the hub did not answer, so that what is in the cache is the best there is.</summary>
    public bool IsUnreachable { get; }

    /// <summary>There is no such repository, or it does not show itself.</summary>
    /// <param name="repo">The repository.</param>
    /// <param name="endpoint">The hub.</param>
    /// <param name="hasToken">Whether a token was sent.</param>
    public static HubException RepoNotFound(HubRepo repo, Uri endpoint, bool hasToken) =>
        new($"'{repo.Name}' is neither a folder here nor a {Noun(repo)} at {endpoint.Host}"
            + (hasToken ? " that the token in use may see" : " that everybody may see"),
            $"correct the name, or {TokenFix}");

    /// <summary>The repository has no such branch, tag or commit.</summary>
    public static HubException RevisionNotFound(HubRepo repo) =>
        new($"{repo.Name} has no revision '{repo.Revision}'", "name a branch, a tag or a commit after the @");

    /// <summary>The repository is shown, but its files are given only to those who asked.</summary>
    public static HubException Gated(HubRepo repo, Uri endpoint, bool hasToken) =>
        new($"{repo.Name} is gated: its files are given to those who accepted its terms",
            $"accept them at {endpoint}{repo.Name}, then "
            + (hasToken ? "use a token of that account" : "set HF_TOKEN to a token of that account"));

    /// <summary>The token is refused.</summary>
    public static HubException BadToken(Uri endpoint) =>
        new($"{endpoint.Host} does not accept the token in use",
            "set HF_TOKEN to a valid one, or unset it and remove the token file for what is public");

    /// <summary>The hub refuses, and says why.</summary>
    public static HubException Forbidden(HubRepo repo, string reason) =>
        new($"{repo.Name} may not be read: {reason}", TokenFix);

    /// <summary>The repository has no such file.</summary>
    public static HubException FileNotFound(HubRepo repo, string file) =>
        new($"{repo} has no file '{file}', though its listing or another of its files names it",
            "name another revision; this one is not whole");

    /// <summary>The hub does not answer.</summary>
    public static HubException Unreachable(Uri address, string reason) =>
        new($"{address.Host} does not answer: {reason}",
            "check the network (or HF_ENDPOINT, HTTPS_PROXY), or name a folder that is already here",
            isUnreachable: true);

    /// <summary>The hub asks to come back later.</summary>
    public static HubException TooManyRequests(Uri address, TimeSpan? wait) =>
        new($"{address.Host} answers that there were too many requests"
            + (wait is { } time ? $", and to come back in {time.TotalSeconds:N0} seconds" : ""),
            "wait, or set HF_TOKEN: those who are known may ask more often",
            isUnreachable: true);

    /// <summary>The hub answers with something else.</summary>
    public static HubException Unexpected(Uri address, HttpStatusCode status, string? message) =>
        new($"{address.GetLeftPart(UriPartial.Path)} answers {(int)status} {status}"
            + (string.IsNullOrEmpty(message) ? "" : $": {message}"),
            isUnreachable: (int)status >= 500);

    /// <summary>The hub's answer is not what its protocol says.</summary>
    public static HubException BadAnswer(Uri address, string reason) =>
        new($"{address.GetLeftPart(UriPartial.Path)}: this is no answer of a hub: {reason}", "check HF_ENDPOINT");

    /// <summary>A file is not what the hub says it is, also when it is fetched again.</summary>
    public static HubException Corrupt(HubRepo repo, string file, string expected, string found) =>
        new($"{repo}: '{file}' comes damaged: it should have {expected} and has {found}",
            "try later; a proxy or mirror on the way may change files");

    /// <summary>The disk has no room.</summary>
    public static HubException NoRoom(HubRepo repo, string folder, long needed, long free) =>
        new($"{repo} takes {Size(needed)}, and {folder} has {Size(free)} left",
            "make room, or set HF_HUB_CACHE to a folder on another disk");

    /// <summary>The cache cannot be written to.</summary>
    public static HubException CacheUnusable(string folder, string reason) =>
        new($"the cache {folder} cannot be used: {reason}", "set HF_HUB_CACHE to a folder that can be written to");

    /// <summary>An index of shards cannot be read.</summary>
    public static HubException BadIndex(string file, string reason) =>
        new($"{file}: this is no index of shards: {reason}", "remove the file, so that it is fetched again");

    /// <summary>An endpoint is no address.</summary>
    public static HubException BadEndpoint(string text) =>
        new($"HF_ENDPOINT is '{text}', which is no address", "set it to something like https://huggingface.co");

    /// <summary>The repository has nothing that can be used.</summary>
    internal static HubException NothingToUse(HubRepo repo, string needs, IReadOnlyCollection<string> found) =>
        new($"{repo} has nothing that can be used here\n  looked for: {needs}"
            + $"\n  found: {(found.Count == 0 ? "nothing" : string.Join(", ", found.Take(MostNames)))}"
            + (found.Count > MostNames ? $" and {found.Count - MostNames} more" : ""));

    /// <summary>The network may not be touched, and the cache does not have the repository.</summary>
    /// <param name="repo">The repository.</param>
    /// <param name="cacheFolder">The cache.</param>
    /// <param name="needs">What would have to be there.</param>
    /// <param name="found">What is there of it.</param>
    internal static HubException NotCached(HubRepo repo, string cacheFolder, string needs, string found) =>
        new($"'{repo}' is not a folder here, and offline it can only come from the cache, which does not have it"
            + $"\n  looked for: {needs}"
            + $"\n  in: {Path.Combine(cacheFolder, repo.FolderName)} ({found})",
            "run once online (without HF_HUB_OFFLINE), or name a folder");

    private static string Noun(HubRepo repo) => repo.Kind == HubKind.Model ? "model" : "data set";

    private static string Size(long bytes) => $"{bytes / 1e9:N1} GB";
}
