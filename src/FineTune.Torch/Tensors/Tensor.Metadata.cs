using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        /// <summary>The element type.</summary>
        public ScalarType dtype => (ScalarType)ft_dtype(this);

        /// <summary>The number of dimensions.</summary>
        public long ndim => ft_dim(this);

        /// <inheritdoc cref="ndim"/>
        public long Dimensions => ft_dim(this);

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => ft_numel(this);

        /// <summary>The size of an element in bytes.</summary>
        public long ElementSize => ft_element_size(this);

        /// <summary>The size of every dimension.</summary>
        public long[] shape => new ReadOnlySpan<long>(ft_sizes(this), (int)ndim).ToArray();

        /// <summary>Where the tensor lives.</summary>
        public Device device =>
            device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);

        /// <summary>The kind of device the tensor lives on.</summary>
        public DeviceType device_type => (DeviceType)ft_device_type(this);

        /// <summary>Which of the devices of its kind; -1 on the CPU.</summary>
        public int device_index => ft_device_index(this);

        /// <summary>Whether the tensor lives on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape and no memory.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Whether the layout is sparse.</summary>
        public bool is_sparse => ft_is_sparse(this) != 0;

        /// <summary>The number of dimensions.</summary>
        public long dim() => ft_dim(this);

        /// <summary>The number of elements.</summary>
        public long numel() => ft_numel(this);

        /// <summary>The size of an element in bytes.</summary>
        public long element_size() => ft_element_size(this);

        /// <summary>The size of every dimension.</summary>
        public long[] size() => shape;

        /// <summary>The size of one dimension; a negative one counts from the last.</summary>
        public long size(int dim) => ft_sizes(this)[Dimension(dim)];

        /// <summary>How many elements apart neighbours are, for every dimension.</summary>
        public long[] stride() => new ReadOnlySpan<long>(ft_strides(this), (int)ndim).ToArray();

        /// <summary>How many elements apart neighbours in one dimension are.</summary>
        public long stride(int dim) => ft_strides(this)[Dimension(dim)];

        /// <summary>The place of the first element in the storage, in elements.</summary>
        public long storage_offset() => ft_storage_offset(this);

        /// <summary>Whether the elements lie in memory in order, without gaps.</summary>
        public bool is_contiguous() => ft_is_contiguous(this) != 0;

        /// <summary>Whether the tensor lives on the CPU.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the elements are real numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the elements are integers or booleans.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the memory is page-locked.</summary>
        public bool is_pinned() => ft_is_pinned(this) != 0;

        /// <summary>Shape, dtype and device: <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() =>
            IsInvalid ? "disposed tensor" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private int Dimension(int dim)
        {
            var rank = (int)ndim;
            var index = dim < 0 ? dim + rank : dim;
            return index >= 0 && index < rank
                ? index
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"the tensor has {rank} dimensions");
        }
    }
}
