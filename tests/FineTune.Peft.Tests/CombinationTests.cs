using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>What must hold of combined adapters whatever their numbers.</summary>
public sealed class CombinationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Side_by_side_updates_add_up_whatever_their_methods_and_ranks()
    {
        string[] names = ["bert_lora_bias", "bert_loha", "bert_lokr", "bert_adalora_pruned"];
        double[] weights = [0.5, -1.5, 2, 1];
        AdapterFolder[] folders = [.. names.Select(name => AdapterFolder.Open(Fixture(name)))];
        AdapterCombination.Write(_folder.At("out"), folders, Of("cat", weights), modulesOf: folders[1]);
        var sums = folders
            .SelectMany((folder, i) => AdapterTensors.Read(folder).Updates().Select(u => (u.Path, Value: u.Whole() * weights[i])))
            .GroupBy(u => u.Path)
            .ToDictionary(u => u.Key, u => u.Aggregate(zeros_like(u.First().Value), (sum, next) => sum + next.Value));
        var made = AdapterTensors.Read(AdapterFolder.Open(_folder.At("out")));
        Assert.Equal(sums.Keys.Order(), made.Layers.Select(layer => layer.Path).Order());
        Assert.All(made.Updates(), u => TensorAssert.Close(u.Path, sums[u.Path], u.Whole(), Tolerance.SameResult));
        // The head of the one that is asked for, and the biases, which only the first has.
        var heads = AdapterTensors.Read(folders[1]).Others;
        Assert.Equal(AdapterTensors.Read(folders[0]).Others.Keys, made.Others.Keys);
        Assert.All(heads, head => Assert.True(head.Value.eq(made.Others[head.Key]).all().item<bool>()));
    }

    [Theory]
    [InlineData("svd")]
    [InlineData("dare_linear_svd")]
    [InlineData("magnitude_prune_svd")]
    public void Nothing_is_lost_of_updates_at_a_rank_that_holds_them_all(string type)
    {
        var settings = Of(type, 0.7, -0.4) with { Rank = 32, Density = type == "svd" ? null : 1 };
        Assert.Equal(1, AdapterCombination.Write(_folder.At("whole"), Pair, settings).Kept, 6);
        AdapterCombination.Write(_folder.At("cat"), Pair, Of("cat", 0.7, -0.4));
        var (whole, sum) = (Updates("whole"), Updates("cat"));
        Assert.All(whole.Zip(sum), pair =>
            TensorAssert.Close(pair.First.Path, pair.Second.Whole(), pair.First.Whole(), Tolerance.SameResult));
    }

    [Fact]
    public void One_adapter_of_weight_one_is_itself()
    {
        foreach (var type in CombinationType.All)
        {
            var output = _folder.At(type.Name);
            var density = type.Pruning == Pruning.None ? (double?)null : 1;
            AdapterCombination.Write(output, [A], Of(type.Name, 1) with { Density = density });
            Assert.All(Updates(type.Name).Zip(AdapterTensors.Read(A).Updates()), pair =>
                TensorAssert.Close(type.Name, pair.Second.Whole(), pair.First.Whole(), Tolerance.SameResult));
        }
    }

    [Theory]
    [InlineData("dare_linear", 0.3)]
    [InlineData("dare_linear", 0.8)]
    [InlineData("dare_ties", 0.5)]
    public void DARE_keeps_a_share_of_the_numbers_grown_by_its_inverse(string type, double density)
    {
        AdapterCombination.Write(_folder.At("out"), [A], Of(type, 1) with { Density = density, Seed = 7 });
        var (kept, all) = (0L, 0L);
        foreach (var (made, from) in Updates("out").Zip(AdapterTensors.Read(A).Updates()))
        {
            foreach (var (value, origin) in new[] { (made.A, from.A), (made.B, from.B) })
            {
                var left = value.ne(0);
                var expected = origin / density * left.to(float32);
                TensorAssert.Close(made.Path, expected, value, Tolerance.Op);
                (kept, all) = (kept + left.sum().item<long>(), all + left.numel());
            }
        }
        // Five standard deviations.
        Assert.InRange((double)kept / all, density - (2.5 / Math.Sqrt(all)), density + (2.5 / Math.Sqrt(all)));
    }

    [Fact]
    public void DARE_leaves_the_mean_of_many_seeds_where_it_was()
    {
        const int Seeds = 60;
        var sum = zeros(96, 32);
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var inner = NewDisposeScope();
            AdapterCombination.Write(
                _folder.At("out"), Pair, Of("dare_linear_svd", 0.7, -0.4) with { Density = 0.5, Rank = 32, Seed = seed });
            sum.add_(Updates("out").Single(u => u.Path == First(A).Path).Whole());
        }
        var expected = (First(A).Whole() * 0.7) - (First(B).Whole() * 0.4);
        // The deviation of a mean of masks of one half is the value itself over the root of their number.
        var deviation = (First(A).Whole().square() * 0.49) + (First(B).Whole().square() * 0.16);
        var error = (sum / Seeds) - expected;
        var ratio = (error.square().sum() / (deviation.sum() / Seeds)).item<float>();
        Assert.InRange(ratio, 0.8, 1.2);
    }

    [Theory]
    [InlineData("dare_ties")]
    [InlineData("dare_ties_svd")]
    [InlineData("dare_linear")]
    public void A_seed_says_what_is_left_out(string type)
    {
        byte[] Made(long seed)
        {
            var output = _folder.At($"{seed}-{Guid.NewGuid()}");
            AdapterCombination.Write(output, Pair, Of(type, 1, 1) with { Density = 0.5, Seed = seed });
            return File.ReadAllBytes(Path.Combine(output, AdapterFolder.WeightsName));
        }
        Assert.Equal(Made(3), Made(3));
        Assert.NotEqual(Made(3), Made(4));
    }

    [Fact]
    public void A_layer_that_one_IA3_adapter_leaves_alone_counts_as_scaled_by_one_there()
    {
        var second = _folder.At("second");
        Directory.CreateDirectory(second);
        File.Copy(Path.Combine(Combinations("j"), AdapterConfigFile.FileName), Path.Combine(second, AdapterConfigFile.FileName));
        using (var fixture = new TensorFixture(Path.Combine(Combinations("j"), AdapterFolder.WeightsName)))
        {
            TensorFixture.Write(
                Path.Combine(second, AdapterFolder.WeightsName),
                fixture.Names.Where(n => n.Contains("c_attn")).ToDictionary(n => n, n => fixture[n]));
        }
        AdapterFolder[] both = [AdapterFolder.Open(Combinations("i")), AdapterFolder.Open(second)];
        AdapterCombination.Write(_folder.At("out"), both, Of("linear", 0.7, 0.3));
        var (made, first) = (AdapterTensors.Read(AdapterFolder.Open(_folder.At("out"))), AdapterTensors.Read(both[0]));
        var layer = made.Layers.Single(l => l.Path == "transformer.h.1.mlp.c_proj")["ia3_l"];
        var own = first.Layers.Single(l => l.Path == "transformer.h.1.mlp.c_proj")["ia3_l"];
        TensorAssert.Close("l", (own * 0.7) + 0.3, layer, Tolerance.Op);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static AdapterFolder A => AdapterFolder.Open(Combinations("a"));

    private static AdapterFolder B => AdapterFolder.Open(Combinations("b"));

    private static AdapterFolder[] Pair => [A, B];

    private static LayerUpdate First(AdapterFolder folder) => AdapterTensors.Read(folder).Updates()[0];

    private static Combination Of(string type, params double[] weights) =>
        new() { Type = CombinationType.Find(type), Weights = weights };

    private static string Fixture(string name) => Checkout.At("tests", "goldens", "peft_methods", name);

    private static string Combinations(string name) => Checkout.At("tests", "goldens", "combinations", name);

    private IReadOnlyList<LayerUpdate> Updates(string output) =>
        AdapterTensors.Read(AdapterFolder.Open(_folder.At(output))).Updates();
}
