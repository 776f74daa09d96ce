using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FineTune.Testing;

namespace FineTune.Training.Tests;

/// <summary>What holds for every schedule; their values are checked against the reference's tables elsewhere.</summary>
public sealed class ScheduleTests
{
    public static TheoryData<string, int> Draws
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var entry in ScheduleRegistry.All)
            {
                for (var seed = 1; seed <= 10; seed++)
                {
                    data.Add(entry.Name, seed);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Rates_are_never_negative_nor_above_the_full_rate(string name, int seed)
    {
        var context = Draw(seed);
        for (var step = 0; step <= context.TotalSteps + 5; step++)
        {
            Assert.InRange(
                ScheduleRegistry.Find(name).LearningRate(context, step),
                0,
                context.LearningRate + Tolerance.LearningRate.Allowed(context.LearningRate));
        }
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void The_warm_up_rises_from_zero_in_equal_steps_to_the_full_rate(string name, int seed)
    {
        var entry = ScheduleRegistry.Find(name);
        var context = Draw(seed) with { WarmupSteps = 7 };
        if (!entry.WarmsUp)
        {
            Assert.Equal(context.LearningRate, entry.LearningRate(context, 0));
            return;
        }
        for (var step = 0; step <= context.WarmupSteps; step++)
        {
            TensorAssert.Close(
                $"rate at step {step}", context.LearningRate * step / 7, entry.LearningRate(context, step),
                Tolerance.LearningRate);
        }
    }

    [Fact]
    public void Every_schedule_is_registered_once_and_may_be_named_in_a_config()
    {
        var allowed = typeof(TrainingConfig).GetProperty(nameof(TrainingConfig.LrSchedulerType))!
            .GetCustomAttribute<AllowedValuesAttribute>()!.Values;
        Assert.Equal(
            ScheduleRegistry.All.Select(e => e.Name).Order(StringComparer.Ordinal),
            allowed.Cast<string>().Order(StringComparer.Ordinal));
    }

    private static ScheduleContext Draw(int seed)
    {
        var random = new Random(seed);
        var total = random.Next(1, 80);
        return new ScheduleContext(Math.Pow(10, random.Next(-6, 1)), random.Next(0, 20), total, new ScheduleArguments
        {
            NumCycles = seed % 2 == 0 ? null : random.NextDouble() * 3,
            Power = random.NextDouble() * 3,
            MinLrRate = random.NextDouble(),
            MinLrRatio = random.NextDouble(),
            NumStableSteps = random.Next(0, 30),
            NumDecaySteps = seed % 3 == 0 ? null : random.Next(1, 40),
            Timescale = seed % 2 == 0 ? null : random.Next(1, 100),
        });
    }
}
