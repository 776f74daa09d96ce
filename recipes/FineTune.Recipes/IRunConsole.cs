using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Where a recipe tells what it does. Recipes never print.</summary>
public interface IRunConsole : ITrainObserver
{
    /// <summary>Something the user should know and need not act on.</summary>
    void Notice(string text);

    /// <summary>A fact of the run, for a table at its start.</summary>
    void Fact(string name, string value);
}
