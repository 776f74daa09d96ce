namespace TorchSharp.Interop;

internal struct FunctionCallbacks;
