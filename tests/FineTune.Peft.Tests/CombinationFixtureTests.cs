using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Combinations of adapters that PEFT wrote, with the logits that it gets from them
/// (<c>tests/goldens/combinations.py</c>).</summary>
public sealed class CombinationFixtureTests : IDisposable
{
    private const string Layer = "transformer.h.1.attn.c_attn";

    private static readonly Dictionary<string, (string Adapters, Combination Settings)> Cases = new(StringComparer.Ordinal)
    {
        ["linear"] = ("ab", Of("linear", 0.7, -0.4)),
        ["cat"] = ("abc", Of("cat", 0.7, -0.4, 1.5)),
        ["svd"] = ("abc", Of("svd", 0.7, -0.4, 1.5) with { Rank = 3 }),
        ["svd_whole"] = ("ab", Of("svd", 0.7, -0.4)),
        ["ties"] = ("ab", Of("ties", 0.7, 0.4) with { Density = 0.6 }),
        ["ties_frequency"] = ("ab", Of("ties", 0.7, 0.4) with { Density = 0.6, CountsSigns = true }),
        ["ties_svd"] = ("abc", Of("ties_svd", 0.7, 0.4, 1.5) with { Density = 0.3, Rank = 5 }),
        ["magnitude_prune"] = ("ab", Of("magnitude_prune", 0.7, -0.4) with { Density = 0.5 }),
        ["magnitude_prune_svd"] = ("abc", Of("magnitude_prune_svd", 0.7, -0.4, 1.5) with { Density = 0.4 }),
        ["ia3"] = ("ij", Of("linear", 0.7, 0.5)),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_combination_gives_the_logits_and_adds_the_update_that_it_does_in_PEFT(string name)
    {
        var (adapters, settings) = Cases[name];
        var written = Environment.GetEnvironmentVariable("FINETUNE_WRITTEN_COMBINATIONS") is { Length: > 0 } kept
            ? Path.Combine(kept, name)
            : _folder.At("written");
        AdapterCombination.Write(written, [.. adapters.Select(adapter => AdapterFolder.Open(At(adapter.ToString())))], settings);

        using var expected = new TensorFixture(At("expected.safetensors"));
        using var model = FixtureModel.Open(Checkout.At("tests", "goldens", "gpt2_lora", "base"), written);
        TensorAssert.Close("logits", expected[$"{name}/logits"], model.Logits(expected["input_ids"]), Tolerance.Logits);
        if (expected.Has($"{name}/delta"))
        {
            var update = AdapterTensors.Read(AdapterFolder.Open(written)).Updates().Single(u => u.Path == Layer);
            TensorAssert.Close("update", expected[$"{name}/delta"], update.Whole(), Tolerance.SameResult);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static Combination Of(string type, params double[] weights) =>
        new() { Type = CombinationType.Find(type), Weights = weights };

    private static string At(string name) => Checkout.At("tests", "goldens", "combinations", name);
}
