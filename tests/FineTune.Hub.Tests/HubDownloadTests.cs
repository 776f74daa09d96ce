namespace FineTune.Hub.Tests;

public sealed class HubDownloadTests : IDisposable
{
    private readonly HubTest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_files_a_model_needs_come_in_the_layout_of_the_cache()
    {
        var snapshot = await _test.GetAsync();
        var commit = new string('c', 40);
        Assert.Equal((_test.InCache("snapshots", commit), commit), (snapshot.Folder, snapshot.Commit));
        Assert.Equal(
            ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFiles(snapshot.Folder).Select(Path.GetFileName).Order());
        Assert.Equal(_test.Weights, await File.ReadAllBytesAsync(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.Equal(commit, await File.ReadAllTextAsync(_test.InCache("refs", "main")));
        var link = new FileInfo(Path.Combine(snapshot.Folder, "config.json")).LinkTarget;
        Assert.Equal(Path.Combine("..", "..", "blobs", HubServerRepo.GitHash("""{"model_type":"bert"}"""u8.ToArray())), link);
        Assert.DoesNotContain(Directory.GetFiles(_test.InCache("blobs")), file => file.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_in_the_cache_is_taken_without_asking()
    {
        var first = await _test.GetAsync();
        var asked = _test.Server.Requests.Count;
        var second = await _test.GetAsync();
        Assert.Equal(asked, _test.Server.Requests.Count);
        Assert.Equal(first.Folder, second.Folder);
        Assert.True(first.FetchedBytes > _test.Weights.Length);
        Assert.Equal(0, second.FetchedBytes);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_never_to_the_store()
    {
        await _test.GetAsync();
        var requests = _test.Server.Requests;
        Assert.Contains(requests, request => request.Host == "store");
        Assert.All(requests, request =>
            Assert.Equal(request.Host == "hub" ? "Bearer secret" : null, request.Authorization));
    }

    [Fact]
    public async Task Shards_are_fetched_by_their_index_and_torch_weights_only_where_there_are_no_others()
    {
        _test.Server.Repo("models/org/sharded")
            .With("config.json", "{}")
            .With("model.safetensors.index.json", """{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}""")
            .With("model-1.safetensors", [1])
            .With("model-2.safetensors", [2])
            .With("model-3.safetensors", [3])
            .With("pytorch_model.bin", [4]);
        var sharded = await _test.GetAsync(new HubRepo(HubKind.Model, "org/sharded"));
        Assert.Equal(
            ["config.json", "model-1.safetensors", "model-2.safetensors", "model.safetensors.index.json"],
            Directory.GetFiles(sharded.Folder).Select(Path.GetFileName).Order());

        _test.Server.Repo("models/org/torch").With("config.json", "{}").With("pytorch_model.bin", [4]).With("tf_model.h5", [5]);
        var torch = await _test.GetAsync(new HubRepo(HubKind.Model, "org/torch"));
        Assert.Equal(
            ["config.json", "pytorch_model.bin"], Directory.GetFiles(torch.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_data_set_brings_its_data_files_in_their_folders()
    {
        _test.Server.Repo("datasets/org/rows")
            .With("README.md", "# Rows").With("data/train.parquet", [1, 2]).With("test.jsonl", "{}");
        var repo = new HubRepo(HubKind.Dataset, "org/rows");
        var snapshot = await _test.GetAsync(repo, HubSelection.Dataset);
        Assert.Equal(Path.Combine(_test.Settings.CacheFolder, "datasets--org--rows", "snapshots", snapshot.Commit), snapshot.Folder);
        Assert.True(File.Exists(Path.Combine(snapshot.Folder, "data", "train.parquet")));
        Assert.Equal(["test.jsonl"], Directory.GetFiles(snapshot.Folder).Select(Path.GetFileName));
        _test.Settings = _test.Settings with { Offline = true };
        Assert.Equal(snapshot.Folder, (await _test.GetAsync(repo, HubSelection.Dataset)).Folder);
    }

    [Fact]
    public async Task A_cut_connection_goes_on_where_it_was_cut()
    {
        var cuts = 0;
        _test.Server.Instead = request => request is { Host: "store", Method: "GET" } && cuts++ < 7
            ? HubServer.Content(_test.Weights, request) with { CutAfter = 40_000 }
            : null;
        var snapshot = await _test.GetAsync();
        Assert.Equal(_test.Weights, await File.ReadAllBytesAsync(Path.Combine(snapshot.Folder, "model.safetensors")));
        var starts = _test.Server.Requests.Where(request => request.Host == "store").Select(request => request.From);
        Assert.Equal([0, 40_000, 80_000, 120_000, 160_000, 200_000, 240_000, 280_000], starts);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_gone_on_with()
    {
        _test.Server.Instead = request => request is { Host: "store", Method: "GET" }
            ? HubServer.Content(_test.Weights, request) with { CutAfter = request.From == 0 ? 100_000 : 0 }
            : null;
        Assert.Contains("127.0.0.1 does not answer", await _test.ErrorAsync());
        Assert.False(Directory.Exists(_test.InCache("snapshots"))); // Never a folder with a part of its files.
        _test.Server.Instead = _ => null;
        var progress = new List<HubProgress>();
        await _test.GetAsync(progress: step =>
        {
            lock (progress)
            {
                progress.Add(step);
            }
        });
        Assert.Equal(100_000, _test.Server.Requests.Last(request => request.Host == "store").From);
        Assert.Equal(progress[0].TotalBytes, progress.Max(step => step.Bytes));
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_is_asked_for_the_whole()
    {
        var asked = 0;
        _test.Server.Instead = request => request is { Host: "store", Method: "GET" }
            ? new HubAnswer(200, _test.Weights) { CutAfter = asked++ == 0 ? 50_000 : null }
            : null;
        var snapshot = await _test.GetAsync();
        Assert.Equal(_test.Weights, await File.ReadAllBytesAsync(Path.Combine(snapshot.Folder, "model.safetensors")));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public async Task A_damaged_file_is_fetched_again_and_then_refused(string name)
    {
        var damaged = 0;
        var content = _test.Server.Repo("models/" + HubTest.Name).Files[name].Bytes;
        _test.Server.Instead = request =>
            request.Method == "GET" && Delivers(request, name) && damaged-- > 0
                ? new HubAnswer(200, [(byte)(content[0] ^ 1), .. content[1..]])
                : null;
        if (name.EndsWith(".json", StringComparison.Ordinal))
        {
            damaged = 2;
            Assert.Contains($"'{name}' comes damaged: it should have the hash", await _test.ErrorAsync());
            Assert.False(Directory.Exists(_test.InCache("snapshots")));
        }

        damaged = 1;
        var snapshot = await _test.GetAsync();
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(snapshot.Folder, name)));

        static bool Delivers(HubRequest request, string name) => // Large files come from the store, small ones from the hub.
            request.Host == "store"
                ? name.EndsWith(".safetensors", StringComparison.Ordinal)
                : request.Path.EndsWith("/" + name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_bytes_than_promised_are_refused()
    {
        _test.Server.Instead = request => request.Host == "store" ? new HubAnswer(200, [.. _test.Weights, 0]) : null;
        Assert.Contains("it should have 300,000 bytes and has more", await _test.ErrorAsync());
    }

    [Fact]
    public async Task Two_at_once_fetch_every_file_once()
    {
        var snapshots = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _test.GetAsync()));
        Assert.Single(snapshots.Select(snapshot => snapshot.Folder).Distinct());
        Assert.Single(_test.Server.Requests, request => request.Host == "store");
        Assert.Equal(_test.Weights, await File.ReadAllBytesAsync(Path.Combine(snapshots[0].Folder, "model.safetensors")));
    }

    [Fact]
    public async Task A_revision_that_moves_is_followed_and_a_commit_never_asked_for_again()
    {
        await _test.GetAsync();
        var repo = _test.Server.Repo("models/" + HubTest.Name);
        (repo.Commit, var old) = (new string('d', 40), repo.Commit);
        var pinned = await _test.GetAsync(HubTest.Repo with { Revision = repo.Commit });
        Assert.EndsWith(repo.Commit, pinned.Folder);
        Assert.Single(_test.Server.Requests, request => request.Host == "store"); // The weights are the same blob.
        Assert.False(File.Exists(_test.InCache("refs", repo.Commit)));
        var asked = _test.Server.Requests.Count;
        Assert.Equal(old, (await _test.GetAsync(HubTest.Repo with { Revision = old })).Commit);
        Assert.Equal(asked, _test.Server.Requests.Count);
    }

    [Fact]
    public async Task Files_another_tool_fetched_are_used_and_only_the_missing_ones_added()
    {
        var folder = _test.InCache("snapshots", new string('c', 40));
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(_test.InCache("refs"));
        await File.WriteAllTextAsync(_test.InCache("refs", "main"), new string('c', 40));
        await File.WriteAllBytesAsync(Path.Combine(folder, "model.safetensors"), _test.Weights);
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), "{}");
        await _test.GetAsync();
        Assert.DoesNotContain(_test.Server.Requests, request => request.Host == "store");
        Assert.True(File.Exists(Path.Combine(folder, "tokenizer.json")));
    }
}
