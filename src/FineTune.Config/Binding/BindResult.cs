namespace FineTune.Config;

/// <summary>A config that fits its record.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="Value">The record.</param>
/// <param name="Document">The document in canonical keys, which still knows where each value was written.</param>
/// <param name="Notices">One line for each alias accepted and each path found elsewhere than beside the config.</param>
public sealed record BindResult<T>(T Value, ConfigDocument Document, IReadOnlyList<string> Notices);
