namespace FineTune.Hub;

/// <summary>Finds repositories in the cache, and fetches them from the hub where they are not.</summary>
/// <remarks>
/// The cache is shared with the other tools of the field, and two processes may use it at once. Files appear in it
/// whole, checked against their hash, or not at all.
/// </remarks>
public sealed class HubClient : IDisposable
{
    private readonly HubSettings _settings;
    private readonly HubCache _cache;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <param name="settings">Where the hub and its cache are.</param>
    /// <param name="time">Waits between tries; default: the system's.</param>
    public HubClient(HubSettings settings, TimeProvider? time = null)
    {
        _settings = settings;
        _cache = new HubCache(settings.CacheFolder);
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan, // Each wait has its own end.
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("finetune/0.1");
    }

    /// <summary>
    /// A folder with a repository's files: the cache's where that has them all, else filled up from the hub.
    /// </summary>
    /// <param name="repo">The repository.</param>
    /// <param name="selection">Which of its files are needed.</param>
    /// <param name="progress">Hears of bytes that arrive, on any thread.</param>
    /// <param name="stop">Ends the download; the next goes on from there.</param>
    /// <exception cref="HubException">It cannot be had.</exception>
    public async Task<HubSnapshot> GetAsync(
        HubRepo repo,
        HubSelection selection,
        Action<HubProgress>? progress = null,
        CancellationToken stop = default)
    {
        var cached = Cached(repo);
        if (cached is not null && selection.IsComplete(cached.Folder))
        {
            return cached;
        }

        var isUsable = cached is not null && selection.IsUsable(cached.Folder);
        if (_settings.Offline)
        {
            return isUsable ? cached! : throw NotCached(repo, selection, cached);
        }

        try
        {
            return await FetchAsync(repo, selection, progress, stop);
        }
        catch (HubException error) when (error.IsUnreachable && isUsable)
        {
            return cached! with { Notice = $"{error.Problem}; {repo} is taken from the cache as it is" };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw HubException.CacheUnusable(_cache.Root, error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HubSnapshot> FetchAsync(
        HubRepo repo, HubSelection selection, Action<HubProgress>? progress, CancellationToken stop)
    {
        var http = new HubHttp(_http, _settings, _time);
        var listing = await HubListing.GetAsync(repo, http, stop);
        var download = new SnapshotDownload(repo, listing, _cache, http, _settings, progress);
        var fetched = await download.RunAsync(selection, stop);
        return new HubSnapshot(repo, _cache.Snapshot(repo, listing.Commit), listing.Commit) { FetchedBytes = fetched };
    }

    private HubSnapshot? Cached(HubRepo repo) =>
        _cache.Commit(repo) is { } commit && _cache.Snapshot(repo, commit) is var folder && Directory.Exists(folder)
            ? new HubSnapshot(repo, folder, commit)
            : null;

    private HubException NotCached(HubRepo repo, HubSelection selection, HubSnapshot? cached)
    {
        var found = cached is null
            ? $"revision '{repo.Revision}' is not there"
            : $"there is: {string.Join(", ", Directory.EnumerateFileSystemEntries(cached.Folder).Select(Path.GetFileName).Order())}";
        return HubException.NotCached(repo, _cache.Root, selection.Needs, found);
    }
}
