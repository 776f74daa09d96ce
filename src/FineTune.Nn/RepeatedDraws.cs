using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The random numbers of a part that is computed twice. On the processor the generator's state is put back. A
/// card's generator has no state that TorchSharp shows: there each part gets a seed of its own, drawn from the processor's
/// generator, which stays as if nothing else had happened.</summary>
internal sealed class RepeatedDraws : IDisposable
{
    private readonly Tensor? _state;
    private readonly long? _seed;

    private RepeatedDraws(Tensor? state, long? seed) => (_state, _seed) = (state, seed);

    /// <summary>Notes what the part is about to draw.</summary>
    /// <param name="input">The part's input.</param>
    public static RepeatedDraws Begin(Tensor input)
    {
        if (!DevicePath.Takes(input))
        {
            return new RepeatedDraws(State(), seed: null);
        }
        using var drawn = randint(long.MaxValue, 1, int64);
        return new RepeatedDraws(state: null, drawn.item<long>());
    }

    /// <summary>The part draws.</summary>
    /// <returns>To be disposed when it has.</returns>
    public IDisposable? First() => _seed is { } seed ? Seeded(seed, State()) : null;

    /// <summary>The part draws the same again.</summary>
    /// <returns>To be disposed when it has.</returns>
    public IDisposable Again()
    {
        var now = State();
        if (_seed is { } seed)
        {
            return Seeded(seed, now);
        }
        random.set_rng_state(_state!);
        return new Restoring(now);
    }

    public void Dispose() => _state?.Dispose();

    private static Tensor State() => random.get_rng_state().DetachFromDisposeScope();

    private static Restoring Seeded(long seed, Tensor state)
    {
        // Every device's generator, the processor's too.
        manual_seed(seed);
        return new Restoring(state);
    }

    private sealed class Restoring(Tensor state) : IDisposable
    {
        public void Dispose()
        {
            random.set_rng_state(state);
            state.Dispose();
        }
    }
}
