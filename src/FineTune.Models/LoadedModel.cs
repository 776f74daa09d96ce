using FineTune.Nn;

namespace FineTune.Models;

/// <summary>A model with its parameters; owns them.</summary>
/// <typeparam name="T">What the model can do.</typeparam>
/// <param name="Model">Computes.</param>
/// <param name="Parameters">Every parameter, base and adapter.</param>
/// <param name="Mode">Training or evaluation.</param>
public sealed record LoadedModel<T>(T Model, ParameterSet Parameters, RunMode Mode) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();
}
