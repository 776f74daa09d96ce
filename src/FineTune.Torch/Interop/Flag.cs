using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A boolean argument of a native function, where it is an int32.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Flag
{
    private readonly int _value;

    private Flag(bool value) => _value = value ? 1 : 0;

    public static implicit operator Flag(bool value) => new(value);
}
