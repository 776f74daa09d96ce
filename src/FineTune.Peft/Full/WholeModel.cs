using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Trains every parameter of the model. What the model was before is not kept: it would take as much memory
/// again.</summary>
public sealed class WholeModel : AdapterDecorator
{
    /// <inheritdoc/>
    public override bool KeepsOriginals => false;

    /// <inheritdoc/>
    public override bool TrainsWhole(string modulePath) => true;
}
