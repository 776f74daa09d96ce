namespace FineTune.Config;

/// <summary>A section whose record type is chosen by one of its keys, as <c>peft_type: lora</c> chooses the LoRA
/// record. A bare name in place of the section (<c>peft: lora</c>) is read as that key alone.</summary>
/// <param name="BaseType">The type of the property that holds the section.</param>
/// <param name="Key">The discriminator key.</param>
/// <param name="Variants">The names and their record types.</param>
/// <param name="Default">The name taken where the key is not given; null makes the key required.</param>
public sealed record PolymorphicSection(
    Type BaseType, string Key, IReadOnlyList<ConfigVariant> Variants, string? Default = null)
{
    internal IReadOnlyList<string> Names => [.. Variants.Select(variant => variant.Name)];

    internal IEnumerable<Type> Types => Variants.Select(variant => variant.Type).Distinct();

    internal ConfigVariant? Find(string name)
        => Variants.FirstOrDefault(variant => SameName.Comparer.Equals(variant.Name, name));

    internal string NameOf(Type type) => Variants.FirstOrDefault(variant => variant.Type == type)?.Name
        ?? throw new InvalidOperationException($"{type} is not a variant of {BaseType}.");
}
