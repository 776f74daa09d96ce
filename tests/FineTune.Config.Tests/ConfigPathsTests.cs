using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class ConfigPathsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("finetune-paths").FullName;
    private readonly string _configs;
    private readonly ConfigPaths _paths;

    public ConfigPathsTests()
    {
        _configs = Directory.CreateDirectory(Path.Combine(_root, "configs")).FullName;
        Directory.CreateDirectory(Path.Combine(_root, "datasets", "sentiment"));
        File.WriteAllText(Path.Combine(_root, "datasets", "sentiment", "train.jsonl"), "");
        File.WriteAllText(Path.Combine(_configs, "beside.csv"), "");
        File.WriteAllText(Path.Combine(_root, "beside.csv"), "");
        _paths = new ConfigPaths(_configs, _root);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_path_beside_the_config_comes_first()
        => Assert.Equal(new PathLookup(Path.Combine(_configs, "beside.csv")), _paths.Resolve("beside.csv"));

    [Fact]
    public void Parent_folders_and_absolute_paths_are_followed()
    {
        var train = Path.Combine(_root, "datasets", "sentiment", "train.jsonl");
        Assert.Equal(train, _paths.Resolve("../datasets/sentiment/train.jsonl").FullPath);
        Assert.Equal(train, _paths.Resolve(train).FullPath);
    }

    [Fact]
    public void A_path_in_the_working_directory_is_taken_with_a_notice()
    {
        var found = _paths.Resolve("datasets/sentiment");
        Assert.Equal(Path.Combine(_root, "datasets", "sentiment"), found.FullPath);
        Assert.Equal(
            $"'datasets/sentiment' found in the working directory ({_root}), not beside the config", found.Notice);
    }

    [Theory]
    [InlineData("../datasets/sentiment/trian.jsonl", "../datasets/sentiment/train.jsonl")]
    [InlineData("datasets/sentimnet/train.jsonl", "datasets/sentiment/train.jsonl")]
    [InlineData("../dataset/sentiment/train.jsonl", "../datasets/sentiment/train.jsonl")]
    [InlineData("besides.csv", "beside.csv")]
    public void A_missing_path_names_both_places_and_the_nearest(string typed, string meant)
    {
        var missing = _paths.Resolve(typed);
        Assert.Null(missing.FullPath);
        Assert.Equal(
            $"'{typed}' does not exist, looked for {Path.GetFullPath(typed, _configs)} and {Path.GetFullPath(typed, _root)}",
            missing.Problem);
        Assert.Equal($"did you mean '{meant}'?", missing.Fix);
    }

    [Fact]
    public void Nothing_near_suggests_nothing() => Assert.Null(_paths.Resolve("xyzzy").Fix);

    [Fact]
    public void An_empty_path_is_refused() => Assert.Equal("an empty path", _paths.Resolve(" ").Problem);

    [Fact]
    public void Home_is_expanded()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(home + "/data", ConfigPaths.ExpandHome("~/data"));
        Assert.Equal("a/~/b", ConfigPaths.ExpandHome("a/~/b"));
    }

    [Fact]
    public void Binding_resolves_marked_paths_and_reports_missing_ones_with_the_rest()
    {
        var options = Configs.Options with { Paths = _paths };
        const string Good = Configs.Model + "dataset: { train_files: [beside.csv, datasets/sentiment/train.jsonl] }";
        var good = ConfigDocument.Parse(Good, Configs.Name);
        var bound = ConfigBinder.Bind<RunConfig>(good, options);
        Assert.Equal(
            [Path.Combine(_configs, "beside.csv"), Path.Combine(_root, "datasets", "sentiment", "train.jsonl")],
            bound.Value.Dataset.TrainFiles);
        Assert.StartsWith("configs/test.yaml:2:38: 'datasets/", Assert.Single(bound.Notices), StringComparison.Ordinal);

        const string Bad = Configs.Model + "dataset:\n  train_files: [beside.csv, bside.csv]\n  test_file: nowhere\nextra: 1";
        var bad = ConfigDocument.Parse(Bad, Configs.Name);
        var issues = Assert.Throws<ConfigException>(() => ConfigBinder.Bind<RunConfig>(bad, options)).Issues;
        Assert.Equal([(3, 29), (4, 14), (5, 1)], issues.Select(issue => (issue.Line, issue.Column)));
        Assert.Equal("dataset.train_files[1]", issues[0].Path);
    }
}
