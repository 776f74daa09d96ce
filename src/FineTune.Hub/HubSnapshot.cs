namespace FineTune.Hub;

/// <summary>A repository's files at one commit, on this machine.</summary>
/// <param name="Repo">The repository.</param>
/// <param name="Folder">The folder that holds them.</param>
/// <param name="Commit">The commit.</param>
public sealed record HubSnapshot(HubRepo Repo, string Folder, string Commit)
{
    /// <summary>How many bytes had to be fetched; 0 where all was in the cache.</summary>
    public long FetchedBytes { get; init; }

    /// <summary>Why the cache was taken though the hub should have been asked; null where it was not.</summary>
    public string? Notice { get; init; }
}
