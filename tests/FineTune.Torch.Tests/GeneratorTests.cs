using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

[Collection(nameof(DefaultGenerator))]
public sealed class GeneratorTests
{
    private static readonly Dictionary<string, Func<Generator, Tensor>> s_draws = new()
    {
        ["rand"] = g => rand(5, generator: g),
        ["randn"] = g => randn(5, generator: g),
        ["randint"] = g => randint(0, 1000, [5L], generator: g),
        ["randperm"] = g => randperm(20, generator: g),
        ["normal_"] = g => zeros(5).normal_(0, 0.02, g),
        ["uniform_"] = g => zeros(5).uniform_(-1, 1, g),
        ["random_"] = g => zeros(5, dtype: int64).random_(0, 1000, g),
        ["bernoulli_"] = g => zeros(50).bernoulli_(0.5, g),
        ["bernoulli"] = g => full(50, 0.5).bernoulli(g),
        ["multinomial"] = g => ones(50).multinomial(20, generator: g),
    };

    public static TheoryData<string> Draws => [.. s_draws.Keys];

    [Theory]
    [MemberData(nameof(Draws))]
    public void A_restored_state_gives_the_same_numbers(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(42);
        _ = rand(3, generator: generator);
        var state = generator.get_state();
        var first = s_draws[name](generator);
        var second = s_draws[name](generator);
        generator.set_state(state);

        Assert.True(first.Equals(s_draws[name](generator)));
        Assert.True(second.Equals(s_draws[name](generator)));
        Assert.False(first.Equals(second));
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        using var other = new Generator(8).manual_seed(7);

        Assert.True(rand(4, generator: generator).Equals(rand(4, generator: other)));
        Assert.Equal(7, other.initial_seed());
        Assert.Equal("cpu", other.device.ToString());
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_alone()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        manual_seed(1);
        var expected = rand(4);
        manual_seed(1);
        _ = rand(4, generator: generator);

        Assert.True(expected.Equals(rand(4)));
    }

    [Fact]
    public void The_default_generators_state_is_saved_and_restored()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        _ = randn(3);
        var state = get_rng_state();
        var expected = nn.functional.dropout(ones(100));
        random.set_rng_state(state);

        Assert.True(expected.Equals(nn.functional.dropout(ones(100))));
        Assert.Equal(3, initial_seed());
    }

    [Fact]
    public void Draws_are_of_the_distribution_asked_for()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);

        var normal = empty(20_000, dtype: float64).normal_(2, 3, generator);
        Assert.Equal(2, normal.mean().item<double>(), 0.1);
        Assert.Equal(3, normal.std().item<double>(), 0.1);

        var uniform = empty(20_000, dtype: float64).uniform_(-1, 3, generator);
        Assert.InRange(uniform.min().item<double>(), -1, -0.99);
        Assert.InRange(uniform.max().item<double>(), 2.99, 3);

        var whole = randint(3, 6, [1000L], generator: generator);
        Assert.Equal(ScalarType.Int64, whole.dtype);
        Assert.Equal([3L, 4L, 5L], whole.data<long>().Distinct().Order());

        var order = randperm(9, generator: generator);
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6, 7, 8], order.data<long>().Order());
        Assert.Equal(0.3, empty(20_000).bernoulli_(0.3, generator).mean().ToDouble(), 0.02);
    }

    [Fact]
    public void A_disposed_generator_refuses_to_be_used()
    {
        var generator = new Generator(1);
        generator.Dispose();
        generator.Dispose();

        Assert.Throws<InvalidOperationException>(() => rand(1, generator: generator));
    }
}
