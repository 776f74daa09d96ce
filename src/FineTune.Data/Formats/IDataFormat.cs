namespace FineTune.Data;

/// <summary>A way in which rows say what is to be learned.</summary>
public interface IDataFormat
{
    /// <summary>The format's name in configs.</summary>
    string Name { get; }

    /// <summary>What its rows look like, in a sentence for the docs.</summary>
    string Description { get; }

    /// <summary>What its rows can be used for.</summary>
    DataPurpose Purpose { get; }

    /// <summary>Whether a file of which nothing else is known is of this format.</summary>
    /// <param name="columns">The file's columns.</param>
    /// <param name="config">Which column is what, where the user says so.</param>
    bool Recognises(FileColumns columns, DatasetConfig config);

    /// <summary>Finds the columns this format needs in one file.</summary>
    /// <param name="columns">The file's columns.</param>
    /// <param name="config">Which column is what, where the user says so.</param>
    /// <param name="labelled">Whether the rows must say what is right; false to predict.</param>
    /// <param name="log">Where missing columns go, and what was inferred, for the user to see.</param>
    /// <returns>The converter for the file's rows; null when a column is missing.</returns>
    RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log);
}
