using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>What happens where checkpoint and architecture do not agree.</summary>
public sealed class CheckpointFitTests
{
    [Fact]
    public void Missing_misshapen_and_unexpected_tensors_are_all_listed_at_once()
    {
        using var scope = NewDisposeScope();
        var build = new MemoryWeights(new Dictionary<string, Tensor>
        {
            ["wide.weight"] = ones(3, 4),
            ["stranger.weight"] = ones(1),
            ["ignored.weight"] = ones(1),
        }).Build();
        for (var i = 0; i < 3; i++)
        {
            build.Root.Sub("layer").Sub(i).Linear("query", 2, 2);
        }
        build.Root.Linear("wide", 3, 3, bias: false);

        var error = Assert.Throws<WeightsException>(() => build.Finish(name => name == "ignored.weight"));

        Assert.StartsWith("the test's checkpoint: ", error.Message);
        Assert.Contains("layer.{0..2}.query.weight [2, 2]", error.Message);
        Assert.Contains("layer.{0..2}.query.bias [2]", error.Message);
        Assert.Contains("wide.weight: the checkpoint has [3, 4], the model wants [3, 3]", error.Message);
        Assert.Contains("unexpected:\n    stranger.weight", error.Message);
        Assert.DoesNotContain("ignored.weight", error.Message);
        Assert.Contains("model.ignore_mismatched_sizes: true", error.Message);
    }

    [Fact]
    public void A_long_list_is_cut_and_says_how_much_more_there_is()
    {
        var build = MemoryWeights.Empty.Build();
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            build.Root.Embedding($"{letter}", 1, 1);
        }
        var error = Assert.Throws<WeightsException>(() => build.Finish(_ => false));
        Assert.Contains("t.weight", error.Message);
        Assert.Contains("and 6 more", error.Message);
    }

    [Fact]
    public void A_head_the_checkpoint_lacks_is_missing_where_fresh_ones_are_not_allowed()
    {
        var build = MemoryWeights.Empty.Build(allowFresh: false);
        build.Root.Head("classifier", Initializer.Normal(0.02)).LinearHere(4, 2);
        var error = Assert.Throws<WeightsException>(() => build.Finish(_ => false));
        Assert.Contains("classifier.weight [2, 4]", error.Message);
        Assert.Contains("classifier.bias [2]", error.Message);
    }

    [Fact]
    public void A_head_of_another_size_is_refused()
    {
        using var scope = NewDisposeScope();
        var build = WithHeadOfThreeLabels().Build();
        build.Root.Head("classifier", Initializer.Normal(0.02)).LinearHere(4, 2);
        var error = Assert.Throws<WeightsException>(() => build.Finish(_ => false));
        Assert.Contains("classifier.weight: the checkpoint has [3, 4], the model wants [2, 4]", error.Message);
        Assert.Contains("classifier.bias: the checkpoint has [3], the model wants [2]", error.Message);
    }

    [Fact]
    public void A_head_of_another_size_is_made_afresh_where_that_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var build = WithHeadOfThreeLabels().Build(ignoreMismatchedSizes: true);
        build.Root.Head("classifier", Initializer.Normal(0.02)).LinearHere(4, 2);
        build.Finish(_ => false);
        using var parameters = build.Parameters;
        Assert.Equal(["classifier"], parameters.FreshModules);
    }

    [Fact]
    public void A_misshapen_tensor_outside_a_head_is_refused_even_so()
    {
        using var scope = NewDisposeScope();
        var build = new MemoryWeights(new Dictionary<string, Tensor> { ["words.weight"] = ones(3, 4) })
            .Build(ignoreMismatchedSizes: true);
        build.Root.Embedding("words", 5, 4);
        Assert.Throws<WeightsException>(() => build.Finish(_ => false));
    }

    private static MemoryWeights WithHeadOfThreeLabels() => new(new Dictionary<string, Tensor>
    {
        ["classifier.weight"] = ones(3, 4),
        ["classifier.bias"] = ones(3),
    });
}
