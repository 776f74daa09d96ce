using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>What an adapter does in training besides having its parameters updated.</summary>
public interface ITrainingPart
{
    /// <summary>What a resumed run must know, by name; the tensors are read and written in place.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Told once, before anything of a run is written.</summary>
    /// <param name="totalSteps">Optimizer steps of the whole run.</param>
    void Begin(int totalSteps);

    /// <summary>What is added to the mean loss of a step; null for nothing.</summary>
    /// <returns>Scalar, with gradient.</returns>
    Tensor? Penalty();

    /// <summary>Told after the parameters were updated, while their gradients are still there.</summary>
    /// <param name="step">Which step, from 0.</param>
    void AfterStep(int step);
}
