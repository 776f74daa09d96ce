namespace FineTune.Training.Tests;

public sealed class TrainPlanTests
{
    [Theory]
    [InlineData(100, 8, 1, 3.0, -1, 13, 13, 39)]
    [InlineData(100, 8, 4, 3.0, -1, 13, 4, 12)]
    [InlineData(96, 8, 4, 2.0, -1, 12, 3, 6)]
    [InlineData(96, 8, 4, 0.5, -1, 12, 3, 2)]
    [InlineData(96, 8, 4, 2.1, -1, 12, 3, 7)]
    [InlineData(96, 8, 1, 0.01, -1, 12, 12, 1)]
    [InlineData(3, 8, 4, 1.0, -1, 1, 1, 1)]
    [InlineData(100, 8, 4, 3.0, 5, 13, 4, 5)]
    [InlineData(100, 8, 4, 1.0, 500, 13, 4, 500)]
    public void Steps_follow_from_rows_batches_accumulation_and_epochs_unless_named(
        int rows, int batch, int accumulation, double epochs, int maxSteps, int batches, int stepsPerEpoch, int total)
    {
        var plan = TrainPlan.For(rows, new TrainingConfig
        {
            PerDeviceTrainBatchSize = batch,
            GradientAccumulationSteps = accumulation,
            NumTrainEpochs = epochs,
            MaxSteps = maxSteps,
        });
        Assert.Equal(
            (batches, stepsPerEpoch, total), (plan.BatchesPerEpoch, plan.StepsPerEpoch, plan.TotalSteps));
    }

    [Theory]
    [InlineData(0, 0.0, 0)]
    [InlineData(7, 0.0, 7)]
    [InlineData(7, 0.5, 7)]
    [InlineData(0, 0.1, 4)]
    [InlineData(0, 1.0, 39)]
    public void The_warm_up_is_named_in_steps_or_else_a_share_of_all_rounded_up(int steps, double ratio, int expected)
    {
        var config = new TrainingConfig { WarmupSteps = steps, WarmupRatio = ratio };
        Assert.Equal(expected, TrainPlan.For(100, config).WarmupSteps);
    }

    [Fact]
    public void A_position_is_a_number_of_passes()
    {
        var plan = TrainPlan.For(40, new TrainingConfig());
        Assert.Equal(1.25, plan.EpochsAt(50));
        Assert.True(plan.EndsEpoch(80));
        Assert.False(plan.EndsEpoch(79));
    }
}
