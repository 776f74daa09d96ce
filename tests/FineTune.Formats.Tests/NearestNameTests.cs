namespace FineTune.Formats.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["query", "key", "value", "intermediate.dense", "ia"];

    [Theory]
    [InlineData("querry", "query")]
    [InlineData("QUERY", "query")]
    [InlineData("vlaue", "value")]
    [InlineData("intermediate_dense", "intermediate.dense")]
    [InlineData("kye", "key")]
    [InlineData("zzzzz", null)]
    [InlineData("", null)]
    public void The_nearest_name_within_reach_is_found(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Find(name, Names));
}
