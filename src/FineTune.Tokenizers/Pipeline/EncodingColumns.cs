using FineTune.Tokenizers.PostProcessors;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>The columns of an encoding while it is put together.</summary>
internal sealed class EncodingColumns(string first, string? second)
{
    /// <summary>Token ids.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Token type ids.</summary>
    public List<int> TypeIds { get; } = [];

    /// <summary>1 for special tokens.</summary>
    public List<int> SpecialTokensMask { get; } = [];

    /// <summary>Which text each token is from, -1 for special tokens.</summary>
    public List<int> SequenceIds { get; } = [];

    /// <summary>Which word of its text each token is from.</summary>
    public List<int> WordIds { get; } = [];

    /// <summary>Where each token lies in its text.</summary>
    public List<TextSpan> Offsets { get; } = [];

    /// <summary>Tokens whose text differs from that of their id, by index.</summary>
    public Dictionary<int, string> Surfaces { get; } = [];

    /// <summary>The texts.</summary>
    public string?[] Texts { get; } = [first, second];

    /// <summary>Appends a special token.</summary>
    public void AddSpecial(PlanStep step)
    {
        Surfaces[Ids.Count] = step.Token;
        Ids.Add(step.Id);
        TypeIds.Add(step.TypeId);
        SpecialTokensMask.Add(1);
        SequenceIds.Add(-1);
        WordIds.Add(Encoding.NoWord);
        Offsets.Add(default);
    }

    /// <summary>Appends a whole text.</summary>
    public void AddSequence(PlanStep step, EncodedSequence sequence)
    {
        foreach (var (index, surface) in sequence.Surfaces ?? new Dictionary<int, string>())
            Surfaces[Ids.Count + index] = surface;
        Ids.AddRange(sequence.Ids);
        TypeIds.AddRange(Enumerable.Repeat(step.TypeId, sequence.Ids.Length));
        SpecialTokensMask.AddRange(Enumerable.Repeat(0, sequence.Ids.Length));
        SequenceIds.AddRange(Enumerable.Repeat(step.Sequence, sequence.Ids.Length));
        WordIds.AddRange(sequence.WordIds);
        Offsets.AddRange(sequence.Offsets);
    }
}
