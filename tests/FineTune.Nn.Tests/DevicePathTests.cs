using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>What a card does, done on the processor, beside what the processor does: values and gradients.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class DevicePathTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(11);

    [Fact]
    public void The_way_is_the_processor_s_unless_it_is_forced()
    {
        var tensor = zeros(1);
        Assert.False(DevicePath.Takes(tensor));
        using (DevicePath.Force())
        {
            Assert.True(DevicePath.Takes(tensor));
            Assert.False(CpuRows.Takes(tensor));
        }
        Assert.False(DevicePath.Takes(tensor));
    }

    [Fact]
    public void A_root_mean_square_norm_is_the_same()
    {
        var norm = new RmsNorm(Frozen("norm.weight", Drawn(24)), 1e-5, aroundOne: false);
        Compare(inputs => norm.Forward(inputs[0]), Drawn(7, 24));
    }

    [Fact]
    public void A_gated_product_is_the_same()
    {
        var mlp = new GatedMlp(new PassThrough(0, 6), new PassThrough(6, 6), Activation.Silu, new PassThrough(0, 6));
        Compare(inputs => mlp.Forward(inputs[0]), Drawn(5, 12));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Turned_heads_are_the_same(int turned)
    {
        using var batch = new PackedBatch
        {
            InputIds = zeros([5], int64),
            PositionIds = tensor([0L, 3, 9, 1, 2]),
            Layout = new SequenceLayout([0, 3, 5], CPU),
        };
        var table = new Rotary(new RotaryConfig { HeadDim = 8, RotaryDim = turned, Theta = 100 }).TableFor(batch, null, float32);
        Compare(inputs => table.Turn(inputs[0]), Drawn(5, 3, 8));
    }

    [Fact]
    public void The_slope_of_cross_entropy_is_the_same()
    {
        var (logits, targets) = (Drawn(6, 17), tensor([0L, 16, 3, 3, 8, 1]));
        var (total, deviceTotal) = (zeros(1), zeros(1));
        var slope = LogitSlope.Take(logits.clone(), targets, total);
        using var forced = DevicePath.Force();
        TensorAssert.Close("slope", slope, LogitSlope.Take(logits.clone(), targets, deviceTotal), Tolerance.SameResult);
        TensorAssert.Close("loss", total, deviceTotal, Tolerance.SameResult);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_low_rank_update_in_one_call_is_its_formula(bool dropped)
    {
        var keep = Drawn(7, 6).gt(0).to(float32);
        Tensor Dropped(Tensor x) => dropped ? x * keep : x;
        var (weight, bias) = (Drawn(5, 6), Drawn(5));
        using var forced = DevicePath.Force();
        CompareWays(
            i => FusedOps.LoraLinear(i[0], Dropped(i[0]), weight, bias, i[1], i[2], 0.5)!,
            i => nn.functional.linear(i[0], weight, bias) + (Dropped(i[0]).mm(i[1].t()).mm(i[2].t()) * 0.5),
            Drawn(7, 6), Drawn(2, 6), Drawn(5, 2));
    }

    [Fact]
    public void A_low_rank_update_of_a_gated_product_makes_the_product_again()
    {
        var weight = Drawn(5, 6);
        using var forced = DevicePath.Force();
        CompareWays(
            i =>
            {
                var product = FusedOps.GatedProduct(i[0], i[1])!;
                var output = FusedOps.LoraLinear(product, product, weight, bias: null, i[2], i[3], 0.5)!;
                // What was not kept may change.
                product.detach().zero_();
                return output;
            },
            i =>
            {
                var product = nn.functional.silu(i[0]) * i[1];
                return product.mm(weight.t()) + (product.mm(i[2].t()).mm(i[3].t()) * 0.5);
            },
            Drawn(7, 6), Drawn(7, 6), Drawn(2, 6), Drawn(5, 2));
    }

    [Fact]
    public void A_low_rank_update_of_a_bfloat16_layer_keeps_its_type_and_gives_gradients_in_float32()
    {
        using var forced = DevicePath.Force();
        Tensor[] inputs = [Drawn(7, 6), Drawn(5, 6), Drawn(2, 6), Drawn(5, 2)];
        var expected = nn.functional.linear(inputs[0], inputs[1]) + (inputs[0].mm(inputs[2].t()).mm(inputs[3].t()) * 0.5);
        var x = inputs[0].to(bfloat16).requires_grad_();
        var (a, b) = (inputs[2].requires_grad_(), inputs[3].requires_grad_());

        var actual = FusedOps.LoraLinear(x, x, inputs[1].to(bfloat16), bias: null, a, b, 0.5)!;
        actual.sum().backward();

        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        var stray = ((actual.to(float32) - expected).square().mean() / expected.square().mean()).sqrt();
        TensorAssert.Close("root mean square", zeros(1), stray.view(1), Tolerance.BFloat16Mean);
        Assert.Equal(ScalarType.BFloat16, x.grad!.dtype);
        Assert.Equal(ScalarType.Float32, a.grad!.dtype);
        Assert.Equal(ScalarType.Float32, b.grad!.dtype);
    }

    [Fact]
    public void A_part_that_is_computed_twice_draws_the_same_numbers_both_times()
    {
        using var forced = DevicePath.Force();
        manual_seed(5);
        using var draws = RepeatedDraws.Begin(zeros(1));
        Tensor first, between;
        using (draws.First())
        {
            first = rand(4);
        }
        between = rand(4);
        using (draws.Again())
        {
            TensorAssert.Close("second time", first, rand(4), default);
        }
        var after = rand(4);

        // What others draw is as if the part had drawn nothing.
        manual_seed(5);
        _ = randint(long.MaxValue, 1, int64);
        TensorAssert.Close("between", rand(4), between, default);
        TensorAssert.Close("after", rand(4), after, default);
    }

    [Fact]
    public void Parts_draw_different_numbers()
    {
        using var forced = DevicePath.Force();
        manual_seed(5);
        var seen = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            using var draws = RepeatedDraws.Begin(zeros(1));
            using var first = draws.First();
            seen.Add(rand(1).item<float>());
        }
        Assert.Equal(3, seen.Distinct().Count());
    }

    [Fact]
    public void What_is_uploaded_arrives()
    {
        Assert.Equal([1L, -2], Upload.To(CPU, [1L, -2]).data<long>().ToArray());
        Assert.Equal([3, 4], Upload.To(CPU, [3, 4]).data<int>().ToArray());
        Assert.Equal([0.5f], Upload.To(CPU, [0.5f]).data<float>().ToArray());
    }

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    private static void Compare(Func<Tensor[], Tensor> function, params Tensor[] inputs) => CompareWays(
        leaves =>
        {
            using var forced = DevicePath.Force();
            return function(leaves);
        },
        function,
        inputs);

    private static void CompareWays(
        Func<Tensor[], Tensor> actual, Func<Tensor[], Tensor> expected, params Tensor[] inputs)
    {
        var (value, gradients) = Differentiated(expected, inputs);
        var (other, otherGradients) = Differentiated(actual, inputs);
        TensorAssert.Close("value", value, other, Tolerance.SameResult);
        for (var i = 0; i < inputs.Length; i++)
        {
            TensorAssert.Close($"gradient {i}", gradients[i], otherGradients[i], Tolerance.SameResult);
        }
    }

    private static (Tensor Value, Tensor[] Gradients) Differentiated(Func<Tensor[], Tensor> function, Tensor[] inputs)
    {
        Tensor[] leaves = [.. inputs.Select(t => t.detach().clone().requires_grad_())];
        var value = function(leaves);
        (value * arange(value.numel(), float32).cos().view(value.shape)).sum().backward();
        return (value.detach(), [.. leaves.Select(l => l.grad!)]);
    }

    private static Parameter Frozen(string name, Tensor value) => new(name, value, ParameterKind.Base, trainable: false);

    private Tensor Drawn(params long[] shape) => randn(shape, generator: _random);

    // Some columns of the input.
    private sealed class PassThrough(long first, long count) : ILinear
    {
        public string Path => "pass";

        public long InFeatures => count;

        public long OutFeatures => count;

        public Tensor Forward(Tensor input) => input.narrow(1, first, count).contiguous();
    }
}
