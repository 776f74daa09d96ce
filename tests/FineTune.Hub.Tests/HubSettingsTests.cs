namespace FineTune.Hub.Tests;

public sealed class HubSettingsTests
{
    [Fact]
    public void Defaults_are_those_of_huggingface_hub()
    {
        var settings = Read();
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(Path.Combine(home, ".cache", "huggingface", "hub"), settings.CacheFolder);
        Assert.Equal("https://huggingface.co/", settings.Endpoint.AbsoluteUri);
        Assert.False(settings.Offline);
    }

    [Fact]
    public void The_cache_follows_its_variables_the_nearest_first()
    {
        Assert.Equal(Full("x/huggingface/hub"), Read(("XDG_CACHE_HOME", "x")).CacheFolder);
        Assert.Equal(Full("h/hub"), Read(("XDG_CACHE_HOME", "x"), ("HF_HOME", "h")).CacheFolder);
        Assert.Equal(Full("o"), Read(("HF_HOME", "h"), ("HUGGINGFACE_HUB_CACHE", "o")).CacheFolder);
        Assert.Equal(Full("c"), Read(("HF_HOME", "h"), ("HUGGINGFACE_HUB_CACHE", "o"), ("HF_HUB_CACHE", "c")).CacheFolder);
    }

    [Fact]
    public void A_token_comes_from_its_variable_or_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("finetune-token-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "token"), "from-file\n");
            Assert.Equal("from-file", Read(("HF_HOME", folder)).Token);
            Assert.Equal("from-variable", Read(("HF_HOME", folder), ("HF_TOKEN", " from-variable ")).Token);
            Assert.Equal("from-file", Read(("HF_TOKEN_PATH", Path.Combine(folder, "token"))).Token);
            Assert.Null(Read(("HF_HOME", Path.Combine(folder, "none")), ("HF_TOKEN", "")).Token);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("ON", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Offline_is_a_switch(string value, bool expected) =>
        Assert.Equal(expected, Read(("HF_HUB_OFFLINE", value)).Offline);

    [Fact]
    public void An_endpoint_is_an_address()
    {
        Assert.Equal("https://mirror.example/hub", Read(("HF_ENDPOINT", "https://mirror.example/hub/")).Endpoint.AbsoluteUri);
        var error = Assert.Throws<HubException>(() => Read(("HF_ENDPOINT", "mirror.example")));
        Assert.Contains("HF_ENDPOINT is 'mirror.example', which is no address", error.Message);
    }

    private static HubSettings Read(params (string Name, string Value)[] variables) =>
        HubSettings.FromEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    private static string Full(string path) => Path.GetFullPath(path);
}
