namespace FineTune.Generation;

/// <summary>The random numbers of one sequence: they follow from the seed, the prompt and the number of its return
/// alone, so that what is generated beside it changes nothing. SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class RandomStream
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Begins a stream.</summary>
    /// <param name="seed">The config's.</param>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="number">Which of the prompt's texts it is for.</param>
    public RandomStream(long seed, ReadOnlySpan<int> prompt, int number)
    {
        _state = Mix((ulong)seed) ^ Mix((ulong)number + Increment);
        foreach (var id in prompt)
        {
            _state = Mix(_state + Increment + (ulong)id);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Increment);

    /// <summary>A number in [0, 1), with room above it: at most 1 - 2^-48.</summary>
    public double NextFraction() => (Next() >> 16) * (1.0 / (1L << 48));

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
