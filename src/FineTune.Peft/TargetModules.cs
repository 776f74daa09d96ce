using System.Text.RegularExpressions;

namespace FineTune.Peft;

/// <summary>A choice of modules by path: a list of names, a regular expression, or every linear layer. The rules are
/// PEFT's (<c>check_target_module_exists</c> in <c>tuners/tuners_utils.py</c>).</summary>
public sealed class TargetModules
{
    private const string EveryLinear = "all-linear";
    private readonly Regex? _pattern;

    private TargetModules(IReadOnlyList<string>? names, string? text)
    {
        Names = names;
        Text = text;
        if (text is not null && !AllLinear)
        {
            _pattern = new Regex($"^(?:{text})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The names, if this is a list.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The expression or <c>all-linear</c>, if this is one string.</summary>
    public string? Text { get; }

    /// <summary>Whether every linear layer but the output's is meant.</summary>
    public bool AllLinear => Text == EveryLinear;

    /// <summary>A list: a module is meant if its path is one of the names or ends in a dot and one of them.</summary>
    public static TargetModules List(IReadOnlyList<string> names) => new(names, null);

    /// <summary>One string: <c>all-linear</c>, or a regular expression that the whole path must match.</summary>
    /// <exception cref="ArgumentException">It is not a valid expression; the message says where.</exception>
    public static TargetModules Parse(string text) => new(null, text);

    /// <summary>Whether a module is meant.</summary>
    /// <param name="path">Full dotted path of a linear layer that is not the model's head.</param>
    public bool Matches(string path) =>
        AllLinear || (_pattern?.IsMatch(path) ?? Names!.Any(name => EndsWith(path, name)));

    /// <inheritdoc/>
    public override string ToString() => Text ?? $"[{string.Join(", ", Names!)}]";

    private static bool EndsWith(string path, string name) =>
        path == name || path.EndsWith($".{name}", StringComparison.Ordinal);
}
