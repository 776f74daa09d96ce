using System.Net;
using System.Net.Http.Headers;

namespace FineTune.Hub;

/// <summary>Fetches a file's content into the cache: goes on where an earlier try was cut, and checks what came.</summary>
internal sealed class BlobDownload(HubRepo repo, HubCache cache, HubHttp http, Action<string, long> arrived)
{
    private const int BufferBytes = 1 << 18;
    private const int Fetches = 2;

    /// <summary>Fetches the content unless it is there; only one process does at a time.</summary>
    /// <returns>How many bytes were fetched.</returns>
    /// <exception cref="HubException">It cannot be had, or comes damaged twice.</exception>
    public async Task<long> FetchAsync(HubFile file, CancellationToken stop)
    {
        using var held = await FileLock.TakeAsync(cache.Lock(repo, file.Etag), stop);
        var blob = cache.Blob(repo, file.Etag);
        if (File.Exists(blob))
        {
            arrived(file.Name, file.Size);
            return 0;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        var partial = blob + ".incomplete";
        for (var fetch = 1; ; fetch++)
        {
            var fetched = await FillAsync(file, partial, stop);
            if (await MismatchAsync(file, partial, stop) is not { } found)
            {
                File.Move(partial, blob, overwrite: true);
                return fetched;
            }

            File.Delete(partial);
            arrived(file.Name, -file.Size);
            if (fetch == Fetches)
            {
                throw HubException.Corrupt(repo, file.Name, $"the hash {file.Etag}", found);
            }
        }
    }

    /// <summary>Brings a partial file to its full size.</summary>
    private async Task<long> FillAsync(HubFile file, string partial, CancellationToken stop)
    {
        await using var stream = new FileStream(
            partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        if (stream.Length > file.Size)
        {
            stream.SetLength(0);
        }

        var had = stream.Length;
        stream.Position = had;
        arrived(file.Name, had);
        for (var attempt = 1; stream.Position < file.Size; attempt++)
        {
            var before = stream.Position;
            try
            {
                await AppendAsync(file, stream, stop);
            }
            catch (Exception error) when (HubHttp.IsCut(error))
            {
                attempt = stream.Position > before ? 0 : attempt;
                await http.WaitAsync(attempt, file.Address, error.Message, stop);
            }
        }

        await stream.FlushAsync(stop);
        return Math.Max(0, stream.Length - had);
    }

    private async Task AppendAsync(HubFile file, FileStream into, CancellationToken stop)
    {
        using var answer = await http.GetAsync(repo, file.Name, file.Address, Range(into.Position), stop);
        if (answer.StatusCode != HttpStatusCode.PartialContent
            || answer.Content.Headers.ContentRange?.From != into.Position)
        {
            Rewind(file, into); // The whole file comes, whatever was asked for.
        }

        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var count = await http.PatientlyAsync(patience => body.ReadAsync(buffer, patience), stop);
            if (count == 0)
            {
                break;
            }

            if (into.Position + count > file.Size)
            {
                throw HubException.Corrupt(repo, file.Name, $"{file.Size:N0} bytes", "more");
            }

            await into.WriteAsync(buffer.AsMemory(0, count), stop);
            arrived(file.Name, count);
        }

        if (into.Position < file.Size)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection was cut");
        }
    }

    private void Rewind(HubFile file, FileStream into)
    {
        arrived(file.Name, -into.Position);
        into.Position = 0;
        into.SetLength(0);
    }

    private static RangeHeaderValue? Range(long from) => from > 0 ? new RangeHeaderValue(from, to: null) : null;

    private static async Task<string?> MismatchAsync(HubFile file, string path, CancellationToken stop)
    {
        using var hash = new ContentHash(file.Etag, file.Size);
        await using var stream = File.OpenRead(path);
        var buffer = new byte[BufferBytes];
        while (await stream.ReadAsync(buffer, stop) is var count and > 0)
        {
            hash.Append(buffer.AsSpan(0, count));
        }

        return hash.Mismatch();
    }
}
