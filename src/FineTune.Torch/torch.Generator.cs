using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the default generators of every device.</summary>
    /// <returns>The CPU's default generator.</returns>
    public static Generator manual_seed(long seed) => new(ft_manual_seed(seed), CPU);

    /// <summary>The seed the CPU's default generator started from.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>The state of the CPU's default generator, a vector of bytes.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Makes the CPU's default generator go on from a state.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The CPU's default generator.</summary>
    public static class random
    {
        /// <inheritdoc cref="torch.manual_seed(long)"/>
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        /// <inheritdoc cref="torch.initial_seed()"/>
        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>Seeds the default generator with an unpredictable number and returns it.</summary>
        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        /// <inheritdoc cref="torch.get_rng_state()"/>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        /// <inheritdoc cref="torch.set_rng_state(Tensor)"/>
        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    /// <summary>A stream of random numbers that can be seeded, saved and continued.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public sealed class Generator : IDisposable
    {
        private nint _handle;

        /// <summary>A generator of its own, for one device; the CPU if none is named.</summary>
        public Generator(ulong seed = 0, Device? device = null)
            : this(ft_generator_new(seed, new Options(null, InitializeDevice(device))), device ?? CPU)
        {
        }

        internal Generator(nint handle, Device device)
        {
            if (handle == 0)
            {
                NativeError.ThrowIfAny();
            }
            _handle = handle;
            this.device = device;
        }

        /// <summary>Releases a generator that nobody disposed.</summary>
        ~Generator() => Release();

        /// <summary>The CPU's default generator: what is drawn from when none is given.</summary>
        public static Generator Default => new(ft_generator_default(), CPU);

        /// <summary>The native generator.</summary>
        public nint Handle =>
            _handle != 0 ? _handle : throw new InvalidOperationException("the generator has been disposed");

        /// <summary>The device whose random numbers it makes.</summary>
        public Device device { get; }

        /// <summary>Starts anew from a seed.</summary>
        public Generator manual_seed(long seed)
        {
            _ = ft_generator_manual_seed(this, seed);
            return this;
        }

        /// <summary>Starts anew from an unpredictable seed, and returns it.</summary>
        public long seed() => ft_generator_seed(this);

        /// <summary>The seed it last started from.</summary>
        public long initial_seed() => ft_generator_initial_seed(this);

        /// <summary>All that is needed to go on from here, a vector of bytes on the CPU.</summary>
        public Tensor get_state() => ft_generator_get_state(this);

        /// <summary>Goes on from a state that <see cref="get_state"/> returned.</summary>
        public void set_state(Tensor value) => _ = ft_generator_set_state(this, value);

        /// <summary>Releases the generator; a default generator lives on.</summary>
        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            if (_handle != 0)
            {
                ft_generator_release(_handle);
                _handle = 0;
            }
        }
    }
}
