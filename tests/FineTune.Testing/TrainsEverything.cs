namespace FineTune.Nn.Tests;

/// <summary>Trains every module as a whole.</summary>
internal sealed class TrainsEverything : AdapterDecorator
{
    public override bool TrainsWhole(string modulePath) => true;
}
