namespace FineTune.Training.Tests;

/// <summary>Tests that draw from the process's default generator do not run beside each other.</summary>
[CollectionDefinition(nameof(DefaultGenerator), DisableParallelization = true)]
public sealed class DefaultGenerator;
