using FineTune.Nn;

namespace FineTune.Testing;

/// <summary>Trains every module as a whole.</summary>
public sealed class TrainsEverything : AdapterDecorator
{
    /// <inheritdoc/>
    public override bool TrainsWhole(string modulePath) => true;
}
