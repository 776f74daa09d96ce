namespace FineTune.Hub.Tests;

public sealed class HubRefusalTests : IDisposable
{
    private readonly HubTest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_with_what_a_token_may_change()
    {
        var error = await _test.ErrorAsync(new HubRepo(HubKind.Model, "org/tyni"));
        Assert.StartsWith("'org/tyni' is neither a folder here nor a model at 127.0.0.1 that the token in use may see", error);
        Assert.Contains("set HF_TOKEN", error);
    }

    [Theory]
    [InlineData(401, null, null, "is neither a folder here nor a model")]
    [InlineData(401, null, "Invalid credentials in Authorization header", "does not accept the token in use")]
    [InlineData(403, "GatedRepo", "Access to model is restricted", "org/tiny is gated")]
    [InlineData(401, "GatedRepo", null, "org/tiny is gated")]
    [InlineData(403, null, "Your token has no access", "may not be read: Your token has no access")]
    [InlineData(404, "RepoNotFound", null, "is neither a folder here nor a model")]
    [InlineData(404, null, null, "is neither a folder here nor a model")]
    [InlineData(404, "RevisionNotFound", null, "org/tiny has no revision 'main'")]
    [InlineData(418, null, "short and stout", "answers 418 418: short and stout")]
    public async Task Each_refusal_says_what_to_do(int status, string? code, string? message, string expected)
    {
        _test.Server.Instead = _ => HubAnswer.Error(status, code, message);
        Assert.Contains(expected, await _test.ErrorAsync());
        Assert.Single(_test.Server.Requests); // What will not pass is not tried again.
    }

    [Fact]
    public async Task A_file_may_be_gated_though_the_listing_is_not()
    {
        _test.Settings = _test.Settings with { Token = null };
        _test.Server.Instead = request => request.Method == "HEAD" ? HubAnswer.Error(401, "GatedRepo") : null;
        var error = await _test.ErrorAsync();
        Assert.Contains($"accept them at {_test.Server.Endpoint}org/tiny, then set HF_TOKEN", error);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_tried_again_with_growing_waits(int status)
    {
        var left = 3;
        _test.Server.Instead = _ => left-- > 0 ? HubAnswer.Error(status) : null;
        await _test.GetAsync();
        Assert.Equal([0.5, 1, 2], _test.Time.Asked.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_server_that_says_when_to_come_back_is_obeyed()
    {
        var left = 1;
        _test.Server.Instead = _ => left-- > 0 ? new HubAnswer(429, [], "Retry-After: 7") : null;
        await _test.GetAsync();
        Assert.Equal([7.0], _test.Time.Asked.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(429, "Retry-After: 3600", "too many requests, and to come back in 3,600 seconds")]
    [InlineData(429, null, "too many requests")]
    [InlineData(503, null, "answers 503 ServiceUnavailable")]
    public async Task Patience_ends(int status, string? header, string expected)
    {
        _test.Server.Instead = _ => new HubAnswer(status, [], header is null ? [] : [header]);
        Assert.Contains(expected, await _test.ErrorAsync());
        Assert.Equal(header is null ? 5 : 1, _test.Server.Requests.Count);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_told_and_the_cache_taken_where_it_can()
    {
        await _test.GetAsync();
        File.Delete(_test.InCache("snapshots", new string('c', 40), "tokenizer_config.json"));
        _test.Server.Dispose();
        var snapshot = await _test.GetAsync();
        Assert.Contains("org/tiny is taken from the cache as it is", snapshot.Notice);
        Assert.Contains("127.0.0.1 does not answer", await _test.ErrorAsync(new HubRepo(HubKind.Model, "org/other")));
    }

    [Theory]
    [InlineData("<html>", "it does not list files")]
    [InlineData("{}", "it does not list files")]
    [InlineData("""{"sha":"../../x","siblings":[]}""", "'../../x' is no commit")]
    [InlineData("""{"sha":5}""", "it does not list files")]
    public async Task An_answer_that_is_none_of_a_hub_is_told(string listing, string expected)
    {
        _test.Server.Instead = _ => HubAnswer.Text(200, listing);
        Assert.Contains(expected, await _test.ErrorAsync());
    }

    [Theory]
    [InlineData("ETag: \"../../../x\"")]
    [InlineData("X-Nothing: 1")]
    public async Task An_etag_that_is_no_hash_never_becomes_a_path(string header)
    {
        _test.Server.Instead = request => request.Method == "HEAD" ? new HubAnswer(200, [], header) : null;
        Assert.Contains("without an ETag or without its size", await _test.ErrorAsync());
    }

    [Fact]
    public async Task Files_that_would_leave_the_folder_are_not_fetched()
    {
        _test.Server.Repo("models/org/evil")
            .With("config.json", "{}")
            .With("model.safetensors.index.json", """{"weight_map":{"a":"../../../evil"}}""")
            .With("../../../evil", [1]);
        var error = await _test.ErrorAsync(new HubRepo(HubKind.Model, "org/evil"));
        Assert.Contains("org/evil has no file '../../../evil'", error);
        Assert.DoesNotContain(_test.Server.Requests, request => request.Path.EndsWith("evil/evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_that_never_ends_does()
    {
        _test.Server.Instead = request => new HubAnswer(302, [], $"Location: {request.Path}");
        Assert.Contains("leads on more than 10 times", await _test.ErrorAsync());
    }

    [Fact]
    public async Task A_repository_with_nothing_to_use_says_what_it_has()
    {
        _test.Server.Repo("models/org/gguf").With("model-q4.gguf", [1]).With("README.md", "");
        var error = await _test.ErrorAsync(new HubRepo(HubKind.Model, "org/gguf"));
        Assert.Contains("has nothing that can be used here", error);
        Assert.Contains("found: README.md, model-q4.gguf", error);
    }

    [Fact]
    public async Task Offline_the_network_is_not_touched_and_the_error_says_where_it_was_looked()
    {
        _test.Settings = _test.Settings with { Offline = true };
        var error = await _test.ErrorAsync();
        Assert.Contains("looked for: config.json with one of model.safetensors,", error);
        Assert.Contains($"in: {_test.InCache()} (revision 'main' is not there)", error);
        Assert.Empty(_test.Server.Requests);

        _test.Settings = _test.Settings with { Offline = false };
        await _test.GetAsync();
        _test.Settings = _test.Settings with { Offline = true };
        var asked = _test.Server.Requests.Count;
        await _test.GetAsync();
        File.Delete(_test.InCache("snapshots", new string('c', 40), "model.safetensors"));
        Assert.Contains("(there is: config.json, tokenizer.json, tokenizer_config.json)", await _test.ErrorAsync());
        Assert.Equal(asked, _test.Server.Requests.Count);
    }
}
