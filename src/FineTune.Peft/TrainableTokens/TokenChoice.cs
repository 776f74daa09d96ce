namespace FineTune.Peft;

/// <summary>Tokens that are trained in some modules.</summary>
/// <param name="Name">What the config calls the modules, for messages.</param>
/// <param name="Takes">Whether a module is meant: by its path, and whether it is the table of the tokens that enter the
/// model.</param>
/// <param name="Ids">The tokens.</param>
internal sealed record TokenChoice(string Name, Func<string, bool, bool> Takes, IReadOnlyList<int> Ids)
{
    /// <summary>Tokens of the table of those that enter the model.</summary>
    public static TokenChoice OfInput(IReadOnlyList<int> ids) => new("the input table", (_, isInput) => isInput, ids);
}
