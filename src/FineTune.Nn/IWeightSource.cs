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

    /// <summary>The type that a tensor is stored in.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    ScalarType TypeOf(string name);

    /// <summary>Copies a tensor, or some of its rows, converting dtype and device on the way.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="destination"><c>[rows, ...]</c>, the further sizes being the tensor's.</param>
    /// <param name="firstRow">The first row wanted; <paramref name="destination"/> tells how many.</param>
    void Read(string name, Tensor destination, long firstRow = 0);
}
