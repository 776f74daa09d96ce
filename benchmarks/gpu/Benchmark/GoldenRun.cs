using System.Diagnostics;
using System.Text.Json.Nodes;
using FineTune.Recipes.Tests.Goldens;

namespace GpuBenchmark;

/// <summary>The golden tests without a test runner, on the device that <c>FINETUNE_TEST_DEVICE</c> names.</summary>
internal static class GoldenRun
{
    public static int Run(string precision)
    {
        var clock = Stopwatch.StartNew();
        var (cases, check) = precision == "bfloat16"
            ? (BFloat16Tests.Cases, (Action<string>)new BFloat16Tests().Logits_in_bfloat16_are_the_reference_s_but_for_rounding)
            : (GoldenTests.Cases, new GoldenTests().The_reference_numbers_are_reproduced);
        var folders = ((IEnumerable<object[]>)cases).Select(row => (string)row[0]).ToList();
        var failed = 0;
        foreach (var folder in folders)
        {
            try
            {
                check(folder);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failed++;
                Console.WriteLine($"{Path.GetFileName(folder)}: {e.GetType().Name}: {e.Message}");
            }
        }
        Console.WriteLine(new JsonObject
        {
            ["goldens"] = precision,
            ["passed"] = folders.Count - failed,
            ["failed"] = failed,
            ["seconds"] = Math.Round(clock.Elapsed.TotalSeconds, 1),
        }.ToJsonString());
        return failed == 0 ? 0 : 1;
    }
}
