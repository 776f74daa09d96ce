using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class TensorBytesTests
{
    private const int Elements = 60;

    [Theory]
    [InlineData("F64", 8)]
    [InlineData("F32", 4)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("I64", 8)]
    [InlineData("I32", 4)]
    [InlineData("I16", 2)]
    [InlineData("I8", 1)]
    [InlineData("U8", 1)]
    [InlineData("BOOL", 1)]
    public void Bytes_of_every_type_survive_the_way_in_and_out(string name, int size)
    {
        using var scope = NewDisposeScope();
        var type = TensorBytes.TypeOf(name);
        var bytes = new byte[Elements * size];
        new Random(1).NextBytes(bytes);
        if (type == ScalarType.Bool)
        {
            bytes = Array.ConvertAll(bytes, b => (byte)(b % 2));
        }
        var stored = empty([6, Elements / 6], type);

        TensorBytes.Fill(stored, type, (start, into) => bytes.AsSpan((int)start, into.Length).CopyTo(into));

        Assert.Equal(name, TensorBytes.NameOf(type));
        Assert.Equal(bytes, BytesOf(stored));
    }

    [Fact]
    public void Reading_follows_the_order_of_rows_whatever_the_strides()
    {
        using var scope = NewDisposeScope();
        var transposed = tensor(new byte[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).t();
        Assert.Equal(new byte[] { 1, 4, 2, 5, 3, 6 }, BytesOf(transposed));
    }

    [Fact]
    public void Filling_converts_to_the_type_of_the_tensor()
    {
        using var scope = NewDisposeScope();
        var halves = tensor(new[] { 1.5f, -2.25f, 1e-3f }).to(ScalarType.Float16);
        var bytes = BytesOf(halves);
        var single = empty([3], float32);

        TensorBytes.Fill(
            single, ScalarType.Float16, (start, into) => bytes.AsSpan((int)start, into.Length).CopyTo(into));

        Assert.Equal(TensorAssert.Values(halves), TensorAssert.Values(single));
    }

    [Fact]
    public void A_trainable_view_of_a_larger_buffer_is_filled_in_place()
    {
        using var scope = NewDisposeScope();
        var buffer = zeros(8, float32);
        var view = buffer.narrow(0, 2, 4).view(2, 2).detach();
        view.requires_grad = true;
        var bytes = BytesOf(tensor(new[] { 1f, 2, 3, 4 }));

        TensorBytes.Fill(view, float32, (start, into) => bytes.AsSpan((int)start, into.Length).CopyTo(into));

        Assert.Equal([0, 0, 1, 2, 3, 4, 0, 0], TensorAssert.Values(buffer));
    }

    [Fact]
    public void A_tensor_larger_than_a_window_is_moved_window_by_window()
    {
        const int Size = (1 << 26) + 3;
        using var scope = NewDisposeScope();
        var large = empty([Size], ScalarType.Byte);
        var windows = new List<(long Start, int Length)>();

        TensorBytes.Fill(large, ScalarType.Byte, (start, into) =>
        {
            windows.Add((start, into.Length));
            into.Fill((byte)windows.Count);
        });

        Assert.Equal([(0, 1 << 26), (1 << 26, 3)], windows);
        var read = new List<int>();
        TensorBytes.Read(large, window => read.Add(window.Length));
        Assert.Equal([1 << 26, 3], read);
        Assert.Equal([1, 2], TensorAssert.Values(large.narrow(0, (1 << 26) - 1, 2)));
    }

    [Fact]
    public void Scalars_and_empty_tensors_are_moved_too()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(8, BytesOf(tensor(1L)).Length);
        Assert.Empty(BytesOf(empty([0, 3], float32)));
    }

    private static byte[] BytesOf(Tensor tensor)
    {
        var bytes = new List<byte>();
        TensorBytes.Read(tensor, window => bytes.AddRange(window));
        return [.. bytes];
    }
}
