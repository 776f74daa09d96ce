namespace FineTune.Config;

/// <summary>A section whose record type is named by one of its keys.</summary>
/// <param name="Section">The discriminator and the record types.</param>
internal sealed record VariantShape(PolymorphicSection Section) : ValueShape
{
    public override string Allowed => $"a section with '{Section.Key}', or just a name: {Quoted.OneOf(Section.Names)}";
}
