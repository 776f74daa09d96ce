namespace GpuBenchmark;

/// <summary>What cards can do at most in bfloat16 products without sparsity, as their data sheets say.</summary>
internal static class CardPeak
{
    private static readonly (string Name, double Teraflops)[] Cards =
    [
        ("B200", 2250), ("H200", 989), ("H100 PCIe", 756), ("H100", 989), ("A100", 312), ("L40S", 362), ("L4", 121),
        ("A10", 125), ("RTX 5090", 210), ("RTX 4090", 165), ("RTX 3090", 71), ("A6000", 155),
    ];

    /// <returns>Operations a second; null for a card that is not in the table.</returns>
    public static double? FlopsOf(string? card) => card is null ? null
        : Cards.FirstOrDefault(c => card.Contains(c.Name, StringComparison.Ordinal)) is { Teraflops: > 0 } known
            ? known.Teraflops * 1e12
            : null;
}
