using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>A copy; gradients flow through.</summary>
        public Tensor clone() => ft_clone(this);

        /// <summary>The values as another dtype; over the same memory if it is this one and copy is false.</summary>
        public Tensor to_type(
            ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Instead(ft_to_dtype(this, (int)type, non_blocking, copy), disposeAfter);

        /// <summary>The values as another dtype; over the same memory if it is this one and copy is false.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The values on another device; over the same memory if it is this one and copy is false.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        /// <summary>The values on the device of that name.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The values on another device.</summary>
        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(dtype, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>The values as another dtype on another device; disposeAfter disposes this tensor.</summary>
        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Instead(ft_to(this, new Options(type, InitializeDevice(device)), non_blocking, copy), disposeAfter);

        /// <summary>The values with the dtype and device of other.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => ft_to_other(this, other, non_blocking);

        /// <summary>The values with the dtype of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The values on the CPU; the same memory if they are there.</summary>
        public Tensor cpu() => to(dtype, CPU);

        /// <summary>The values on a CUDA device.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            to(dtype, device ?? CUDA, non_blocking: non_blocking);

        /// <summary>A copy in page-locked memory, from which copies to the device can overlap with work.</summary>
        public Tensor pin_memory() => ft_pin_memory(this);

        /// <summary>The values as single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The values as double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The values as half precision.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>The values as bfloat16.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>The values as 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The values as 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>The values as 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>The values as unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The values as booleans.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        private Tensor Instead(Tensor result, bool disposeAfter)
        {
            if (disposeAfter)
            {
                Dispose();
            }
            return result;
        }
    }
}
