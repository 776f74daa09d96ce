using FineTune.Testing;

namespace FineTune.Training.Tests;

public sealed class TensorBoardTests
{
    [Fact]
    public void The_file_parses_back_with_sound_checksums()
    {
        using var folder = new TemporaryFolder();
        using (var board = new TensorBoardFile(folder.Path, new StoppedClock()))
        {
            board.Started(TrainPlan.For(40, new TrainingConfig()), new TrainState());
            var scores = new Dictionary<string, double> { ["accuracy"] = 0.5 };
            board.Evaluated(new EvaluationReport(0, 0, scores, IsBest: false, 1));
            board.Logged(new StepReport(300, 400, 1.5, 0.25, 1e-4, 2.5, new Speed(1000, 20, TimeSpan.Zero, 123)));
        }

        var path = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Equal("events.out.tfevents.1700000000250.finetune", Path.GetFileName(path));
        var events = TensorBoardReader.Read(path);

        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.All(events, e => Assert.Equal(1_700_000_000.25, e.WallTime));
        Assert.Equal([0, 0, 300], events.Select(e => e.Step));
        Assert.Equal(new Dictionary<string, float> { ["eval/accuracy"] = 0.5f }, events[1].Scalars);
        Assert.Equal(
            new Dictionary<string, float>
            {
                ["train/loss"] = 0.25f,
                ["train/learning_rate"] = 1e-4f,
                ["train/grad_norm"] = 2.5f,
                ["train/epoch"] = 1.5f,
                ["train/tokens_per_second"] = 1000,
            },
            events[2].Scalars);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void The_readers_own_checksum_is_CRC_32C(string text, uint expected) =>
        Assert.Equal(expected, TensorBoardReader.Crc32C(System.Text.Encoding.ASCII.GetBytes(text)));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);
    }
}
