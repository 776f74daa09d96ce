namespace TorchSharp;

/// <summary>Kinds of device, numbered as in libtorch.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>NVIDIA GPUs.</summary>
    CUDA = 1,

    /// <summary>AMD GPUs.</summary>
    HIP = 6,

    /// <summary>Apple GPUs.</summary>
    MPS = 13,

    /// <summary>Tensors with a shape and no memory.</summary>
    META = 14,
}
