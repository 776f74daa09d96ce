namespace FineTune.Config.Tests;

public sealed class NearestTests
{
    private static readonly string[] Keys =
    [
        "learning_rate", "per_device_train_batch_size", "num_train_epochs", "max_length",
        "warmup_steps", "warmup_ratio", "r", "seed",
    ];

    [Theory]
    [InlineData("learning_rat", "learning_rate")]
    [InlineData("laerning_rate", "learning_rate")]
    [InlineData("Learning-Rate", "learning_rate")]
    [InlineData("learning_rte", "learning_rate")]
    [InlineData("warmup_step", "warmup_steps")]
    [InlineData("batch_size", "per_device_train_batch_size")]
    [InlineData("epochs", "num_train_epochs")]
    [InlineData("max_seq_length", "max_length")]
    [InlineData("steps_warmup", "warmup_steps")]
    [InlineData("sede", "seed")]
    [InlineData("rr", "r")]
    public void The_name_that_was_meant_is_found(string typed, string meant)
        => Assert.Equal(meant, Nearest.Name(typed, Keys));

    [Theory]
    [InlineData("x")]
    [InlineData("weight_decay")]
    [InlineData("")]
    public void Nothing_is_suggested_for_a_word_unlike_all(string typed) => Assert.Null(Nearest.Name(typed, Keys));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_edits_and_swaps_of_neighbours(string left, string right, int distance)
    {
        Assert.Equal(distance, Nearest.Distance(left, right));
        Assert.Equal(distance, Nearest.Distance(right, left));
    }

    [Fact]
    public void Earlier_names_win_ties() => Assert.Equal("beta1", Nearest.Name("beta3", ["beta1", "beta2"]));
}
