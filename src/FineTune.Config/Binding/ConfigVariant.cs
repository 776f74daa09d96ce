namespace FineTune.Config;

/// <summary>One name of a polymorphic section and the record it stands for.</summary>
/// <param name="Name">The name as written out; read without regard to case, <c>-</c> counting as <c>_</c>.</param>
/// <param name="Type">The record type. Several names may share one; the first is then written.</param>
public sealed record ConfigVariant(string Name, Type Type);
