using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Shuffled training rows, packed ahead of need.</summary>
/// <param name="count">Rows of a pass.</param>
/// <param name="collate">Packs some.</param>
/// <param name="config">Batch size and seed.</param>
internal sealed class TrainBatches(int count, Collate collate, TrainingConfig config) : ITrainData
{
    /// <summary>Batches that wait to be used.</summary>
    public const int Ahead = 4;

    public int Rows => count;

    public IEnumerable<HostBatch> From(long position) => Prefetch.InBackground(
        BatchSource.Epochs(new EpochOrder(count, config.Seed), config.PerDeviceTrainBatchSize, position, collate), Ahead);
}
