using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using FineTune.Config;

namespace FineTune.Recipes;

/// <summary>Collects what is wrong with a run's inputs, so that all of it is told at once.</summary>
internal sealed class InputProblems
{
    private readonly List<Exception> _found = [];

    /// <summary>Whether there are any.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Reads an input.</summary>
    /// <returns>Null if it cannot be used; why is kept.</returns>
    public T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (UserMistake.Is(e))
        {
            _found.Add(e);
            return null;
        }
    }

    /// <summary>Adds a problem.</summary>
    public void Add(Exception problem) => _found.Add(problem);

    /// <summary>Throws what was found: one problem as itself, several as one list.</summary>
    [DoesNotReturn]
    public void Throw()
    {
        if (_found is [var only])
        {
            ExceptionDispatchInfo.Throw(only);
        }
        if (_found.All(e => e is ConfigException))
        {
            throw new ConfigException(_found.Cast<ConfigException>().SelectMany(e => e.Issues));
        }
        throw RecipeException.Several([.. _found.Select(e => e.Message)]);
    }
}
