namespace FineTune;

/// <summary>The collection of tests that draw from the process's default generator: they run one at a time and beside no
/// others. Each test project compiles this file, for xunit looks for a collection in the assembly of its tests.</summary>
[CollectionDefinition(nameof(DefaultGenerator), DisableParallelization = true)]
public sealed class DefaultGenerator;
