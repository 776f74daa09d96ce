namespace FineTune.Hub;

/// <summary>Where the hub and its cache are, and how to go about them.</summary>
public sealed record HubSettings
{
    /// <summary>The hub.</summary>
    /// <value>Default: <c>https://huggingface.co</c>.</value>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>What proves who is asking; sent to <see cref="Endpoint"/> and nowhere else.</summary>
    public string? Token { get; init; }

    /// <summary>The cache's folder, in the layout that huggingface_hub keeps.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Whether the network is never touched.</summary>
    public bool Offline { get; init; }

    /// <summary>How many files are fetched at once.</summary>
    /// <value>Default: 4.</value>
    public int ParallelDownloads { get; init; } = 4;

    /// <summary>How often a request is tried, counted anew whenever bytes arrive.</summary>
    /// <value>Default: 5.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>How long to wait for the beginning of an answer, and between two parts of one.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait before another try; a server that asks for more is an error.</summary>
    /// <value>Default: one minute.</value>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads the environment variables of huggingface_hub.</summary>
    /// <remarks>
    /// <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, <c>HF_TOKEN_PATH</c>, <c>HF_HOME</c>, <c>HF_HUB_CACHE</c>,
    /// <c>HF_HUB_OFFLINE</c>, and the older names that it still reads.
    /// </remarks>
    /// <param name="variable">An environment variable by its name; default: this process's.</param>
    /// <exception cref="HubException">A variable's value cannot be used.</exception>
    public static HubSettings FromEnvironment(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        var home = Value("HF_HOME") ?? Path.Combine(UserCache(Value), "huggingface");
        return new HubSettings
        {
            Endpoint = ParseEndpoint(Value("HF_ENDPOINT")),
            Token = Value("HF_TOKEN") ?? Value("HUGGING_FACE_HUB_TOKEN")
                ?? ReadToken(Value("HF_TOKEN_PATH") ?? Path.Combine(home, "token")),
            CacheFolder = Path.GetFullPath(Expand(
                Value("HF_HUB_CACHE") ?? Value("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub"))),
            Offline = IsOn(Value("HF_HUB_OFFLINE")) || IsOn(Value("TRANSFORMERS_OFFLINE")),
        };

        string? Value(string name) => variable(name)?.Trim() is { Length: > 0 } text ? text : null;
    }

    private static Uri ParseEndpoint(string? text)
    {
        if (text is null)
        {
            return new Uri("https://huggingface.co");
        }

        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw HubException.BadEndpoint(text);
    }

    private static string UserCache(Func<string, string?> value) =>
        value("XDG_CACHE_HOME") ?? Path.Combine(UserHome(), ".cache");

    private static string UserHome() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Expand(string path) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserHome() + path[1..] : path;

    private static string? ReadToken(string path)
    {
        path = Expand(path);
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } token ? token : null;
    }

    private static bool IsOn(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
}
