using System.CommandLine;
using FineTune.Peft;

namespace FineTune.Cli;

/// <summary>Options of <c>finetune adapter combine</c> that some ways to combine have.</summary>
internal sealed class CombinationOptions
{
    private const string Total = "total";
    private const string Frequency = "frequency";

    public CombinationOptions() => MajoritySign.AcceptOnlyFromAmong(Total, Frequency);

    public Option<double?> Density { get; } = new("--density")
    {
        Description = "Share of the numbers that ties, dare and magnitude_prune keep of each adapter, above 0 and at most 1.",
        HelpName = "D",
    };

    public Option<int?> Rank { get; } = new("--rank")
    {
        Description = "Rank of the result of svd and the types that end in it; default the adapters' largest.",
        HelpName = "N",
    };

    public Option<string> MajoritySign { get; } = new("--majority-sign")
    {
        Description = "What ties calls the majority: the sign of the sum, or of most numbers.",
        DefaultValueFactory = _ => Total,
    };

    public Option<long> Seed { get; } = new("--seed")
    {
        Description = "Seed of what dare leaves out.",
        HelpName = "N",
        DefaultValueFactory = _ => 42,
    };

    /// <summary>The settings that were given.</summary>
    public Combination Read(ParseResult arguments, CombinationType type, IReadOnlyList<double> weights) => new()
    {
        Type = type,
        Weights = weights,
        Density = arguments.GetValue(Density),
        Rank = arguments.GetValue(Rank),
        CountsSigns = arguments.GetValue(MajoritySign) == Frequency,
        Seed = arguments.GetValue(Seed),
    };
}
