using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class CreationTests
{
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["zeros"] = new(() => zeros(2, 3), ScalarType.Float32, [2, 3], [0, 0, 0, 0, 0, 0]),
        ["zeros long"] = new(() => zeros(2L, dtype: int64), ScalarType.Int64, [2], [0, 0]),
        ["zeros array"] = new(() => zeros([1L, 2L], dtype: @bool), ScalarType.Bool, [1, 2], [0, 0]),
        ["ones"] = new(() => ones(1, 1, 2, dtype: float64), ScalarType.Float64, [1, 1, 2], [1, 1]),
        ["ones four"] = new(() => ones(1, 1, 2, 1), ScalarType.Float32, [1, 1, 2, 1], [1, 1]),
        ["full"] = new(() => full(2, 0.5), ScalarType.Float32, [2], [0.5, 0.5]),
        ["full whole"] = new(() => full([2L], 3), ScalarType.Int64, [2], [3, 3]),
        ["full dtype"] = new(() => full(1, 2, 3, dtype: bfloat16), ScalarType.BFloat16, [1, 2], [3, 3]),
        ["arange"] = new(() => arange(3), ScalarType.Int64, [3], [0, 1, 2]),
        ["arange step"] = new(() => arange(1, 2, 0.5), ScalarType.Float32, [2], [1, 1.5]),
        ["arange dtype"] = new(() => arange(2, 4, dtype: float64), ScalarType.Float64, [2], [2, 3]),
        ["linspace"] = new(() => linspace(0, 1, 3), ScalarType.Float32, [3], [0, 0.5, 1]),
        ["eye"] = new(() => eye(2), ScalarType.Float32, [2, 2], [1, 0, 0, 1]),
        ["eye columns"] = new(() => eye(1, 2), ScalarType.Float32, [1, 2], [1, 0]),
        ["zeros_like"] = new(() => zeros_like(ones(2, dtype: int32)), ScalarType.Int32, [2], [0, 0]),
        ["ones_like"] = new(() => ones_like(zeros(2), dtype: @bool), ScalarType.Bool, [2], [1, 1]),
        ["full_like"] = new(() => full_like(zeros(2), 7), ScalarType.Float32, [2], [7, 7]),
        ["float scalar"] = new(() => tensor(1.5f), ScalarType.Float32, [], [1.5]),
        ["double scalar"] = new(() => tensor(1.5), ScalarType.Float64, [], [1.5]),
        ["double scalar dtype"] = new(() => tensor(1.5, float32), ScalarType.Float32, [], [1.5]),
        ["int scalar"] = new(() => tensor(2), ScalarType.Int32, [], [2]),
        ["long scalar"] = new(() => tensor(2L), ScalarType.Int64, [], [2]),
        ["bool scalar"] = new(() => tensor(true), ScalarType.Bool, [], [1]),
        ["byte scalar"] = new(() => tensor((byte)200), ScalarType.Byte, [], [200]),
        ["floats"] = new(() => tensor(new[] { 1f, 2f }), ScalarType.Float32, [2], [1, 2]),
        ["doubles"] = new(() => tensor(new[] { 1.0, 2.0 }), ScalarType.Float64, [2], [1, 2]),
        ["longs shaped"] = new(() => tensor(new long[] { 1, 2 }, [2, 1]), ScalarType.Int64, [2, 1], [1, 2]),
        ["ints dtype"] = new(() => tensor(new[] { 1, 2 }, int64), ScalarType.Int64, [2], [1, 2]),
        ["bools"] = new(() => tensor(new[] { true, false }), ScalarType.Bool, [2], [1, 0]),
        ["bytes"] = new(() => tensor(new byte[] { 1, 255 }), ScalarType.Byte, [2], [1, 255]),
        ["shorts"] = new(() => tensor(new short[] { -1, 5 }), ScalarType.Int16, [2], [-1, 5]),
        ["sbytes"] = new(() => tensor(new sbyte[] { -1, 5 }), ScalarType.Int8, [2], [-1, 5]),
        ["halves"] = new(() => tensor(new[] { (Half)0.5, (Half)2 }), ScalarType.Float16, [2], [0.5, 2]),
        ["bfloats"] = new(() => tensor(new[] { new BFloat16(0.5f) }), ScalarType.BFloat16, [1], [0.5]),
        ["list"] = new(() => tensor(new List<float> { 1, 2 }, 1, 2), ScalarType.Float32, [1, 2], [1, 2]),
        ["memory"] = new(() => tensor(new[] { 1f, 2f, 3f }.AsMemory(1), [2]), ScalarType.Float32, [2], [2, 3]),
        ["from_array"] = new(() => from_array(new[,] { { 1, 2 }, { 3, 4 } }), ScalarType.Int32, [2, 2], [1, 2, 3, 4]),
        ["from_array dtype"] = new(() => from_array(new[] { 1, 2 }, float32), ScalarType.Float32, [2], [1, 2]),
        ["frombuffer"] = new(() => frombuffer(new long[] { 1, 2, 3 }, int64, 1, 1), ScalarType.Int64, [1], [2]),
        ["to"] = new(() => tensor(1.7).to(int32), ScalarType.Int32, [], [1]),
        ["to_type"] = new(() => tensor(1.5).to_type(float16), ScalarType.Float16, [], [1.5]),
        ["type_as"] = new(() => tensor(1.5).type_as(ones(1)), ScalarType.Float32, [], [1.5]),
        ["to other"] = new(() => tensor(1.5).to(ones(1)), ScalarType.Float32, [], [1.5]),
        ["to device"] = new(() => tensor(1.5).to(CPU).to("cpu").cpu(), ScalarType.Float64, [], [1.5]),
        ["bfloat16"] = new(() => tensor(1.00390625).bfloat16(), ScalarType.BFloat16, [], [1]),
        ["fill_"] = new(() => empty(2).fill_(3), ScalarType.Float32, [2], [3, 3]),
        ["zero_"] = new(() => ones(2).zero_(), ScalarType.Float32, [2], [0, 0]),
        ["copy_"] = new(() => zeros(2, 2).copy_(tensor(new[] { 1.0, 2 })), ScalarType.Float32, [2, 2], [1, 2, 1, 2]),
        ["set_"] = new(() => zeros(2).set_(ones(3)), ScalarType.Float32, [3], [1, 1, 1]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Makes_the_shape_dtype_and_elements_asked_for(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];

        var made = row.Make();

        Assert.Equal(row.Dtype, made.dtype);
        Expect.Values(row.Shape, row.Expected, made);
    }

    [Fact]
    public void Gradients_are_wanted_where_asked_for()
    {
        using var scope = NewDisposeScope();

        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Assert.True(tensor(new[] { 1f }, requires_grad: true).is_leaf);
        Assert.False(zeros(2).requires_grad);
    }

    [Fact]
    public void An_array_is_copied_and_from_array_shares()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1f, 2f };
        var copied = tensor(array);
        var shared = from_array(array);
        array[0] = 9;
        GC.Collect();

        Assert.Equal(1, copied[0].item<float>());
        Assert.Equal(9, shared[0].item<float>());
    }

    [Fact]
    public void A_conversion_to_the_same_dtype_shares_memory_unless_a_copy_is_asked_for()
    {
        using var scope = NewDisposeScope();
        var source = zeros(2);
        source.to(float32).add_(1);
        source.to(float32, copy: true).add_(1);

        Expect.Values([1, 1], source);
    }

    [Fact]
    public void DisposeAfter_disposes_the_source()
    {
        using var scope = NewDisposeScope();
        var source = zeros(2);

        Assert.Equal(ScalarType.Float64, source.to(float64, disposeAfter: true).dtype);
        Assert.True(source.IsInvalid);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        var mismatch = Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, [2, 2]));
        Assert.Contains("3 values for a shape of 4 elements", mismatch.Message);
        Assert.Throws<ArgumentException>(() => frombuffer(new[] { 1f }, float32, offset: 1));
        Assert.Throws<NotSupportedException>(() => zeros(2, names: ["batch"]));
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "text" }));
    }

    private sealed record Row(Func<Tensor> Make, ScalarType Dtype, long[] Shape, double[] Expected);
}
