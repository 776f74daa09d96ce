namespace FineTune.Cli.Tests;

/// <summary>Base models by their names on the hub; the tests' settings keep the real hub out of it.</summary>
public sealed class HubModelTests : IDisposable
{
    private const string CacheVariable = "HF_HUB_CACHE";

    private const string OfflineVariable = "HF_HUB_OFFLINE";

    private static readonly string Commit = new('c', 40);

    private readonly Workplace _place = new();

    public HubModelTests() => Environment.SetEnvironmentVariable(CacheVariable, _place.At("hub"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheVariable, null);
        _place.Dispose();
    }

    [Fact]
    public void A_model_in_the_hubs_cache_is_trained_on_and_found_again_by_its_name()
    {
        var snapshot = FillCache();

        var trained = _place.Inside("train", "config.yaml", "--set", "model.model_name_or_path=org/tiny@v1", "--set", "training.max_steps=1").Done();

        Assert.Contains($"org/tiny at cccccccc, from the cache: {snapshot}", trained.Error);
        var config = File.ReadAllText(_place.At("run", "adapter", "adapter_config.json"));
        Assert.Contains("\"base_model_name_or_path\": \"org/tiny\"", config);
        Assert.Contains("\"revision\": \"v1\"", config);
        _place.Inside("predict", "run", "--text", "fine").Done();
    }

    [Fact]
    public void A_name_that_is_neither_here_nor_in_the_cache_says_where_it_was_looked_for() =>
        _place.Inside("validate", "config.yaml", "--set", "model.model_name_or_path=org/tiny").Refused(
            "'org/tiny' is not a folder here, and offline it can only come from the cache",
            Path.Combine(_place.At("hub"), "models--org--tiny"), "revision 'main' is not there");

    [Fact]
    public void Offline_the_network_is_not_touched()
    {
        var kept = Environment.GetEnvironmentVariable(OfflineVariable);
        try
        {
            Environment.SetEnvironmentVariable(OfflineVariable, null);
            _place.Inside("validate", "config.yaml", "--offline", "--set", "model.model_name_or_path=org/tiny")
                .Refused("offline it can only come from the cache");
        }
        finally
        {
            Environment.SetEnvironmentVariable(OfflineVariable, kept);
        }
    }

    [Fact]
    public void A_misspelt_folder_is_no_name_on_the_hub()
    {
        Directory.CreateDirectory(_place.At("models", "tiny-bert"));
        _place.Inside("validate", "config.yaml", "--set", "model.model_name_or_path=models/tiny-brt").Refused(
            "'models/tiny-brt' does not exist", "did you mean 'models/tiny-bert'?",
            "for the model of this name on the hub write models/tiny-brt@main");
    }

    private string FillCache()
    {
        var repo = _place.At("hub", "models--org--tiny");
        var snapshot = Path.Combine(repo, "snapshots", Commit);
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(Path.Combine(repo, "refs"));
        File.WriteAllText(Path.Combine(repo, "refs", "v1"), Commit);
        foreach (var file in Directory.GetFiles(Workplace.TinyBert))
        {
            File.Copy(file, Path.Combine(snapshot, Path.GetFileName(file)));
        }

        return snapshot;
    }
}
