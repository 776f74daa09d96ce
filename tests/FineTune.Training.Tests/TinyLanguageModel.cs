using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>A tiny random decoder; what trains of it holds no zeros, so that every gradient means something.</summary>
internal sealed class TinyLanguageModel : IDisposable
{
    private readonly LoadedModel<ICausalLM> _loaded;

    private TinyLanguageModel(LoadedModel<ICausalLM> loaded) => _loaded = loaded;

    public ICausalLM Model => _loaded.Model;

    public ParameterSet Parameters => _loaded.Parameters;

    public RunMode Mode => _loaded.Mode;

    /// <summary>LoRA on the named layers.</summary>
    public static Adapter Lora(string modelType, double dropout, params string[] targets) => PeftRegistry.Create(
        new LoraConfig { Rank = 4, Dropout = dropout, TargetModules = TargetModules.List(targets) },
        new AdapterContext(modelType, AdapterContext.CausalLM));

    public static TinyLanguageModel Load(
        string modelType, AdapterDecorator adapter, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var checkpoint = TinyCheckpoint.Of(modelType);
        TinyBert.Write(folder.Path, checkpoint.Config(), checkpoint.CausalWeights!());
        using var pretrained = PretrainedFolder.Open(folder.Path);
        var loaded = pretrained.LoadCausalLM(
            pretrained.Config, new LoadOptions { Device = CPU, Adapter = adapter, DType = dtype });
        using var guard = no_grad();
        using var random = new Generator(3);
        foreach (var parameter in loaded.Parameters.Trainable.Where(p => p.Kind == ParameterKind.Adapter))
        {
            parameter.Value.copy_(randn(parameter.Value.shape, float32, CPU, generator: random) * 0.1);
        }
        return new TinyLanguageModel(loaded);
    }

    public CausalLMObjective Objective(int? chunkRows = null) => new(Model, Parameters.Trainable, chunkRows);

    /// <summary>Takes every gradient and clears it.</summary>
    public IReadOnlyDictionary<string, double[]> TakeGradients()
    {
        var gradients = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var parameter in Parameters.Trainable)
        {
            Assert.True(parameter.Value.grad is not null, $"{parameter.Name} got no gradient");
            gradients[parameter.Name] = TensorAssert.Values(parameter.Value.grad);
            parameter.Value.grad = null;
        }
        return gradients;
    }

    public void Dispose() => _loaded.Dispose();
}
