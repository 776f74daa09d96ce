namespace FineTune.Recipes;

/// <summary>A setting that two adapters do not share.</summary>
/// <param name="Key">Its key in <c>adapter_config.json</c>.</param>
/// <param name="First">The first adapter's value as JSON; null where it has none.</param>
/// <param name="Second">The second adapter's value as JSON; null where it has none.</param>
public sealed record SettingDifference(string Key, string First, string Second);
