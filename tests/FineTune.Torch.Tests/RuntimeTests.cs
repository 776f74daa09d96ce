using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public void The_version_is_a_version() => Assert.True(Version.TryParse(__version__.Split('+')[0], out _));

    [Fact]
    public void All_cores_are_used_unless_the_environment_says_otherwise()
    {
        var asked = Environment.GetEnvironmentVariable("OMP_NUM_THREADS");

        Assert.Equal(int.TryParse(asked, out var threads) ? threads : Environment.ProcessorCount, get_num_threads());
        Assert.True(get_num_interop_threads() > 0);
    }

    [Fact]
    public void Devices_are_named_as_in_PyTorch()
    {
        Assert.Equal("cpu", new Device("cpu").ToString());
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal("cuda", new Device(DeviceType.CUDA).ToString());
        Assert.Equal(2, new Device("cuda", 2).index);
        Assert.Equal(DeviceType.CPU, ((Device)"cpu").type);
        Assert.Equal("cpu", device("cpu").ToString());
        Assert.ThrowsAny<ArgumentException>(() => new Device("gpu"));
    }

    [Fact]
    public void A_CUDA_device_is_there_or_an_error_says_that_it_is_not()
    {
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        if (!cuda.is_available())
        {
            Assert.Throws<InvalidOperationException>(() => zeros(1, device: new Device("cuda")));
            Assert.Throws<InvalidOperationException>(() => CUDA);
        }
    }

    [Fact]
    public void Tf32_is_a_setting()
    {
        var before = backends.cuda.matmul.allow_tf32;
        backends.cuda.matmul.allow_tf32 = !before;
        Assert.Equal(!before, backends.cuda.matmul.allow_tf32);
        backends.cuda.matmul.allow_tf32 = before;
        backends.cudnn.allow_tf32 = true;
        Assert.True(backends.cudnn.allow_tf32);
    }

    [Fact]
    public void Sizes_are_a_list_of_numbers()
    {
        Size size = new long[] { 2, 3 };

        Assert.Equal(6, size.numel());
        Assert.Equal(2, size.Length);
        Assert.Equal(3, size[1]);
        Assert.Equal([2L, 3L], size.Shape);
        Assert.Equal([2L, 3L], size);
        Assert.Equal(1, new Size(Array.Empty<long>()).numel());
    }

    [Fact]
    public void Scalars_know_what_kind_of_number_they_are()
    {
        Assert.Equal(ScalarType.Float64, ((Scalar)1.5f).Type);
        Assert.Equal(ScalarType.Int64, ((Scalar)1).Type);
        Assert.Equal(ScalarType.Bool, true.ToScalar().Type);
        Assert.Equal(1.5, ((Scalar)1.5).ToDouble());
        Assert.Equal(2, ((Scalar)2.9).ToInt32());
        Assert.True(((Scalar)3).ToBoolean());
    }

    [Fact]
    public void Dtypes_know_their_kind_and_size()
    {
        Assert.True(is_integral(ScalarType.Bool));
        Assert.False(is_integral(ScalarType.BFloat16));
        Assert.True(is_floating_point(ScalarType.Float16));
        Assert.Equal(2, ScalarType.BFloat16.ElementSize());
        Assert.Equal(8, ScalarType.Int64.ElementSize());
    }
}
