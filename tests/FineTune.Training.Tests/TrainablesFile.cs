using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Keeps the trained tensors in a file of a checkpoint folder.</summary>
internal sealed class TrainablesFile(IReadOnlyList<Parameter> parameters) : IModelStore
{
    public const string Name = "trained.safetensors";

    public void Save(string folder) =>
        TensorFixture.Write(Path.Combine(folder, Name), parameters.ToDictionary(p => p.Name, p => p.Value));

    public void Load(string folder)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var file = new TensorFixture(Path.Combine(folder, Name));
        foreach (var parameter in parameters)
        {
            parameter.Value.copy_(file[parameter.Name]);
        }
    }
}
