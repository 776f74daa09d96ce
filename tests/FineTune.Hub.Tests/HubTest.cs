namespace FineTune.Hub.Tests;

/// <summary>A hub with one small model, and a cache of the test's own.</summary>
internal sealed class HubTest : IDisposable
{
    public const string Name = "org/tiny";

    public static HubRepo Repo { get; } = new(HubKind.Model, Name);

    public HubTest()
    {
        Weights = new byte[300_000];
        new Random(1).NextBytes(Weights);
        Server.Repo("models/" + Name)
            .With("config.json", """{"model_type":"bert"}""")
            .With("tokenizer_config.json", "{}")
            .With("tokenizer.json", "{}")
            .With("README.md", "# Tiny")
            .With("model.safetensors", Weights)
            .With("pytorch_model.bin", Weights);
        Settings = new HubSettings
        {
            CacheFolder = Path.Combine(Root, "hub"),
            Endpoint = Server.Endpoint,
            Token = "secret",
            Patience = TimeSpan.FromSeconds(10),
        };
    }

    public HubServer Server { get; } = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("finetune-hub-").FullName;

    public byte[] Weights { get; }

    public HubSettings Settings { get; set; }

    /// <summary>Waits that were asked for; none is waited.</summary>
    public SkippedWaits Time { get; } = new();

    public string InCache(params string[] parts) => Path.Combine([Settings.CacheFolder, "models--org--tiny", .. parts]);

    public async Task<HubSnapshot> GetAsync(
        HubRepo? repo = null, HubSelection? selection = null, Action<HubProgress>? progress = null)
    {
        using var client = new HubClient(Settings, Time);
        return await client.GetAsync(repo ?? Repo, selection ?? HubSelection.Model, progress);
    }

    public async Task<string> ErrorAsync(HubRepo? repo = null) =>
        (await Assert.ThrowsAsync<HubException>(() => GetAsync(repo))).Message;

    public void Dispose()
    {
        Server.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
