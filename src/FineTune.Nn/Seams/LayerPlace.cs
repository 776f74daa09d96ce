namespace FineTune.Nn;

/// <summary>A layer of a model that is about to be built.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Body">The model's sizes.</param>
public sealed record LayerPlace(string Path, int Index, BodyShape Body);
