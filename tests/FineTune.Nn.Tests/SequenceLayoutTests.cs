using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class SequenceLayoutTests
{
    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 1, 3 })]
    [InlineData(new[] { -1, 3 })]
    public void Offsets_that_do_not_start_at_0_and_name_a_sequence_are_refused(int[] offsets) =>
        Assert.Throws<ArgumentException>(() => new SequenceLayout(offsets, CPU));

    [Theory]
    [InlineData(new[] { 0, 0 }, 0)]
    [InlineData(new[] { 0, 4, 4, 6 }, 1)]
    [InlineData(new[] { 0, 4, 2 }, 1)]
    public void A_sequence_without_tokens_is_refused_by_number(int[] offsets, int sequence)
    {
        var error = Assert.Throws<ArgumentException>(() => new SequenceLayout(offsets, CPU));
        Assert.Contains($"sequence {sequence} has no tokens", error.Message);
    }

    [Fact]
    public void It_knows_where_sequences_lie()
    {
        using var scope = NewDisposeScope();
        using var layout = new SequenceLayout([0, 3, 4, 9], CPU);

        Assert.Equal(3, layout.Count);
        Assert.Equal(9, layout.Tokens);
        Assert.Equal([3, 1, 5], Enumerable.Range(0, 3).Select(layout.LengthOf));
        Assert.Equal([0, 3, 4], TensorAssert.Values(layout.FirstTokens()));
        Assert.Equal([2, 3, 8], TensorAssert.Values(layout.LastTokens()));
    }
}
