namespace FineTune.Torch.Tests;

/// <summary>Tests that count the tensors of the process run alone.</summary>
[CollectionDefinition(nameof(LifetimeCounts), DisableParallelization = true)]
public sealed class LifetimeCounts;
