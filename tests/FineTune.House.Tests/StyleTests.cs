using System.Text.RegularExpressions;

namespace FineTune.House.Tests;

/// <summary>The parts of the house style that no analyzer checks.</summary>
public sealed partial class StyleTests
{
    private const int LineLimit = 400;

    [Fact]
    public void No_source_file_is_longer_than_the_limit() =>
        Assert.DoesNotContain(Repository.Files("*.cs"), f => Repository.Read(f).Count(c => c == '\n') > LineLimit);

    [Theory]
    [InlineData("#region")]
    [InlineData("#pragma warning")]
    [InlineData("SuppressMessage")]
    public void No_source_file_hides_behind(string directive) =>
        Assert.DoesNotContain(
            Repository.Files("*.cs").Where(f => !f.StartsWith("tests/", StringComparison.Ordinal)),
            f => Repository.Read(f).Contains(directive, StringComparison.Ordinal));

    [Theory]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Helpers")]
    [InlineData("Utils")]
    [InlineData("Base")]
    public void No_type_is_named_for_a_junk_drawer(string suffix) =>
        Assert.DoesNotContain(
            // The binding's names are TorchSharp's.
            Repository.Files("*.cs").Where(f => f.StartsWith("src/", StringComparison.Ordinal)
                && !f.StartsWith("src/FineTune.Torch/", StringComparison.Ordinal)),
            f => Path.GetFileNameWithoutExtension(f).EndsWith(suffix, StringComparison.Ordinal));

    [Fact]
    public void A_test_that_seeds_the_default_generator_runs_beside_no_other() =>
        Assert.DoesNotContain(
            Repository.Files("*Tests.cs").Where(f => f.StartsWith("tests/", StringComparison.Ordinal)),
            f => Seeds().IsMatch(Repository.Read(f))
                && !Repository.Read(f).Contains("[Collection(nameof(DefaultGenerator))]", StringComparison.Ordinal));

    /// <summary>A call of the module's function; one on a generator of its own has a dot before it.</summary>
    [GeneratedRegex(@"(?<![.\w])(random\.)?(manual_seed|set_rng_state)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Seeds();
}
