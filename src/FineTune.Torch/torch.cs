namespace TorchSharp;

/// <summary>Tensors and everything that is done with them. Meant for <c>using static TorchSharp.torch;</c>.</summary>
public static partial class torch;
