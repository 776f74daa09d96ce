using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class DataTests
{
    [Fact]
    public void Item_is_the_only_element_in_the_dtypes_type()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(1.5f, tensor(1.5f).item<float>());
        Assert.Equal(7, tensor(new long[] { 7 }).item<long>());
        Assert.True(tensor(true).item<bool>());
        Assert.Throws<ArgumentException>(() => tensor(1.5f).item<double>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
    }

    [Fact]
    public void The_only_element_converts_to_any_number()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(1.5, tensor(1.5f).ToDouble());
        Assert.Equal(1.5f, tensor(1.5, bfloat16).ToSingle());
        Assert.Equal(3, tensor(3f).ToInt64());
        Assert.Equal(3, tensor(3L).ToInt32());
        Assert.True(tensor(2L).ToBoolean());
        Assert.Equal(1, tensor(true).ToByte());
        Assert.Equal(1.5f, (float)tensor(1.5));
        Assert.Equal(3, (long)tensor(3f));
        Assert.Equal(3, (int)tensor(3f));
        Assert.Equal(1.5, (double)tensor(1.5f));
        Assert.True((bool)tensor(1f));
        Assert.Equal(ScalarType.Int64, tensor((byte)1).ToScalar().Type);
        Assert.Throws<ExternalException>(() => zeros(2).ToDouble());
    }

    [Fact]
    public void Data_reads_and_writes_elements_in_row_major_order_whatever_the_strides()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6, dtype: float32).view(2, 3).t();
        var data = transposed.data<float>();

        Assert.Equal(6, data.Count);
        Assert.Equal([0, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal([0, 3, 1, 4, 2, 5], data);
        Assert.Equal(4, data[1, 1]);
        Assert.Equal(4, data[3]);
        data[2, 0] = 9;
        Assert.Equal(9, transposed[2, 0].item<float>());
        Assert.Throws<IndexOutOfRangeException>(() => data[3, 0]);
        Assert.Throws<IndexOutOfRangeException>(() => data[6]);

        var part = new float[4];
        data.CopyTo(part, 1, 4);
        Assert.Equal([0, 9, 5, 0], part);
        data.CopyFrom(new float[] { 7, 8 }, tensorIndex: 1);
        Assert.Equal([0, 7, 8, 4, 9, 5], data.ToArray());
        Assert.Throws<ArgumentException>(() => transposed.data<int>());
    }

    [Fact]
    public void Data_of_nothing_is_empty()
    {
        using var scope = NewDisposeScope();

        Assert.Empty(zeros(0, 3).data<float>().ToArray());
        Assert.True(zeros(0).bytes.IsEmpty);
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        using var scope = NewDisposeScope();
        var half = tensor(new float[] { 1, -2 }).bfloat16();
        Assert.Equal([0x80, 0x3F, 0x00, 0xC0], half.bytes.ToArray());

        half.bytes[2] = 0x40;
        Assert.Equal(-3, half[1].ToSingle());
        half.bytes = new byte[] { 0x00, 0x40, 0x80, 0x3F };
        Expect.Values([2, 1], half);
        MemoryMarshal.Cast<byte, BFloat16>(half.bytes)[1] = new BFloat16(5);
        Expect.Values([2, 5], half);
    }

    [Fact]
    public void Bytes_need_a_contiguous_tensor_and_the_right_number()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<InvalidOperationException>(() => zeros(2, 3).t().bytes.Length);
        Assert.Throws<ArgumentException>(() => zeros(2).bytes = new byte[4]);
    }

    [Theory]
    [InlineData(1.0f)]
    [InlineData(-0.3333333f)]
    [InlineData(1.00390625f)]
    [InlineData(1.01171875f)]
    [InlineData(3.4e38f)]
    [InlineData(1e-40f)]
    [InlineData(float.NegativeInfinity)]
    public void BFloat16_rounds_as_libtorch_does(float value)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(tensor(value).bfloat16().ToSingle(), new BFloat16(value).ToSingle());
    }

    [Fact]
    public void BFloat16_keeps_what_is_not_a_number()
    {
        Assert.True(float.IsNaN(new BFloat16(float.NaN).ToSingle()));
        Assert.Equal(1, BFloat16.FromRawValue(0x3F80).ToSingle());
    }
}
