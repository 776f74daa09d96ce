using FineTune.Testing;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Every golden case there is, in <c>tests/goldens</c> and in the folders that <c>FINETUNE_GOLDENS</c> names, is
/// checked by its kind. A case of a kind that nothing here checks fails, unless <see cref="LeftOut"/> lists it.</summary>
public sealed class GoldenTests
{
    private static readonly IGoldenCheck[] Checks =
    [
        new ScheduleCheck(),
        new TrainerCheck(),
        new PeftSequenceClassificationCheck(),
        new SequenceClassificationCheck(),
        new CausalLMCheck(),
        new GenerationCheck(),
        new LogitsProcessorsCheck(),
        new PeftCausalLMCheck(),
        new TokenizerCheck(),
        new PreferenceLossCheck(),
        new PreferenceModelCheck(),
    ];

    public static TheoryData<string> Cases => [.. Folders()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_reference_numbers_are_reproduced(string folder)
    {
        using var begun = GoldenDevice.Begin();
        var golden = GoldenCase.Open(folder);
        var check = Checks.FirstOrDefault(c => c.Handles(golden));
        Assert.True(check is not null, $"{golden.Name}: nothing checks a case of this kind or architecture yet");
        check.Run(golden);
    }

    [Fact]
    public void The_committed_cases_are_found() => Assert.True(Cases.Count >= 5, $"only {Cases.Count} cases found");

    /// <summary>The cases that are not left out.</summary>
    internal static IEnumerable<string> Folders() => CaseFolders().Where(f => !LeftOut.Contains(Path.GetFileName(f)));

    private static IEnumerable<string> CaseFolders() =>
        Roots().SelectMany(root => Directory.GetDirectories(root))
            .Where(f => File.Exists(Path.Combine(f, "expected.json")) || ScheduleCheck.HoldsTables(f))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Roots()
    {
        var more = Environment.GetEnvironmentVariable("FINETUNE_GOLDENS") ?? "";
        return [Checkout.At("tests", "goldens"), .. more.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
    }
}
