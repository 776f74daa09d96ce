namespace FineTune.Hub.Tests;

public sealed class HubRepoTests
{
    [Theory]
    [InlineData("org/name", "org/name", "main", "models--org--name")]
    [InlineData("gpt2", "gpt2", "main", "models--gpt2")]
    [InlineData("meta-llama/Llama-3.1-8B@v1.0", "meta-llama/Llama-3.1-8B", "v1.0", "models--meta-llama--Llama-3.1-8B")]
    [InlineData("a/b@refs/pr/3", "a/b", "refs/pr/3", "models--a--b")]
    public void A_name_may_have_a_revision(string text, string name, string revision, string folder)
    {
        Assert.True(HubRepo.TryParse(text, HubKind.Model, out var repo));
        Assert.Equal((name, revision, folder), (repo.Name, repo.Revision, repo.FolderName));
        Assert.Equal(text, repo.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/models/x")]
    [InlineData("./x")]
    [InlineData("../x")]
    [InlineData("a/b/c")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("C:/x")]
    [InlineData("a--b/c")]
    [InlineData("a/b..c")]
    [InlineData("-a/b")]
    [InlineData("a/b.git")]
    [InlineData("a/b@")]
    [InlineData("a/b@../x")]
    [InlineData("a/b@x/../../y")]
    [InlineData("a b/c")]
    public void A_path_is_no_name(string text) => Assert.False(HubRepo.TryParse(text, HubKind.Model, out _));

    [Fact]
    public void A_data_set_has_a_folder_of_its_own_kind()
    {
        Assert.True(HubRepo.TryParse("org/rows", HubKind.Dataset, out var repo));
        Assert.Equal("datasets--org--rows", repo.FolderName);
    }
}
