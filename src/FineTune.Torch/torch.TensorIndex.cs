using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place of an index expression: a number, a range, a tensor, a new dimension, all the rest.</summary>
    public readonly struct TensorIndex
    {
        /// <summary>All dimensions that the other places leave.</summary>
        public static readonly TensorIndex Ellipsis = new(IndexKind.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(IndexKind.NewDimension);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex Null = new(IndexKind.NewDimension);

        /// <summary>All of a dimension.</summary>
        public static readonly TensorIndex Colon = Slice();

        private readonly IndexKind _kind;
        private readonly long? _start;
        private readonly long? _stop;
        private readonly long? _step;
        private readonly Tensor? _tensor;

        private TensorIndex(
            IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            _kind = kind;
            _start = start;
            _stop = stop;
            _step = step;
            _tensor = tensor;
        }

        /// <summary>The place as native code sees it; the tensor must be kept alive meanwhile.</summary>
        internal IndexPlace Native => new()
        {
            Kind = (int)_kind,
            Given = (_start is null ? 0 : 1) | (_stop is null ? 0 : 2) | (_step is null ? 0 : 4),
            Start = _start ?? 0,
            Stop = _stop ?? 0,
            Step = _step ?? 0,
            Tensor = _tensor?.Handle ?? 0,
        };

        /// <summary>One index; the dimension is dropped.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>One index; the dimension is dropped.</summary>
        public static implicit operator TensorIndex(Index index) =>
            Single(index.IsFromEnd ? -index.Value : index.Value);

        /// <summary>A range of indices.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>A range of indices; null is the end of the dimension.</summary>
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);

        /// <summary>Every step-th index from start up to, not including, stop; null is an end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice, start, stop, step);

        /// <summary>A range of indices; null is the end of the dimension.</summary>
        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        /// <summary>A range of indices.</summary>
        public static TensorIndex Slice(Range range)
        {
            long? stop = range.End.IsFromEnd ? -range.End.Value : range.End.Value;
            return Slice(
                range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
                range.End.IsFromEnd && stop == 0 ? null : stop);
        }

        /// <summary>All of the tensor in a new dimension, or none of it.</summary>
        public static TensorIndex Bool(bool value) => new(IndexKind.Boolean, value ? 1 : 0);

        /// <summary>One index; the dimension is dropped.</summary>
        public static TensorIndex Single(long? index) => new(IndexKind.Integer, index);

        /// <summary>The indices in a tensor of whole numbers, or those where a boolean one holds.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);
    }
}
