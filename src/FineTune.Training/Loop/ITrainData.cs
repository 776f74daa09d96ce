using FineTune.Data;

namespace FineTune.Training;

/// <summary>Training rows as packed batches, in the order of each epoch.</summary>
public interface ITrainData
{
    /// <summary>Rows in an epoch.</summary>
    int Rows { get; }

    /// <summary>The batches of an epoch, made ahead of need on another thread.</summary>
    /// <param name="epoch">Which one, from 0.</param>
    /// <param name="rowsDone">How many of its rows to leave out; where an interrupted run goes on.</param>
    /// <param name="stop">Ends the making of batches.</param>
    IEnumerable<HostBatch> Epoch(int epoch, int rowsDone, CancellationToken stop);
}
