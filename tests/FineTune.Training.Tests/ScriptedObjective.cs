using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>An objective whose losses and scores the test writes down. Its parameters are vectors of ones.</summary>
internal sealed class ScriptedObjective : IObjective, IDisposable
{
    private int _computed;
    private int _evaluated;

    public ScriptedObjective(params string[] names) =>
        Parameters = [.. names.Select(n => new Parameter(n, ones(2), ParameterKind.Adapter, trainable: true))];

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The loss of one row at a forward pass, counted from 1.</summary>
    public Func<IReadOnlyList<Parameter>, int, Tensor> Loss { get; init; } =
        (parameters, _) => parameters.Aggregate(zeros(1), (sum, p) => sum + p.Value.pow(2).sum());

    /// <summary>The scores of each evaluation in turn; the last ones stay.</summary>
    public IReadOnlyList<Dictionary<string, double>> Scores { get; init; } = [new() { ["loss"] = 1 }];

    /// <summary>Scores of one name.</summary>
    public static IReadOnlyList<Dictionary<string, double>> Series(string name, params double[] values) =>
        [.. values.Select(v => new Dictionary<string, double> { ["loss"] = 1, [name] = v })];

    public LossSum Compute(PackedBatch batch) =>
        new(Loss(Parameters, ++_computed).sum() * batch.Layout.Count, batch.Layout.Count);

    public IEvaluation BeginEvaluation() => new Script(Scores[Math.Min(_evaluated++, Scores.Count - 1)]);

    public void Dispose()
    {
        foreach (var parameter in Parameters)
        {
            parameter.Dispose();
        }
    }

    private sealed class Script(IReadOnlyDictionary<string, double> scores) : IEvaluation
    {
        public void Add(PackedBatch batch)
        {
        }

        public IReadOnlyDictionary<string, double> Finish() => scores;
    }
}
