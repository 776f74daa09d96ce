namespace FineTune.Tokenizers.PostProcessors;

/// <summary>What an encoding consists of, in order: worked out once for each of the four ways to ask.</summary>
internal sealed class AssemblyPlan
{
    private readonly PlanStep[][] _steps;

    /// <summary>Works out the plans of <paramref name="processor"/>; without one the sequences just follow each other.</summary>
    public AssemblyPlan(IPostProcessor? processor)
    {
        _steps =
        [
            Arrange(processor, isPair: false, addSpecialTokens: false),
            Arrange(processor, isPair: false, addSpecialTokens: true),
            Arrange(processor, isPair: true, addSpecialTokens: false),
            Arrange(processor, isPair: true, addSpecialTokens: true),
        ];
    }

    /// <summary>The steps for one text or a pair.</summary>
    public ReadOnlySpan<PlanStep> Steps(bool isPair, bool addSpecialTokens) =>
        _steps[(isPair ? 2 : 0) + (addSpecialTokens ? 1 : 0)];

    /// <summary>How many special tokens are added.</summary>
    public int SpecialCount(bool isPair)
    {
        var count = 0;
        foreach (var step in Steps(isPair, addSpecialTokens: true))
            count += step.IsSpecial ? 1 : 0;
        return count;
    }

    private static PlanStep[] Arrange(IPostProcessor? processor, bool isPair, bool addSpecialTokens)
    {
        List<List<PlanStep>> parts = isPair ? [[new PlanStep(0, 0)], [new PlanStep(1, 1)]] : [[new PlanStep(0, 0)]];
        return [.. (processor?.Arrange(parts, addSpecialTokens) ?? parts).SelectMany(part => part)];
    }
}
