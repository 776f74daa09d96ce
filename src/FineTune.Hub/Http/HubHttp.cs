using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace FineTune.Hub;

/// <summary>Asks the hub: follows redirects without taking the token along, and tries again what may pass.</summary>
/// <param name="client">Sends single requests; follows no redirects itself.</param>
/// <param name="settings">The hub's address and how patient to be.</param>
/// <param name="time">Waits.</param>
internal sealed class HubHttp(HttpClient client, HubSettings settings, TimeProvider time)
{
    private const int MostRedirects = 10;
    private const string LinkedEtag = "X-Linked-Etag";

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);

    /// <summary>The address of something on the hub.</summary>
    public Uri Address(string path) => new($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Gets content, or the part of it from an offset on.</summary>
    /// <exception cref="HubException">The hub refuses, or does not answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        HubRepo repo, string? file, Uri address, RangeHeaderValue? range, CancellationToken stop)
    {
        var answer = await SendAsync(HttpMethod.Get, address, range, stop);
        return answer.IsSuccessStatusCode ? answer : throw Refusal(repo, file, address, answer);
    }

    /// <summary>Asks for a file's hash and size, without its content.</summary>
    /// <exception cref="HubException">The hub refuses, or does not answer.</exception>
    public async Task<HubFile> HeadAsync(HubRepo repo, string file, Uri address, CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Head, address, range: null, stop);
        if (!answer.IsSuccessStatusCode && !IsRedirect(answer))
        {
            throw Refusal(repo, file, address, answer);
        }

        var etag = (Header(answer, LinkedEtag) ?? Header(answer, "ETag"))?.Replace("W/", "").Trim('"');
        var size = Header(answer, "X-Linked-Size") is { } text && long.TryParse(text, out var linked)
            ? linked
            : answer.Content.Headers.ContentLength;
        return etag is not null && etag.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && size >= 0
            ? new HubFile(file, address, etag, size.Value)
            : throw HubException.BadAnswer(address, "a file comes without an ETag or without its size");
    }

    /// <summary>Whether a request failed on the way, so that the next may not.</summary>
    public static bool IsCut(Exception error) => error is HttpRequestException or HttpIOException;

    /// <summary>Waits before another try, longer each time.</summary>
    /// <exception cref="HubException">There were enough.</exception>
    public Task WaitAsync(int attempt, Uri address, string reason, CancellationToken stop) =>
        attempt < settings.Attempts
            ? Task.Delay(Backoff(attempt), time, stop)
            : throw HubException.Unreachable(address, reason);

    /// <summary>Waits for something from the network, but not for ever.</summary>
    /// <exception cref="HttpIOException">It did not come in time, or was cut.</exception>
    public async Task<T> PatientlyAsync<T>(Func<CancellationToken, ValueTask<T>> receive, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(settings.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await receive(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new HttpIOException(
                HttpRequestError.ConnectionError, $"nothing came in {settings.Patience.TotalSeconds:N0} seconds");
        }
        catch (IOException error) when (error is not HttpIOException)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, error.Message, error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, RangeHeaderValue? range, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await FollowAsync(method, address, range, stop);
                if (!IsPassing(answer.StatusCode))
                {
                    return answer;
                }

                using (answer)
                {
                    await WaitAsync(attempt, address, answer, stop);
                }
            }
            catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.NameResolutionError)
            {
                throw HubException.Unreachable(address, error.Message); // No network at all, as a rule.
            }
            catch (Exception error) when (IsCut(error))
            {
                await WaitAsync(attempt, address, error.Message, stop);
            }
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        HttpMethod method, Uri address, RangeHeaderValue? range, CancellationToken stop)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.Range = range;
            if (settings.Token is { } token && IsHub(address))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            var answer = await PatientlyAsync(
                patience => new ValueTask<HttpResponseMessage>(
                    client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience)),
                stop);
            if (!IsRedirect(answer) || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            var next = new Uri(address, location);
            if (method == HttpMethod.Head && (!IsHub(next) || answer.Headers.Contains(LinkedEtag)))
            {
                return answer; // What is asked for stands in the hub's own answer, not in the store's.
            }

            answer.Dispose();
            if (address.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
            {
                throw HubException.BadAnswer(address, $"it leads to {next.Host} without encryption");
            }

            address = next;
        }

        throw HubException.BadAnswer(address, $"it leads on more than {MostRedirects} times");
    }

    private Task WaitAsync(int attempt, Uri address, HttpResponseMessage answer, CancellationToken stop)
    {
        var asked = RetryAfter(answer);
        var isBusy = answer.StatusCode == HttpStatusCode.TooManyRequests;
        if (attempt >= settings.Attempts || asked > settings.LongestWait)
        {
            throw isBusy
                ? HubException.TooManyRequests(address, asked)
                : HubException.Unexpected(address, answer.StatusCode, Header(answer, "X-Error-Message"));
        }

        return Task.Delay(asked ?? Backoff(attempt), time, stop);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    private TimeSpan Backoff(int attempt)
    {
        var wait = FirstWait * Math.Pow(2, attempt - 1);
        return wait < settings.LongestWait ? wait : settings.LongestWait;
    }

    private HubException Refusal(HubRepo repo, string? file, Uri address, HttpResponseMessage answer)
    {
        using (answer)
        {
            var (status, message) = (answer.StatusCode, Header(answer, "X-Error-Message"));
            var hasToken = settings.Token is not null;
            return (Header(answer, "X-Error-Code"), status) switch
            {
                ("RevisionNotFound", _) => HubException.RevisionNotFound(repo),
                ("EntryNotFound", _) => HubException.FileNotFound(repo, file ?? address.AbsolutePath),
                ("GatedRepo", _) => HubException.Gated(repo, settings.Endpoint, hasToken),
                (_, HttpStatusCode.Unauthorized) when hasToken && IsAboutToken(message) =>
                    HubException.BadToken(settings.Endpoint),
                ("RepoNotFound", _) or (_, HttpStatusCode.Unauthorized) or (null, HttpStatusCode.NotFound) =>
                    HubException.RepoNotFound(repo, settings.Endpoint, hasToken),
                (_, HttpStatusCode.Forbidden) => HubException.Forbidden(repo, message ?? "the hub gives no reason"),
                _ => HubException.Unexpected(address, status, message),
            };
        }
    }

    private bool IsHub(Uri address) =>
        (address.Scheme, address.Host, address.Port)
        == (settings.Endpoint.Scheme, settings.Endpoint.Host, settings.Endpoint.Port);

    private static bool IsAboutToken(string? message) =>
        message is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(
            message, "invalid credentials", CompareOptions.OrdinalIgnoreCase) >= 0;

    private static bool IsRedirect(HttpResponseMessage answer) => (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308;

    private static bool IsPassing(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
