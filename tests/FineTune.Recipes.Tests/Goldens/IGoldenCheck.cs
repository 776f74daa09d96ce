namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Checks one kind of golden case.</summary>
internal interface IGoldenCheck
{
    /// <summary>Whether a case is of this kind, told from its <c>expected.json</c> or its tables.</summary>
    bool Handles(GoldenCase golden);

    /// <summary>Compares everything that the case holds.</summary>
    void Run(GoldenCase golden);
}
