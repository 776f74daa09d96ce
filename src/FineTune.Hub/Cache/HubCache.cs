namespace FineTune.Hub;

/// <summary>The cache that all tools of the field share.</summary>
/// <remarks>
/// Layout of huggingface_hub: <c>models--org--name/</c> with <c>blobs/HASH</c>, <c>refs/REVISION</c> (a text file with
/// a commit) and <c>snapshots/COMMIT/FILE</c>, links into the blobs; locks in <c>.locks/</c> beside.
/// </remarks>
/// <param name="root">The cache's folder.</param>
internal sealed class HubCache(string root)
{
    private const string Blobs = "blobs";
    private const string Refs = "refs";
    private const string Snapshots = "snapshots";

    /// <summary>The cache's folder.</summary>
    public string Root => root;

    /// <summary>The commit that a revision was at when it was last asked for; null if it never was.</summary>
    public string? Commit(HubRepo repo)
    {
        if (repo.IsPinned)
        {
            return repo.Revision;
        }

        var path = Path.Combine(Folder(repo), Refs, repo.Revision);
        return File.Exists(path) && File.ReadAllText(path).Trim() is var commit && HubRepo.IsCommit(commit)
            ? commit
            : null;
    }

    /// <summary>Notes the commit that a revision is at.</summary>
    public void SetCommit(HubRepo repo, string commit)
    {
        if (!repo.IsPinned && Commit(repo) != commit)
        {
            var path = Path.Combine(Folder(repo), Refs, repo.Revision);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.{Path.GetRandomFileName()}"; // Its own: threads of one process write here at once too.
            File.WriteAllText(temporary, commit);
            File.Move(temporary, path, overwrite: true);
        }
    }

    /// <summary>The folder of a repository's files at a commit.</summary>
    public string Snapshot(HubRepo repo, string commit) => Path.Combine(Folder(repo), Snapshots, commit);

    /// <summary>Where a file's content is kept.</summary>
    public string Blob(HubRepo repo, string etag) => Path.Combine(Folder(repo), Blobs, etag);

    /// <summary>What keeps two processes from fetching the same content at once.</summary>
    public string Lock(HubRepo repo, string etag) => Path.Combine(root, ".locks", repo.FolderName, etag + ".lock");

    /// <summary>Puts a file into a snapshot: as a link, or where there are none as the content itself.</summary>
    public void Link(HubRepo repo, string commit, string file, string etag)
    {
        var path = Path.Combine(Snapshot(repo, commit), file);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var blob = Blob(repo, etag);
        var target = Path.GetRelativePath(Path.GetDirectoryName(path)!, blob);
        try
        {
            File.Delete(path); // A link whose blob is gone.
            File.CreateSymbolicLink(path, target);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
        catch (Exception error) when (
            OperatingSystem.IsWindows() && error is IOException or UnauthorizedAccessException)
        {
            File.Move(blob, path, overwrite: true); // Links need a privilege there. huggingface_hub does the same.
        }
    }

    private string Folder(HubRepo repo) => Path.Combine(root, repo.FolderName);
}
