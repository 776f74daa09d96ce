namespace FineTune.Nn.Tests;

public sealed class PathGroupsTests
{
    [Fact]
    public void Paths_that_differ_in_their_first_number_share_a_line() => Assert.Equal(
        ["h.{0..2}.query", "pooler.dense", "h.{0,2}.key", "h.5.value"],
        PathGroups.Summarize(
            ["h.0.query", "h.1.query", "pooler.dense", "h.0.key", "h.2.key", "h.2.query", "h.5.value"]));

    [Fact]
    public void Later_numbers_stay_apart() => Assert.Equal(
        ["h.{0..1}.expert.0.up", "h.0.expert.1.up"],
        PathGroups.Summarize(["h.0.expert.0.up", "h.0.expert.1.up", "h.1.expert.0.up"]));

    [Fact]
    public void A_number_that_is_part_of_a_name_is_no_index() =>
        Assert.Equal(["h.fc1.weight", "h.fc2.weight"], PathGroups.Summarize(["h.fc1.weight", "h.fc2.weight"]));

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(PathGroups.Summarize([]));
}
