using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>One adapted linear layer <c>q</c> from 4 features to 3, without a model around it.</summary>
internal sealed class OneLayer : IDisposable
{
    public OneLayer(PeftConfig config)
    {
        var adapter = PeftRegistry.Create(config, new AdapterContext("bert", TaskType: ""));
        var build = new ModelBuild(new Ones(), adapter, float32, CPU, seed: 1);
        Layer = build.Root.Linear("q", 4, 3, bias: false);
        build.Finish(_ => false);
        (Parameters, Mode) = (build.Parameters, build.Mode);
    }

    public ILinear Layer { get; }

    public ParameterSet Parameters { get; }

    public RunMode Mode { get; }

    /// <summary>The layer without its adapter.</summary>
    public Tensor Plain(Tensor input) => input.mm(Parameters.Find("q.weight")!.Value.t());

    public void Dispose() => Parameters.Dispose();

    private sealed class Ones : IWeightSource
    {
        public string Description => "ones";

        public IReadOnlyCollection<string> Names => ["q.weight"];

        public long[]? ShapeOf(string name) => name == "q.weight" ? [3, 4] : null;

        public ScalarType TypeOf(string name) => ScalarType.Float32;

        public void Read(string name, Tensor destination, long firstRow = 0) => destination.fill_(1);
    }
}
