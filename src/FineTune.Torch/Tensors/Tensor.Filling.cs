using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Sets every element to 0.</summary>
        public Tensor zero_() => After(ft_zero_(this));

        /// <summary>Sets every element to value.</summary>
        public Tensor fill_(Scalar value) => After(ft_fill_(this, value));

        /// <summary>Copies source into this tensor, broadcast, converted and across devices as needed.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => After(ft_copy_(this, source, nonBlocking));

        /// <summary>Makes this tensor refer to the memory, shape and strides of source.</summary>
        public Tensor set_(Tensor source) => After(ft_set_(this, source));

        /// <summary>Fills with normally distributed numbers.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            After(ft_normal_(this, mean, std, generator));

        /// <summary>Fills with numbers of [from, to), uniformly distributed.</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            After(ft_uniform_(this, from, to, generator));

        /// <summary>Fills with whole numbers of [from, to), uniformly distributed.</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            After(ft_random_(this, (long)from, (long)to, generator));

        /// <summary>Fills with 1 at probability p, else 0.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            After(ft_bernoulli_(this, p, generator));

        /// <summary>Fills with 1 at a probability of its own for every element, else 0.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) =>
            After(ft_bernoulli_each_(this, p, generator));

        /// <summary>1 at the probability each element gives, else 0.</summary>
        public Tensor bernoulli(Generator? generator = null) => ft_bernoulli(this, generator);

        /// <summary>Places drawn at the weights of the last dimension.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            ft_multinomial(this, num_samples, replacement, generator);
    }
}
