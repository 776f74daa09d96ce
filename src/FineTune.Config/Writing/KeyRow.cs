namespace FineTune.Config;

/// <summary>One key of the reference.</summary>
/// <param name="Key">The key.</param>
/// <param name="Allowed">What may be written.</param>
/// <param name="Default">The default in YAML; <c>required</c> where there is none.</param>
/// <param name="Meaning">What it is; may be empty.</param>
/// <param name="IsRequired">True where it must be given.</param>
internal sealed record KeyRow(string Key, string Allowed, string Default, string Meaning, bool IsRequired);
