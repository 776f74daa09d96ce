using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Peft;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary><c>finetune adapter compare</c>: in what two adapters differ.</summary>
public static class CompareRun
{
    /// <summary>Compares two folders: settings, names, and what they add to each weight. Factors are not compared, since
    /// other factors may give the same product. The base model is not needed.</summary>
    /// <param name="first">A folder, or the run that left it.</param>
    /// <param name="second">Another.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="PeftException">One is no adapter folder, or its tensors are no whole adapter.</exception>
    /// <exception cref="CheckpointException">A file cannot be read.</exception>
    public static CompareResult Compare(string first, string second, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (a, b) = (AdapterTensors.Read(AdapterPath.Open(first, console)), AdapterTensors.Read(AdapterPath.Open(second, console)));
        var (ofA, ofB) = (Values(a, b, console), Values(b, a, console: null));
        var compared = ofA.Keys.Where(ofB.ContainsKey).Select(name => Difference(name, ofA[name], ofB[name])).ToList();
        var shared = compared.Where(d => d.Shapes is null).ToList();
        return new CompareResult
        {
            First = a.Folder.Path,
            Second = b.Folder.Path,
            Settings = Settings(a.Folder.Settings, b.Folder.Settings),
            OnlyInFirst = [.. ofA.Keys.Where(name => !ofB.ContainsKey(name))],
            OnlyInSecond = [.. ofB.Keys.Where(name => !ofA.ContainsKey(name))],
            OtherShapes = [.. compared.Select(d => d.Shapes).OfType<string>()],
            Differences = [.. shared.Select(d => d.Of)],
            Cosine = Cosine(shared.Sum(d => d.Dot), shared.Sum(d => d.SquareA), shared.Sum(d => d.SquareB)),
        };
    }

    private static IReadOnlyList<SettingDifference> Settings(HfConfig a, HfConfig b) =>
        [.. a.Keys.Union(b.Keys).Order(StringComparer.Ordinal)
            .Where(key => !JsonNode.DeepEquals(a[key], b[key]))
            .Select(key => new SettingDifference(key, HfJson.Describe(a[key]), HfJson.Describe(b[key])))];

    // Made where they are asked for: one layer's at a time is in memory.
    private static Dictionary<string, Func<Tensor>> Values(AdapterTensors tensors, AdapterTensors other, IRunConsole? console)
    {
        if (tensors.Folder.BoundToBase is null && other.Folder.BoundToBase is null)
        {
            return tensors.Updates().Select(update => (Name: update.Path, Make: (Func<Tensor>)update.Whole))
                .Concat(tensors.Others.Select(t => (Name: t.Key, Make: (Func<Tensor>)(() => t.Value))))
                .ToDictionary(value => value.Name, value => value.Make);
        }
        console?.Notice($"{tensors.Folder.BoundToBase ?? other.Folder.BoundToBase}: their tensors are compared, not what they do to the weights");
        return tensors.All.ToDictionary(t => t.Key, t => (Func<Tensor>)(() => t.Value));
    }

    private static Compared Difference(string name, Func<Tensor> first, Func<Tensor> second)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (first(), second());
        if (!a.shape.SequenceEqual(b.shape))
        {
            var shapes = $"{name}: [{string.Join(", ", a.shape)}] and [{string.Join(", ", b.shape)}]";
            return new Compared(new TensorDifference(name, 0, 0, null), 0, 0, 0, shapes);
        }
        var (dot, squareA, squareB) = ((a * b).sum().ToDouble(), a.square().sum().ToDouble(), b.square().sum().ToDouble());
        var difference = (a - b).abs();
        var larger = Math.Sqrt(Math.Max(squareA, squareB));
        var relative = larger == 0 ? 0 : Math.Sqrt(difference.square().sum().ToDouble()) / larger;
        return new Compared(
            new TensorDifference(name, difference.max().ToDouble(), relative, Cosine(dot, squareA, squareB)),
            dot, squareA, squareB, Shapes: null);
    }

    private static double? Cosine(double dot, double squareA, double squareB) =>
        squareA == 0 || squareB == 0 ? null : Math.Clamp(dot / Math.Sqrt(squareA) / Math.Sqrt(squareB), -1, 1);

    // What a whole needs of its parts; shapes that differ leave nothing to compare.
    private sealed record Compared(TensorDifference Of, double Dot, double SquareA, double SquareB, string? Shapes);
}
