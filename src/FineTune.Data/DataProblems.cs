using FineTune.Formats;

namespace FineTune.Data;

/// <summary>Collects what is wrong with a data set: keeps the first problems, counts the rest.</summary>
public sealed class DataProblems
{
    private readonly List<DataException> _kept = [];

    /// <summary>How many problems were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a problem. Of a million bad rows only as many are kept as a message prints.</summary>
    public void Add(DataException problem)
    {
        Count += problem.Total;
        if (_kept.Count < ProblemList.MaxPrinted)
        {
            _kept.Add(problem);
        }
    }

    /// <exception cref="DataException">Problems were added: all of them in one.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw DataException.All(_kept, Count);
        }
    }
}
