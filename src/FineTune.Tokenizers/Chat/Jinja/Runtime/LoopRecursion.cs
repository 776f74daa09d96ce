namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>How a recursive loop runs inside itself.</summary>
/// <param name="Depth">How many runs are around this one.</param>
/// <param name="Run">Runs the loop over other items and gives what it wrote.</param>
internal sealed record LoopRecursion(int Depth, Func<Value, LoopRecursion, Value> Run)
{
    /// <summary>Runs the loop over other items, one level deeper.</summary>
    public Value Over(Value items) => Run(items, this with { Depth = Depth + 1 });
}
