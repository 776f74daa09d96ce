using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>Frozen weights in four and eight bits, against slow code written from the published formulas.</summary>
public sealed class QuantizationTests : IDisposable
{
    // arXiv:2305.14314, appendix E.
    private static readonly double[] Nf4 =
    [
        -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
        -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
        0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0,
    ];

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<QuantizationKind, bool> Kinds => new()
    {
        { QuantizationKind.Nf4, false }, { QuantizationKind.Nf4, true }, { QuantizationKind.Int8, false },
    };

    // Whole blocks, blocks across rows, a last block that is not full, more blocks than a group of scales, one number.
    public static TheoryData<int, int> Shapes => new() { { 8, 64 }, { 7, 48 }, { 3, 33 }, { 130, 200 }, { 1, 1 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Nf4_is_what_the_published_formulas_say_to_the_bit(int rows, int columns)
    {
        var weight = Weight(rows, columns);
        Assert.Equal(SlowNf4(Values(weight), doubled: false), Values(Quantized(weight, QuantizationKind.Nf4, false).Value));
        Assert.Equal(SlowNf4(Values(weight), doubled: true), Values(Quantized(weight, QuantizationKind.Nf4, true).Value));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Eight_bits_are_what_the_published_formula_says_to_the_bit(int rows, int columns)
    {
        var weight = Weight(rows, columns);
        Assert.Equal(SlowInt8(Values(weight)), Values(Quantized(weight, QuantizationKind.Int8, false).Value));
    }

    [Fact]
    public void The_code_book_is_the_published_one()
    {
        // A block that holds every code, scaled by 1, is itself.
        float[] block = [.. Enumerable.Range(0, 64).Select(i => (float)Nf4[i % 16])];
        Assert.Equal(block, Values(Quantized(tensor(block).view(1, 64), QuantizationKind.Nf4, false).Value));
    }

    [Theory]
    [InlineData(QuantizationKind.Nf4, 0.5 * (1 - 0.6961928009986877))]
    [InlineData(QuantizationKind.Int8, 0.5 / 127 * 1.00001)]
    public void A_round_trip_is_off_by_at_most_half_the_widest_gap_of_the_code(QuantizationKind kind, double bound)
    {
        var weight = Weight(40, 64);
        var largest = weight.abs().amax([1L], keepdim: true);
        var error = ((Quantized(weight, kind, false).Value - weight).abs() / largest).max().item<float>();
        Assert.InRange(error, 0, bound);
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        foreach (var row in Kinds)
        {
            var value = Quantized(zeros(3, 100), (QuantizationKind)row[0], (bool)row[1]).Value;
            Assert.All(Values(value), v => Assert.Equal(0f, v));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_are_rows_of_the_whole(QuantizationKind kind, bool doubled)
    {
        foreach (var (rows, columns) in new[] { (130, 200), (7, 33), (16, 64) })
        {
            var parameter = Quantized(Weight(rows, columns), kind, doubled);
            var whole = parameter.Value;
            Assert.Equal(Values(whole.narrow(0, 2, 5)), Values(parameter.Rows(2, 5)));
            Assert.Equal(
                Values(whole.index_select(0, tensor(new long[] { 3, 0, 3 }))),
                Values(parameter.Rows(tensor(new long[] { 3, 0, 3 }))));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_layer_computes_and_learns_as_one_with_the_dequantised_weight(QuantizationKind kind, bool doubled)
    {
        var weight = Weight(96, 72);
        var x = randn(5, 72).requires_grad_();
        var again = x.detach().clone().requires_grad_();
        var layer = Layer(weight, kind, doubled);
        var expected = again.mm(((Linear)layer).Weight.Value.t());
        var actual = layer.Forward(x);
        expected.pow(2).sum().backward();
        actual.pow(2).sum().backward();

        Assert.Equal(Values(expected), Values(actual));
        TensorAssert.Close("gradient", again.grad!, x.grad!, Tolerance.SameResult);
    }

    [Theory]
    [InlineData(QuantizationKind.Nf4, true, 4.13)]
    [InlineData(QuantizationKind.Nf4, false, 4.5)]
    [InlineData(QuantizationKind.Int8, false, 8.5)]
    public void Bits_of_a_weight_are_as_published(QuantizationKind kind, bool doubled, double bits) =>
        Assert.Equal(bits, Quantized(Weight(512, 1024), kind, doubled).Bytes * 8.0 / (512 * 1024), 0.005);

    [Fact]
    public void The_output_layer_and_what_trains_are_not_quantised()
    {
        var build = Build(Weight(8, 64), new Quantization(QuantizationKind.Nf4, true), new TrainsEverything());
        build.Root.Linear("q", 64, 8, bias: false);
        Assert.Null(build.Parameters.Find("q.weight")!.Frozen);
        build = Build(Weight(8, 64), new Quantization(QuantizationKind.Nf4, true), AdapterDecorator.None);
        build.Root.Output("q", 64, 8);
        Assert.Null(build.Parameters.Find("q.weight")!.Frozen);
    }

    [Theory]
    [InlineData(new string[0], true)]
    [InlineData(new[] { "q" }, false)]
    [InlineData(new[] { "lm_head" }, true)]
    public void A_list_of_modules_to_skip_takes_the_place_of_the_output_layer(string[] skipped, bool quantized)
    {
        foreach (var isOutput in new[] { false, true })
        {
            var build = Build(Weight(8, 64), new Quantization(QuantizationKind.Nf4, true, skipped), AdapterDecorator.None);
            _ = isOutput ? build.Root.Output("q", 64, 8) : build.Root.Linear("q", 64, 8, bias: false);
            Assert.Equal(quantized, build.Parameters.Find("q.weight")!.Frozen is not null);
        }
    }

    [Fact]
    public void Rows_by_id_are_rows_of_the_whole()
    {
        var parameter = Quantized(Weight(9, 40), QuantizationKind.Nf4, doubled: true);
        var ids = tensor(new long[] { 7, 0, 7, 8 });
        Assert.Equal(
            TensorAssert.Values(parameter.Value.index_select(0, ids)), TensorAssert.Values(parameter.Rows(ids)));
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Weight(int rows, int columns)
    {
        using var random = new Generator(7);
        return randn([rows, columns], generator: random) * 0.05f;
    }

    private static Parameter Quantized(Tensor weight, QuantizationKind kind, bool doubled) =>
        ((Linear)Layer(weight, kind, doubled)).Weight;

    private static ILinear Layer(Tensor weight, QuantizationKind kind, bool doubled) =>
        Build(weight, new Quantization(kind, doubled), AdapterDecorator.None).Root
            .Linear("q", weight.shape[1], weight.shape[0], bias: false);

    private static ModelBuild Build(Tensor weight, FrozenStorage storage, AdapterDecorator adapter) =>
        new(new MemoryWeights(new Dictionary<string, Tensor> { ["q.weight"] = weight }), adapter, float32, CPU, seed: 1)
        {
            Storage = storage,
        };

    private static float[] Values(Tensor tensor) => [.. TensorAssert.Values(tensor).Select(v => (float)v)];

    private static float[] SlowNf4(float[] weight, bool doubled)
    {
        float[] scales = [.. weight.Chunk(64).Select(block => block.Max(Math.Abs))];
        var read = doubled ? SlowScales(scales) : scales;
        return
        [
            .. weight.Select((w, i) => scales[i / 64] == 0 ? 0 : (float)Nearest(Nf4, w / scales[i / 64]) * read[i / 64]),
        ];
    }

    private static float[] SlowScales(float[] scales)
    {
        var mean = (float)scales.Average(s => (double)s);
        var code = SlowDynamicCode();
        return
        [
            .. scales.Chunk(256).SelectMany(group =>
            {
                float[] centred = [.. group.Select(s => s - mean)];
                var largest = centred.Max(Math.Abs);
                return centred.Select(c => largest == 0 ? mean : ((float)Nearest(code, c / largest) * largest) + mean);
            }),
        ];
    }

    private static float[] SlowInt8(float[] weight) =>
    [
        .. weight.Chunk(64).SelectMany(block =>
        {
            var largest = block.Max(Math.Abs);
            return block.Select(w => (float)Math.Round(w / largest * 127f, MidpointRounding.ToEven) * (largest / 127f));
        }),
    ];

    // bitsandbytes' create_dynamic_map: for exponents -6 to 0, the middles of 1, 2, 4 ... 64 equal parts of [0.1, 1].
    private static double[] SlowDynamicCode()
    {
        var values = new List<double> { 0, 1 };
        for (var exponent = -6; exponent <= 0; exponent++)
        {
            var parts = 1 << (exponent + 6);
            for (var part = 0; part < parts; part++)
            {
                var middle = (0.1m + (0.9m * (part + 0.5m) / parts)) * (decimal)Math.Pow(10, exponent);
                values.AddRange([(float)middle, -(float)middle]);
            }
        }
        return [.. values.Order()];
    }

    private static double Nearest(double[] code, float number) => code.MinBy(c => Math.Abs(c - number));
}
