using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        /// <summary>
        /// The memory of a contiguous CPU tensor, valid as long as the tensor is; setting copies into it.
        /// </summary>
        /// <exception cref="InvalidOperationException">The tensor is not contiguous or not on the CPU.</exception>
        /// <exception cref="ArgumentException">More than 2 GiB, or a value of another size.</exception>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("bytes of a tensor that is not contiguous; call contiguous()");
                }
                if (device_type != DeviceType.CPU)
                {
                    throw new InvalidOperationException($"bytes of a tensor on {device}; call cpu()");
                }
                var count = numel() * element_size();
                return count <= int.MaxValue
                    ? new Span<byte>(ft_data(this), (int)count)
                    : throw new ArgumentException($"a span holds at most {int.MaxValue} bytes, the tensor {count}");
            }
            set
            {
                var memory = bytes;
                if (memory.Length != value.Length)
                {
                    throw new ArgumentException($"{value.Length} bytes for a tensor of {memory.Length} bytes");
                }
                value.CopyTo(memory);
            }
        }

        /// <summary>The elements; <typeparamref name="T"/> must be the dtype's. Copied to the CPU if needed.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the dtype's type.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ExpectElement<T>();
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The only element; <typeparamref name="T"/> must be the dtype's. Waits for the device.</summary>
        /// <exception cref="ArgumentException">Not one element, or another type than the dtype's.</exception>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1)
            {
                throw new ArgumentException($"item of a tensor of {numel()} elements; it needs exactly one");
            }
            ExpectElement<T>();
            if (device_type == DeviceType.CPU)
            {
                return Unsafe.ReadUnaligned<T>(ft_data(this));
            }
            using var local = cpu();
            return Unsafe.ReadUnaligned<T>(ft_data(local));
        }

        /// <summary>The only element as a number. Waits for the device.</summary>
        public Scalar ToScalar()
        {
            _ = ft_item(this, out var value);
            return new Scalar(value);
        }

        internal void ExpectElement<T>()
        {
            if (ElementTypes.Of(typeof(T)) != dtype)
            {
                throw new ArgumentException($"the elements are {dtype}, not {typeof(T).Name}");
            }
        }
    }
}
