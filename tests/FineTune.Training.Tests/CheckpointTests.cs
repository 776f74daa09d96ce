using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private const string Fingerprint = "these rows";

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly ScriptedObjective _objective = new("w");
    private readonly FlatParameters _parameters;
    private readonly AdamW _optimizer;

    public CheckpointTests()
    {
        _parameters = new FlatParameters(_objective.Parameters);
        _optimizer = new AdamW(_parameters, AdamWSettings.From(new TrainingConfig()));
    }

    [Fact]
    public void What_is_saved_comes_back_to_the_bit()
    {
        var state = new TrainState
        {
            Step = 7,
            DataPosition = 5_000_000_000,
            DataFingerprint = Fingerprint,
            BestMetric = 1.0 / 3,
            BestStep = 5,
            EvaluationsWithoutGain = 2,
            EvaluatedStep = 6,
            PendingLoss = 0.1 + 0.2,
            PendingCount = 9,
            PendingMetrics = new() { ["rewards/margins"] = [1.0 / 3, 2] },
        };
        Set(value: 1.0 / 3, first: 1e-20, second: 7);
        Store().Save(state, _optimizer);
        Set(value: 0, first: 0, second: 0);

        Assert.Equivalent(state, Store().LoadLatest(_optimizer, Fingerprint), strict: true);
        Assert.Equal(
            [(float)(1.0 / 3), 1e-20f, 7],
            new[] { _parameters.Values, _optimizer.FirstMoment, _optimizer.SecondMoment }
                .Select(t => t[0].item<float>()));
    }

    [Fact]
    public void Where_nothing_was_saved_there_is_nothing_to_go_on_from()
    {
        Assert.Null(Store().LoadLatest(_optimizer, Fingerprint));
        Assert.False(Store().LoadBest());
    }

    [Theory]
    [InlineData(null, new[] { 1, 2, 3, 4 })]
    [InlineData(2, new[] { 3, 4 })]
    [InlineData(1, new[] { 4 })]
    public void Only_the_newest_are_kept_where_there_is_a_limit(int? keep, int[] left)
    {
        var store = Store(keep);
        store.SaveBest();
        foreach (var step in new[] { 1, 2, 3, 4 })
        {
            store.Save(At(step), _optimizer);
        }
        Assert.Equal(["best", .. left.Select(s => $"step-{s:D6}")], Folders());
    }

    [Fact]
    public void Steps_are_counted_as_numbers_beyond_a_million_too()
    {
        var store = Store(keep: 2);
        foreach (var step in new[] { 999_998, 999_999, 1_000_000 })
        {
            store.Save(At(step), _optimizer);
        }
        Assert.Equal(["step-1000000", "step-999999"], Folders());
        Assert.Equal(1_000_000, store.LoadLatest(_optimizer, Fingerprint)!.Step);
    }

    [Fact]
    public void A_half_written_checkpoint_is_never_taken()
    {
        Set(value: 3, first: 0, second: 0);
        Store().Save(At(1), _optimizer);
        Set(value: 4, first: 0, second: 0);
        var torn = new CheckpointStore(_folder.At("run"), new TornStore(), keep: null);

        Assert.Throws<IOException>(() => torn.Save(At(2), _optimizer));
        Assert.Throws<IOException>(torn.SaveBest);

        Assert.Equal(["step-000001"], Folders().Where(f => f[0] != '.'));
        Assert.Equal(1, Store().LoadLatest(_optimizer, Fingerprint)!.Step);
        Assert.Equal(3, _parameters.Values[0].item<float>());
        Assert.False(Store().LoadBest());

        Store().Save(At(2), _optimizer);                                       // what was left behind is no obstacle
        Assert.Equal(2, Store().LoadLatest(_optimizer, Fingerprint)!.Step);
    }

    [Fact]
    public void Folders_of_other_names_are_no_checkpoints()
    {
        Store().Save(At(3), _optimizer);
        Directory.CreateDirectory(_folder.At("run", "step-backup"));
        Directory.CreateDirectory(_folder.At("run", "step-000009.old"));
        Assert.Equal(3, Store().LoadLatest(_optimizer, Fingerprint)!.Step);
    }

    [Fact]
    public void A_step_that_is_saved_again_replaces_the_first_and_leaves_nothing_else()
    {
        Set(value: 3, first: 0, second: 0);
        Store().Save(At(1), _optimizer);
        Set(value: 4, first: 0, second: 0);
        Store().Save(At(1), _optimizer);
        Set(value: 5, first: 0, second: 0);

        Store().LoadLatest(_optimizer, Fingerprint);
        Assert.Equal(4, _parameters.Values[0].item<float>());
        Assert.Equal(["step-000001"], Folders());
    }

    [Fact]
    public void The_best_weights_are_kept_apart_from_the_steps()
    {
        var store = Store(keep: 1);
        Set(value: 3, first: 0, second: 0);
        store.SaveBest();
        Set(value: 4, first: 0, second: 0);
        store.Save(At(1), _optimizer);
        store.Save(At(2), _optimizer);

        Assert.True(store.LoadBest());
        Assert.Equal(3, _parameters.Values[0].item<float>());
    }

    [Theory]
    [InlineData(0, new[] { 6 })]
    [InlineData(2, new[] { 2, 4, 6 })]
    [InlineData(4, new[] { 4, 6 })]
    public void A_run_saves_every_so_many_steps_and_at_its_end(int saveSteps, int[] saved)
    {
        using var run = Run(saveSteps);
        Assert.Equal(TrainEnd.Finished, run.Run());
        Assert.Equal(saved.Select(s => $"step-{s:D6}"), run.Log.Checkpoints);
    }

    [Fact]
    public void A_run_that_is_interrupted_saves_the_step_in_hand()
    {
        using var run = Run(saveSteps: 0);
        Assert.Equal(TrainEnd.Interrupted, run.RunUntil(4));
        Assert.Equal(["step-000004"], run.Log.Checkpoints);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _objective.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    private static TrainState At(int step) => new() { Step = step, DataFingerprint = Fingerprint };

    private TinyRun Run(int saveSteps) => new(
        _folder.At("run"),
        new TrainingConfig { MaxSteps = 6, PerDeviceTrainBatchSize = 3, SaveSteps = saveSteps },
        TinyTask.Of(_objective, new TinyData(seed: 1, rows: 9, batchSize: 3)));

    private CheckpointStore Store(int? keep = null) =>
        new(_folder.At("run"), new TrainablesFile(_objective.Parameters), keep);

    private IEnumerable<string> Folders() =>
        Directory.GetDirectories(_folder.At("run")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private void Set(double value, double first, double second)
    {
        using var guard = no_grad();
        _parameters.Values.fill_(value);
        _optimizer.FirstMoment.fill_(first);
        _optimizer.SecondMoment.fill_(second);
    }

    private sealed class TornStore : IModelStore
    {
        public void Save(string folder)
        {
            File.WriteAllText(Path.Combine(folder, TrainablesFile.Name), "half a fi");
            throw new IOException("no space left");
        }

        public void Load(string folder) => throw new NotSupportedException();
    }
}
