using System.Runtime.InteropServices.Marshalling;
using Generator = TorchSharp.torch.Generator;

namespace TorchSharp.Interop;

/// <summary>Hands a generator's handle to native code, or null for the default generator, and keeps it alive.</summary>
[CustomMarshaller(typeof(Generator), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
internal static class GeneratorMarshaller
{
    internal ref struct In
    {
        private Generator? _generator;

        public void FromManaged(Generator? generator) => _generator = generator;

        public readonly nint ToUnmanaged() => _generator is null ? 0 : _generator.Handle;

        public readonly void Free() => GC.KeepAlive(_generator);
    }
}
