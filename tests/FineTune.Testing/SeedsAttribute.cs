using System.Reflection;
using Xunit.Sdk;

namespace FineTune.Testing;

/// <summary>Runs a property test once for each of some seeds. The seed is the test's argument, so a failure prints
/// it.</summary>
/// <param name="count">How many seeds.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeedsAttribute(int count) : DataAttribute
{
    /// <summary>How many seeds.</summary>
    public int Count { get; } = count;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enumerable.Range(1, Count).Select(seed => new object[] { seed });
}
