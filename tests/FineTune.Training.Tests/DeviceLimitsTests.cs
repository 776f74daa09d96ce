using System.Runtime.InteropServices;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>A card without enough memory is told of plainly, whichever libtorch says so.</summary>
public sealed class DeviceLimitsTests
{
    private const string Today =
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB of which 1.23 GiB is free. "
        + "Including non-PyTorch memory, this process has 77.87 GiB memory in use. Of the allocated memory 76.50 GiB is "
        + "allocated by PyTorch, and 612.31 MiB is reserved by PyTorch but unallocated.";

    private const string Before =
        "CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 10.76 GiB total capacity; 9.71 GiB already allocated; "
        + "5.56 MiB free; 9.80 GiB reserved in total by PyTorch)";

    [Theory]
    [InlineData(Today, "2.00 GiB more were wanted, the card has 79.11 GiB, 1.23 GiB of them are free, tensors hold 76.50 GiB")]
    [InlineData(Before, "20.00 MiB more were wanted, the card has 10.76 GiB, 5.56 MiB of them are free, tensors hold 9.71 GiB")]
    [InlineData("CUDA out of memory.", "CUDA out of memory")]
    public void What_libtorch_says_is_put_shortly(string message, string facts) =>
        Assert.Equal(facts, DeviceLimits.Facts(message));

    [Fact]
    public void Only_want_of_memory_counts()
    {
        Assert.True(DeviceLimits.Exceeded(Wanting()));
        Assert.False(DeviceLimits.Exceeded(new InvalidOperationException("mat1 and mat2 shapes cannot be multiplied")));
        Assert.False(DeviceLimits.Exceeded(new IOException(Today)));
    }

    [Fact]
    public void The_cheapest_settings_come_first_and_those_in_use_are_left_out()
    {
        var all = DeviceLimits.Knobs(new TrainingConfig { PerDeviceTrainBatchSize = 8 }).ToList();
        Assert.Equal(3, all.Count);
        Assert.StartsWith("training.per_device_train_batch_size: 4 with gradient_accumulation_steps: 2", all[0]);
        Assert.StartsWith("training.gradient_checkpointing: true", all[1]);
        Assert.Contains("load_in_4bit", all[2]);
        Assert.Single(DeviceLimits.Knobs(new TrainingConfig { PerDeviceTrainBatchSize = 1, GradientCheckpointing = true }));
    }

    [Fact]
    public void A_step_that_does_not_fit_names_itself_its_batch_and_the_way_out()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var objective = new ScriptedObjective("w")
        {
            Loss = (parameters, computed) => computed < 2 ? parameters[0].Value : throw Wanting(),
        };
        var config = new TrainingConfig { PerDeviceTrainBatchSize = 3, MaxSteps = 4, SaveSteps = 0 };
        using var run = new TinyRun(
            folder.At("run"), config, TinyTask.Of(objective, new TinyData(seed: 1, rows: 9, batchSize: 3)));
        var error = Assert.Throws<TrainingException>(() => run.Run());
        Assert.Contains("step 2 (up to ", error.Message);
        Assert.Contains("in 3 sequences at a time): 2.00 GiB more were wanted", error.Message);
        Assert.Contains("per_device_train_batch_size: 1", error.Message);
    }

    private static Exception Wanting() => (Exception)Activator.CreateInstance(typeof(ExternalException), Today)!;
}
