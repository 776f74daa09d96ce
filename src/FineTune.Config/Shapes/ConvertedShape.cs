namespace FineTune.Config;

/// <summary>A value that a registered converter reads.</summary>
/// <param name="Converter">The converter.</param>
internal sealed record ConvertedShape(ConfigConverter Converter) : ValueShape
{
    public override string Allowed => Converter.Allowed;
}
