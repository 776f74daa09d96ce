using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Named tensors to build a model from: a checkpoint, or anything that can stand in for one.</summary>
public interface IWeightSource
{
    /// <summary>What is read, for messages: usually a folder.</summary>
    string Description { get; }

    /// <summary>The names it holds, as the model spells them.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The shape of a tensor.</summary>
    /// <returns>Null if there is no tensor of that name.</returns>
    long[]? ShapeOf(string name);

    /// <summary>Copies a tensor into one of the same shape, converting dtype and device on the way.</summary>
    void Read(string name, Tensor destination);
}
