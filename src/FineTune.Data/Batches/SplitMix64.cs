namespace FineTune.Data;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood 2014). Data order rests on it, so its numbers never change: the
/// state grows by 0x9E3779B97F4A7C15 a step and comes out mixed by two multiplications.
/// </summary>
internal struct SplitMix64
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;

    public SplitMix64(ulong state) => _state = state;

    /// <summary>A generator for one of many independent streams of a seed.</summary>
    public static SplitMix64 ForStream(long seed, long stream) =>
        new(Mix((ulong)seed) ^ Mix(Mix((ulong)stream) + Increment));

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(_state += Increment);

    /// <summary>A number from 0 to below 1, in steps of 2^-53.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, each as likely as any other (Lemire 2019).</summary>
    public int NextBelow(int bound)
    {
        // The high half of a 128-bit product. Low halves below 2^64 mod bound would favour some numbers: drawn again.
        var high = Math.BigMul(Next(), (ulong)bound, out var low);
        if (low < (ulong)bound)
        {
            var unfair = (0 - (ulong)bound) % (ulong)bound;
            while (low < unfair)
            {
                high = Math.BigMul(Next(), (ulong)bound, out low);
            }
        }

        return (int)high;
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
