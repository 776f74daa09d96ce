using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests;

/// <summary>Where a run computes, in which type, and why there is no card.</summary>
public sealed class DeviceChoiceTests
{
    private const int Cuda13 = 13000;

    private static readonly Card Hopper = new("NVIDIA H100", 80L << 30, new Version(9, 0));

    [SkippableTheory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public void Without_a_card_the_processor_computes_in_float32(string wanted)
    {
        Skip.If(wanted == "auto" && cuda.is_available(), "there is a card");
        var device = DeviceChoice.Pick(wanted);
        Assert.Equal(DeviceType.CPU, device.type);
        Assert.Equal(ScalarType.Float32, DeviceChoice.DType("auto", device));
        Assert.Equal(ScalarType.BFloat16, DeviceChoice.DType("bf16", device));
        Assert.Equal(ScalarType.Float32, DeviceChoice.DType("fp32", device));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    public void What_is_no_device_is_refused(string wanted)
    {
        var error = Assert.Throws<RecipeException>(() => DeviceChoice.Pick(wanted));
        Assert.Contains($"'{wanted}' is not a device", error.Message);
        Assert.Contains("auto, cpu, cuda or cuda:N", error.Message);
    }

    [SkippableTheory]
    [InlineData("cuda")]
    [InlineData("cuda:3")]
    public void A_card_that_is_not_there_is_refused_with_the_reason(string wanted)
    {
        Skip.If(cuda.is_available(), "there is a card");
        var error = Assert.Throws<RecipeException>(() => DeviceChoice.Pick(wanted));
        Assert.Contains($"the device {wanted} is asked for, but ", error.Message);
        Assert.Contains("finetune doctor", error.Message);
    }

    [Fact]
    public void The_reason_names_what_is_missing()
    {
        Assert.Contains("no NVIDIA driver", DeviceChoice.WhyNone(driver: null, built: Cuda13));
        Assert.Contains("sees no card", DeviceChoice.WhyNone(Driver(Cuda13), Cuda13));
        Assert.Contains("built without CUDA", DeviceChoice.WhyNone(Driver(Cuda13, Hopper), built: null));
        Assert.Contains(
            "the driver 535.1 is too old: it runs CUDA up to 12.2, and this libtorch is built for 13.0",
            DeviceChoice.WhyNone(Driver(12020, Hopper), Cuda13));
        // Within one major version an older driver runs newer libraries.
        Assert.Contains("finds none of the driver's cards", DeviceChoice.WhyNone(Driver(Cuda13, Hopper), 13010));
    }

    [Theory]
    [InlineData(7, 5, false)]
    [InlineData(8, 0, true)]
    [InlineData(8, 9, true)]
    [InlineData(12, 0, true)]
    public void Cards_multiply_in_bfloat16_from_Ampere_on(int major, int minor, bool has) =>
        Assert.Equal(has, (Hopper with { Capability = new Version(major, minor) }).HasBFloat16);

    private static CudaDriver Driver(int version, params Card[] cards) =>
        new() { CudaVersion = version, Release = "535.1", Cards = cards };
}
