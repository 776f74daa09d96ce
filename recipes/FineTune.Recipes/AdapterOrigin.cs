using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>Where a model with an adapter was opened from.</summary>
/// <param name="Adapter">The adapter's folder.</param>
/// <param name="BaseModel">The folder of the weights.</param>
public sealed record AdapterOrigin(AdapterFolder Adapter, string BaseModel);
