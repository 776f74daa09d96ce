using FineTune.Nn;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary>What is told of adapters, for people.</summary>
internal static class AdapterText
{
    /// <summary>An adapter's facts, and a line for each group of like layers.</summary>
    public static void Write(InspectResult result, TextWriter output)
    {
        foreach (var (name, value) in new[]
        {
            ("method", result.Method),
            ("base model", result.BaseModel),
            ("task", result.TaskType),
            ("settings", string.Join(", ", result.Settings.Select(s => $"{s.Key} {s.Value}"))),
            ("parameters", $"{result.Parameters:N0} in {result.Bytes:N0} bytes, {string.Join(", ", result.Dtypes)}"),
        })
        {
            output.WriteLine($"{name,-12} {value}");
        }
        var layers = result.Layers.ToDictionary(layer => layer.Path);
        foreach (var (title, paths) in PathGroups.Of(layers.Keys))
        {
            output.WriteLine($"  {title}: {Group([.. paths.Select(path => layers[path])])}");
        }
        foreach (var other in result.Others)
        {
            output.WriteLine($"  {other.Name}: [{string.Join(", ", other.Shape)}], norm {Number(other.Norm)}");
        }
        Lines(output, "values that are infinite or no numbers", result.NotFinite);
        Lines(output, "to know", result.Notices);
    }

    /// <summary>In what two adapters differ, the layers that differ most first.</summary>
    public static void Write(CompareResult result, TextWriter output)
    {
        Lines(output, "settings", [.. result.Settings.Select(s => $"{s.Key}: {s.First} and {s.Second}")]);
        Lines(output, $"only in {result.First}", PathGroups.Summarize(result.OnlyInFirst));
        Lines(output, $"only in {result.Second}", PathGroups.Summarize(result.OnlyInSecond));
        Lines(output, "of other shapes", result.OtherShapes);
        Lines(output, "differences, the largest first", [.. result.Differences.Where(d => d.Largest > 0)
            .OrderByDescending(d => d.Relative)
            .Select(d => $"{d.Name}: at most {d.Largest:0.0e+00}, {d.Relative:0.0e+00} of the norm, cosine {Number(d.Cosine)}")]);
        output.WriteLine(result.LargestDifference == 0
            ? $"what both have is the same ({result.Differences.Count})"
            : $"of {result.Differences.Count} that both have, {result.Differences.Count(d => d.Largest > 0)} differ; cosine of all "
                + Number(result.Cosine));
    }

    /// <summary>What a lower rank has left, where that is not everything.</summary>
    public static string Kept(double share) => share > 1 - 1e-6 ? "" : $"; its rank keeps {share:P1} or more of each layer";

    private static string Group(IReadOnlyList<LayerFacts> layers)
    {
        var parts = new List<string>();
        if (layers[0].Shape is { } shape)
        {
            parts.Add($"[{string.Join(", ", shape)}]");
        }
        if (layers[0].Rank is not null)
        {
            parts.Add($"rank {Range([.. layers.Select(layer => (double?)layer.Rank)])}");
            parts.Add($"scaling {Range([.. layers.Select(layer => layer.Scaling)])}");
        }
        parts.Add($"norm {Range([.. layers.Select(layer => layer.Norm)])}");
        if (layers.All(layer => layer.EffectiveRank is not null))
        {
            parts.Add($"effective rank {Range([.. layers.Select(layer => layer.EffectiveRank)])}");
        }
        return string.Join(", ", parts);
    }

    private static string Range(IReadOnlyList<double?> values)
    {
        var (least, most) = (Number(values.Min()), Number(values.Max()));
        return values.Contains(null) ? "not finite" : least == most ? least : $"{least} to {most}";
    }

    private static string Number(double? value) => value is { } number ? $"{number:G4}" : "none";

    private static void Lines(TextWriter output, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            output.WriteLine($"{title}:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }
        }
    }
}
