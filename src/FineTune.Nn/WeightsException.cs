using System.Text;

namespace FineTune.Nn;

/// <summary>A checkpoint does not hold the tensors that a model needs. Lists all of them.</summary>
public sealed class WeightsException : Exception
{
    private const int Listed = 20;

    private WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>The checkpoint and the architecture do not agree.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="missing">Tensors that the model needs and the checkpoint lacks.</param>
    /// <param name="misshapen">Tensors of another shape, with both shapes.</param>
    /// <param name="unexpected">Tensors that the model has no place for.</param>
    public static WeightsException Unusable(
        string source,
        IReadOnlyCollection<string> missing,
        IReadOnlyCollection<string> misshapen,
        IReadOnlyCollection<string> unexpected)
    {
        var text = new StringBuilder($"{source}: the weights do not fit the architecture that config.json describes");
        Append(text, "missing", PathGroups.Summarize(missing));
        Append(text, "of another shape", [.. misshapen]);
        Append(text, "unexpected", PathGroups.Summarize(unexpected));
        text.Append("\n  fix: check that config.json and the weights belong together");
        if (misshapen.Count > 0)
        {
            text.Append("; if only the head's size differs (another number of labels), set "
                + "model.ignore_mismatched_sizes: true to train a fresh head");
        }
        return new WeightsException(text.ToString());
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }
        text.Append($"\n  {title}:");
        foreach (var line in lines.Take(Listed))
        {
            text.Append($"\n    {line}");
        }
        if (lines.Count > Listed)
        {
            text.Append($"\n    and {lines.Count - Listed} more");
        }
    }
}
