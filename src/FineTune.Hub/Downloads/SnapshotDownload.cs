using System.Collections.Concurrent;

namespace FineTune.Hub;

/// <summary>Fetches the files of a commit that are needed and not there, then shows them all at once.</summary>
internal sealed class SnapshotDownload(
    HubRepo repo, HubListing listing, HubCache cache, HubHttp http, HubSettings settings, Action<HubProgress>? progress)
{
    private readonly ConcurrentDictionary<string, HubFile> _known = new();
    private long _bytes;
    private long _total;
    private int _files;

    /// <summary>Fetches what a selection needs.</summary>
    /// <returns>How many bytes were fetched.</returns>
    public async Task<long> RunAsync(HubSelection selection, CancellationToken stop)
    {
        var first = selection.First(listing.Names);
        if (first.Count == 0)
        {
            throw HubException.NothingToUse(repo, selection.Needs, [.. listing.Names.Order()]);
        }

        var fetched = await FetchAsync(first, stop);
        fetched += await FetchAsync(selection.Then(PathOf), stop);

        // Only now, so that a folder is never there with a part of its files.
        foreach (var file in _known.Values)
        {
            cache.Link(repo, listing.Commit, file.Name, file.Etag);
        }

        cache.SetCommit(repo, listing.Commit);
        return fetched;
    }

    private async Task<long> FetchAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        var missing = names.Where(name => !File.Exists(InSnapshot(name))).ToArray();
        if (Array.Find(missing, name => !listing.Names.Contains(name)) is { } unlisted)
        {
            throw HubException.FileNotFound(repo, unlisted);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.ParallelDownloads, CancellationToken = stop };
        await Parallel.ForEachAsync(missing, parallel, async (name, cancel) =>
            _known[name] = await http.HeadAsync(repo, name, listing.Address(repo, name, http), cancel));
        var files = missing.Select(name => _known[name]).ToArray();
        CheckRoom(files);
        (_total, _files) = (_total + files.Sum(file => file.Size), _files + files.Length);
        var download = new BlobDownload(repo, cache, http, Arrived);
        var fetched = 0L;
        await Parallel.ForEachAsync(files, parallel, async (file, cancel) =>
            Interlocked.Add(ref fetched, await download.FetchAsync(file, cancel)));
        return fetched;
    }

    private void Arrived(string file, long bytes) =>
        progress?.Invoke(new HubProgress(file, Interlocked.Add(ref _bytes, bytes), _total, _files));

    private string? PathOf(string name) =>
        _known.TryGetValue(name, out var file) ? cache.Blob(repo, file.Etag)
        : File.Exists(InSnapshot(name)) ? InSnapshot(name)
        : null;

    private string InSnapshot(string name) => Path.Combine(cache.Snapshot(repo, listing.Commit), name);

    private void CheckRoom(IReadOnlyList<HubFile> files)
    {
        Directory.CreateDirectory(cache.Root);
        var needed = files.Where(file => !File.Exists(cache.Blob(repo, file.Etag))).Sum(file => file.Size);
        if (FreeBytes(cache.Root) is { } free && needed > free)
        {
            throw HubException.NoRoom(repo, cache.Root, needed, free);
        }
    }

    /// <summary>Null for a place that has no drive, such as a share on Windows.</summary>
    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            return null;
        }
    }
}
