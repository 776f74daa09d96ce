using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Hub.Tests;

/// <summary>
/// A hub and the store behind it, on two ports of this machine, speaking the hub's protocol: listings, redirects to the
/// store for large files, etags, ranges. A test may answer for it.
/// </summary>
internal sealed class HubServer : IDisposable
{
    private readonly TcpListener _hub = new(IPAddress.Loopback, port: 0);
    private readonly TcpListener _store = new(IPAddress.Loopback, port: 0);
    private readonly ConcurrentDictionary<string, HubServerRepo> _repos = new();
    private readonly ConcurrentQueue<HubRequest> _requests = new();

    public HubServer()
    {
        Listen(_hub, "hub");
        Listen(_store, "store");
    }

    /// <summary>The hub's address.</summary>
    public Uri Endpoint => Address(_hub);

    /// <summary>Everything that was asked, in order.</summary>
    public IReadOnlyList<HubRequest> Requests => [.. _requests];

    /// <summary>What a test answers itself; null leaves a request to the server.</summary>
    public Func<HubRequest, HubAnswer?> Instead { get; set; } = _ => null;

    /// <summary>A repository, <c>models/org/name</c> or <c>datasets/org/name</c>, made when it is first asked for.</summary>
    public HubServerRepo Repo(string path) => _repos.GetOrAdd(path, _ => new HubServerRepo());

    public void Dispose()
    {
        _hub.Stop();
        _store.Stop();
    }

    private static Uri Address(TcpListener listener) => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    private void Listen(TcpListener listener, string host)
    {
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await listener.AcceptTcpClientAsync();
                }
                catch (Exception error) when (error is SocketException or ObjectDisposedException)
                {
                    return;
                }

                _ = Task.Run(() => ServeAsync(client, host));
            }
        });
    }

    private async Task ServeAsync(TcpClient client, string host)
    {
        using (client)
        await using (var stream = client.GetStream())
        {
            using var reader = new StreamReader(stream, Encoding.ASCII);
            if (await reader.ReadLineAsync() is not { } line)
            {
                return;
            }

            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
            {
                headers[header.Split(':')[0]] = header[(header.IndexOf(':') + 1)..].Trim();
            }

            var parts = line.Split(' ');
            var request = new HubRequest(host, parts[0], Uri.UnescapeDataString(parts[1]), headers);
            _requests.Enqueue(request);
            var answer = Instead(request) ?? Answer(request);
            var length = answer.Headers.Any(header => header.StartsWith("Content-Length:", StringComparison.Ordinal))
                ? "" : $"Content-Length: {answer.Body.Length}\r\n";
            var head = $"HTTP/1.1 {answer.Status} X\r\n{length}Connection: close\r\n"
                + string.Concat(answer.Headers.Select(header => header + "\r\n")) + "\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            if (request.Method != "HEAD")
            {
                await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.Body.Length));
            }

            client.Client.Shutdown(SocketShutdown.Send);
        }
    }

    private HubAnswer Answer(HubRequest request)
    {
        var parts = request.Path.Trim('/').Split('/');
        return parts switch
        {
            ["api", var kind, var org, var name, "revision", .. var revision] =>
                Listing($"{kind}/{org}/{name}", string.Join('/', revision)),
            ["datasets", var org, var name, "resolve", var commit, .. var file] =>
                File($"datasets/{org}/{name}", commit, string.Join('/', file), request),
            [var org, var name, "resolve", var commit, .. var file] =>
                File($"models/{org}/{name}", commit, string.Join('/', file), request),
            ["store", var hash] => Stored(hash, request),
            _ => HubAnswer.Error(404),
        };
    }

    private HubAnswer Listing(string path, string revision)
    {
        if (!_repos.TryGetValue(path, out var repo))
        {
            return HubAnswer.Error(401, "RepoNotFound", "Invalid username or password.");
        }

        if (revision != "main" && revision != repo.Commit)
        {
            return HubAnswer.Error(404, "RevisionNotFound");
        }

        var siblings = repo.Files.Keys.Select(name => (JsonNode)new JsonObject { ["rfilename"] = name });
        return HubAnswer.Text(200, new JsonObject { ["sha"] = repo.Commit, ["siblings"] = new JsonArray([.. siblings]) }.ToJsonString());
    }

    private HubAnswer File(string path, string commit, string name, HubRequest request)
    {
        if (!_repos.TryGetValue(path, out var repo) || commit != repo.Commit || !repo.Files.TryGetValue(name, out var file))
        {
            return HubAnswer.Error(404, "EntryNotFound");
        }

        if (!file.IsLarge)
        {
            return Content(file.Bytes, request, $"ETag: \"{HubServerRepo.GitHash(file.Bytes)}\"", $"X-Repo-Commit: {commit}");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Bytes));
        return new HubAnswer(
            302,
            [],
            $"Location: {Address(_store)}store/{hash}",
            $"X-Linked-Etag: \"{hash}\"",
            $"X-Linked-Size: {file.Bytes.Length}",
            $"X-Repo-Commit: {commit}");
    }

    private HubAnswer Stored(string hash, HubRequest request) =>
        _repos.Values.SelectMany(repo => repo.Files.Values)
            .FirstOrDefault(file => Convert.ToHexStringLower(SHA256.HashData(file.Bytes)) == hash) is { } file
            ? Content(file.Bytes, request, "ETag: \"the-stores-own\"")
            : HubAnswer.Error(404);

    /// <summary>A content, or the part that was asked for.</summary>
    public static HubAnswer Content(byte[] bytes, HubRequest request, params string[] headers)
    {
        var from = request.From;
        return from == 0
            ? new HubAnswer(200, bytes, headers)
            : new HubAnswer(
                206, bytes[from..], [.. headers, $"Content-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}"]);
    }
}
