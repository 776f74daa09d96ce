using FineTune.Data;

namespace FineTune.Training;

/// <summary>Training rows as packed batches, pass after pass.</summary>
public interface ITrainData
{
    /// <summary>Rows in a pass.</summary>
    int Rows { get; }

    /// <summary>The batches from a place on, without end. No batch spans two passes. Made ahead of need on another
    /// thread, which ends when reading does.</summary>
    /// <param name="position">Rows used so far, over all passes.</param>
    IEnumerable<HostBatch> From(long position);
}
