namespace FineTune.Config;

/// <summary>One key of the reference.</summary>
/// <param name="Key">The key.</param>
/// <param name="Allowed">What may be written.</param>
/// <param name="Default">The default in YAML; null where the key must be given.</param>
/// <param name="Meaning">What it is; may be empty.</param>
internal sealed record KeyRow(string Key, string Allowed, string? Default, string Meaning);
