using TorchSharp;

namespace FineTune.Torch.Tests;

/// <summary>Code that compiles against this binding compiles against TorchSharp's package.</summary>
public sealed class ConformanceTests
{
    private const string ListFile = "torchsharp-0.107-api.txt";

    private static readonly string[] s_list = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, ListFile));

    [Fact]
    public void Every_public_member_is_one_of_TorchSharp()
    {
        var known = s_list.ToHashSet(StringComparer.Ordinal);
        var ours = ApiSurface.Lines(typeof(torch).Assembly).ToList();
        var strange = ours.Where(line => !known.Contains(line)).ToList();

        Assert.Contains("torch.Tensor.add(torch.Tensor target, Scalar alpha) -> torch.Tensor", ours);
        Assert.True(strange.Count == 0, $"not in {ListFile}:\n{string.Join('\n', strange)}");
    }

    [Fact]
    public void Every_public_type_is_one_of_TorchSharp()
    {
        var known = s_list.Where(line => line.Contains(" :: ")).Select(WithoutBases).ToHashSet(StringComparer.Ordinal);
        var strange = typeof(torch).Assembly.GetExportedTypes().Select(ApiSurface.TypeLine)
            .Where(line => !known.Contains(line)).ToList();

        Assert.True(strange.Count == 0, $"not in {ListFile}:\n{string.Join('\n', strange)}");
    }

    // "GELU :: class : ParameterLessModule<...>" declares the same type as our "GELU :: class".
    private static string WithoutBases(string line) => line.Split(" : ")[0];
}
