using System.Text.Json.Nodes;
using FineTune.Testing;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>One folder of numbers from the reference stack.</summary>
public sealed class GoldenCase
{
    private GoldenCase(string folder)
    {
        Folder = folder;
        var expected = At("expected.json");
        Expected = File.Exists(expected) ? JsonNode.Parse(File.ReadAllText(expected))!.AsObject() : [];
    }

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public JsonObject Expected { get; }

    public static GoldenCase Open(string folder) => new(folder);

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    public TensorFixture Tensors() => new(At("io.safetensors"));

    public string? Text(string key) => Expected[key]?.GetValue<string>();

    public double[] Numbers(string section, string key) =>
        [.. Expected[section]![key]!.AsArray().Select(n => n!.GetValue<double>())];

    public override string ToString() => Name;
}
