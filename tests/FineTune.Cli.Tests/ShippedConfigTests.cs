using FineTune.Recipes;
using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>The files in <c>configs/</c>, as they ship.</summary>
public sealed class ShippedConfigTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Checkout.At("configs"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_config_fits_without_a_notice(string file) =>
        Assert.Empty(RunConfigFile.LoadUnchecked(Checkout.At("configs", file)).Notices);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void A_shipped_config_passes_a_smoke_run(string file)
    {
        var config = RunConfigFile.LoadUnchecked(Checkout.At("configs", file)).Value;
        string[] named =
        [
            config.Model.ModelNameOrPath, .. config.Dataset.TrainFile, .. config.Dataset.ValidationFile, .. config.Dataset.TestFile,
        ];
        var absent = named.Where(path => !Path.Exists(Path.Combine(Checkout.At("configs"), path))).ToList();
        Skip.If(absent.Count > 0, $"needs {string.Join(", ", absent)}, which is not there");

        using var place = new TemporaryFolder();
        var result = Finetune.Run(
            place.Path, "train", Checkout.At("configs", file), "--smoke", "--json", "--set", $"output.output_dir={place.At("run")}");
        Assert.Equal("finished", (string?)result.Done().Json["status"]);
    }
}
