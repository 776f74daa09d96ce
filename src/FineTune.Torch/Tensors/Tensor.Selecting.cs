using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The larger of both, element by element; not a number wins.</summary>
        public Tensor maximum(Tensor other) => ft_maximum(this, other);

        /// <summary>The smaller of both, element by element; not a number wins.</summary>
        public Tensor minimum(Tensor other) => ft_minimum(this, other);

        /// <summary>The larger of both, element by element.</summary>
        public Tensor max(Tensor other) => ft_maximum(this, other);

        /// <summary>The smaller of both, element by element.</summary>
        public Tensor min(Tensor other) => ft_minimum(this, other);

        /// <summary>The values, those outside of [min, max] replaced by the nearer end.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) =>
            ft_clamp(this, Number.OrNone(min), Number.OrNone(max));

        /// <summary>The values, those outside of [min, max] replaced by the nearer end.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => ft_clamp_tensor(this, min, max);

        /// <summary>Clamps to [min, max], in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) =>
            After(ft_clamp_(this, Number.OrNone(min), Number.OrNone(max)));

        /// <summary>Clamps to [min, max], in place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => After(ft_clamp_tensor_(this, min, max));

        /// <summary>The values, those below min replaced by it.</summary>
        public Tensor clamp_min(Scalar min) => ft_clamp(this, min, Number.None);

        /// <summary>The values, those above max replaced by it.</summary>
        public Tensor clamp_max(Scalar max) => ft_clamp(this, Number.None, max);

        /// <summary>This tensor where condition holds, y elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => ft_where(condition, this, y);

        /// <summary>The values, those where mask holds replaced by value.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => ft_masked_fill(this, mask, value);

        /// <summary>Replaces the values where mask holds, in place.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => After(ft_masked_fill_(this, mask, value));

        /// <summary>The lower triangles of the last two dimensions, zero elsewhere.</summary>
        public Tensor tril(long diagonal = 0) => ft_tril(this, diagonal);

        /// <summary>Zeroes all above a diagonal, in place.</summary>
        public Tensor tril_(long diagonal = 0) => After(ft_tril_(this, diagonal));

        /// <summary>The upper triangles of the last two dimensions, zero elsewhere.</summary>
        public Tensor triu(long diagonal = 0) => ft_triu(this, diagonal);

        /// <summary>Zeroes all below a diagonal, in place.</summary>
        public Tensor triu_(long diagonal = 0) => After(ft_triu_(this, diagonal));
    }
}
