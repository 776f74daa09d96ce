using System.Runtime.InteropServices;
using Generator = TorchSharp.torch.Generator;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/random.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Status ft_normal_(Tensor tensor, double mean, double std, Generator? generator);
    [LibraryImport(Library)]
    internal static partial Status ft_uniform_(Tensor tensor, double from, double to, Generator? generator);
    [LibraryImport(Library)]
    internal static partial Status ft_random_(Tensor tensor, long from, long to, Generator? generator);
    [LibraryImport(Library)]
    internal static partial Status ft_bernoulli_(Tensor tensor, double p, Generator? generator);
    [LibraryImport(Library)]
    internal static partial Status ft_bernoulli_each_(Tensor tensor, Tensor p, Generator? generator);
    [LibraryImport(Library)] internal static partial Tensor ft_bernoulli(Tensor p, Generator? generator);
    [LibraryImport(Library)]
    internal static partial Tensor ft_multinomial(Tensor weights, long samples, Flag replacement, Generator? generator);
    [LibraryImport(Library)]
    internal static partial Tensor ft_rand(ReadOnlySpan<long> sizes, int n, Generator? generator, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_randn(ReadOnlySpan<long> sizes, int n, Generator? generator, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_randint(
        long low, long high, ReadOnlySpan<long> sizes, int n, Generator? generator, Options options);
    [LibraryImport(Library)]
    internal static partial Tensor ft_randperm(long count, Generator? generator, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_rand_like(Tensor like, Options options);
    [LibraryImport(Library)] internal static partial Tensor ft_randn_like(Tensor like, Options options);
    [LibraryImport(Library)] internal static partial nint ft_generator_new(ulong seed, Options options);
    [LibraryImport(Library)] internal static partial nint ft_generator_default();
    [LibraryImport(Library)] internal static partial nint ft_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial void ft_generator_release(nint generator);
    [LibraryImport(Library)] internal static partial Status ft_generator_manual_seed(Generator generator, long seed);
    [LibraryImport(Library)] internal static partial long ft_generator_initial_seed(Generator generator);
    [LibraryImport(Library)] internal static partial long ft_generator_seed(Generator generator);
    [LibraryImport(Library)] internal static partial Tensor ft_generator_get_state(Generator generator);
    [LibraryImport(Library)] internal static partial Status ft_generator_set_state(Generator generator, Tensor state);
}
