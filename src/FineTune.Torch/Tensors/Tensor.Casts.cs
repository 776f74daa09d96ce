namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The only element, converted. Waits for the device.</summary>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The only element, converted. Waits for the device.</summary>
        public static explicit operator double(Tensor value) => value.ToDouble();

        /// <summary>The only element, converted. Waits for the device.</summary>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The only element, converted. Waits for the device.</summary>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>Whether the only element is not zero. Waits for the device.</summary>
        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}
