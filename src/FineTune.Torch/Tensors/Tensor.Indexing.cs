using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The part that numbers, ranges and tensors select; a view unless a tensor is among them.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The elements that one tensor of indices for each dimension names; a copy.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>A view of one index of the first dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, (TensorIndex[])[i1]);
        }

        /// <summary>A view of one index of each of the first dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, (TensorIndex[])[i1, i2]);
        }

        /// <summary>A view of one index of each of the first dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, (TensorIndex[])[i1, i2, i3]);
        }

        /// <summary>A view of one index of each of the first dimensions.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, (TensorIndex[])[i1, i2, i3, i4]);
        }

        /// <summary>The part that numbers, ranges and tensors select; a view unless a tensor is among them.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            var result = ft_index(this, Places(indices), indices.Length);
            GC.KeepAlive(indices);
            return result;
        }

        /// <summary>The elements that one tensor of indices for each dimension names; a copy.</summary>
        public Tensor index(params Tensor[] indices) => index(OfTensors(indices));

        /// <summary>Writes value, broadcast, to the part that indices select.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Writes value, broadcast, to the elements that indices name.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, OfTensors(indices), false);

        /// <summary>Writes or adds value, broadcast, to the elements that indices name.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, OfTensors(indices), accumulate);

        /// <summary>Writes or adds value, broadcast, to the part that indices select.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            _ = ft_index_put_(this, Places(indices), indices.Length, value, accumulate);
            GC.KeepAlive(indices);
            return this;
        }

        /// <summary>Writes value to the part that indices select.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            _ = ft_index_put_scalar_(this, Places(indices), indices.Length, value);
            GC.KeepAlive(indices);
            return this;
        }

        /// <summary>Writes value to the elements that indices name.</summary>
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, OfTensors(indices));

        private static TensorIndex[] OfTensors(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private static IndexPlace[] Places(TensorIndex[] indices) => Array.ConvertAll(indices, index => index.Native);
    }
}
