using FineTune.Tokenizers.PostProcessors;

namespace FineTune.Tokenizers;

/// <summary>Ids with the special tokens in place.</summary>
/// <param name="Ids">Token ids, <c>[tokens]</c>.</param>
/// <param name="TypeIds">Token type ids, <c>[tokens]</c>.</param>
/// <param name="SpecialTokensMask">1 for special tokens, <c>[tokens]</c>.</param>
public sealed record AssembledIds(int[] Ids, int[] TypeIds, int[] SpecialTokensMask)
{
    internal static AssembledIds Make(
        ReadOnlySpan<PlanStep> plan, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var length = 0;
        foreach (var step in plan)
            length += step.Sequence switch { 0 => first.Length, 1 => second.Length, _ => 1 };

        var result = new AssembledIds(new int[length], new int[length], new int[length]);
        var at = 0;
        foreach (var step in plan)
        {
            var id = step.Id;
            var source = step.Sequence switch { 0 => first, 1 => second, _ => new ReadOnlySpan<int>(in id) };
            source.CopyTo(result.Ids.AsSpan(at));
            result.TypeIds.AsSpan(at, source.Length).Fill(step.TypeId);
            result.SpecialTokensMask.AsSpan(at, source.Length).Fill(step.IsSpecial ? 1 : 0);
            at += source.Length;
        }
        return result;
    }
}
