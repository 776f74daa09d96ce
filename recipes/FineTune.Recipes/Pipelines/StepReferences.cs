using System.Text.RegularExpressions;
using FineTune.Config;

namespace FineTune.Recipes;

/// <summary>What steps leave, and the texts that name it: <c>${steps.NAME.KEY}</c>.</summary>
internal static partial class StepReferences
{
    /// <summary>The folder of a training run.</summary>
    public const string OutputDir = "output_dir";

    /// <summary>The adapter, or the model, that a training run left.</summary>
    public const string Result = "result";

    /// <summary>The merged model that a training run left.</summary>
    public const string Merged = "merged";

    /// <summary>What another step left.</summary>
    public const string Output = "output";

    private static readonly string[] OfTraining = [OutputDir, Result, Merged];
    private static readonly string[] OfOthers = [Output];

    /// <summary>What a step of a kind leaves.</summary>
    public static IReadOnlyList<string> KeysOf(string kind) => kind == "train" ? OfTraining : OfOthers;

    /// <summary>Everything that is wrong with a recipe's steps.</summary>
    public static IEnumerable<ConfigIssue> Check(PipelineConfig recipe, ConfigDocument document)
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (i, step) in recipe.Steps.Index())
        {
            var path = $"steps[{i}]";
            if (step.Kind is null)
            {
                yield return document.Issue(
                    path,
                    step.Kinds.Count == 0
                        ? $"step '{step.Name}' does nothing"
                        : $"step '{step.Name}' does several things: {string.Join(", ", step.Kinds)}",
                    "give it exactly one of train, evaluate, merge and export");
            }
            foreach (var text in step.Texts)
            {
                foreach (var problem in Problems(text, before))
                {
                    yield return document.Issue(path, $"step '{step.Name}': {problem.Message}", problem.Fix);
                }
            }
            if (!before.TryAdd(step.Name, step.Kind ?? "train"))
            {
                yield return document.Issue($"{path}.name", $"two steps are called '{step.Name}'", "rename one");
            }
        }
    }

    /// <summary>A text with every name replaced.</summary>
    /// <param name="text">A text of a step.</param>
    /// <param name="left">What a step left, by its name and key.</param>
    public static string Resolve(string text, Func<string, string, string> left) =>
        Reference().Replace(text, match => left(match.Groups["step"].Value, match.Groups["key"].Value));

    /// <summary>The steps that a text names.</summary>
    public static IEnumerable<string> StepsIn(string text) =>
        Reference().Matches(text).Select(match => match.Groups["step"].Value);

    private static IEnumerable<(string Message, string? Fix)> Problems(string text, Dictionary<string, string> before)
    {
        foreach (Match match in Reference().Matches(text))
        {
            var (step, key) = (match.Groups["step"].Value, match.Groups["key"].Value);
            if (!before.TryGetValue(step, out var kind))
            {
                yield return (
                    $"{match.Value} names no step before it; there are {List(before.Keys)}", Suggest(step, before.Keys));
            }
            else if (!KeysOf(kind).Contains(key))
            {
                yield return (
                    $"{match.Value}: step '{step}' leaves {List(KeysOf(kind))}, no '{key}'", Suggest(key, KeysOf(kind)));
            }
        }
        if (Reference().Replace(text, "").Contains("${", StringComparison.Ordinal))
        {
            yield return ($"'{text}' has a ${{ that is no ${{steps.NAME.KEY}}", "write ${steps.NAME.KEY}");
        }
    }

    private static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static string? Suggest(string word, IEnumerable<string> names) =>
        Nearest.Name(word, names) is { } near ? $"did you mean '{near}'?" : null;

    [GeneratedRegex(
        @"\$\{steps\.(?<step>[A-Za-z0-9_-]+)\.(?<key>[A-Za-z_]+)\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
