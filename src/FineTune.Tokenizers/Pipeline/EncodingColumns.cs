using FineTune.Tokenizers.PostProcessors;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>The columns of an encoding while it is put together.</summary>
internal sealed class EncodingColumns(string?[] texts)
{
    /// <summary>Token ids.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Token type ids.</summary>
    public List<int> TypeIds { get; } = [];

    /// <summary>0 for padding.</summary>
    public List<int> AttentionMask { get; } = [];

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
    public string?[] Texts => texts;

    /// <summary>Puts sequences and special tokens together as the plan says.</summary>
    public static EncodingColumns Assemble(ReadOnlySpan<PlanStep> plan, EncodedSequence first, EncodedSequence? second)
    {
        var columns = new EncodingColumns([first.Text, second?.Text]);
        foreach (var step in plan)
        {
            if (step.IsSpecial)
                columns.AddSpecial(step.Id, step.Token, step.TypeId, attention: 1);
            else
                columns.AddSequence(step, step.Sequence == 0 ? first : second!);
        }
        return columns;
    }

    /// <summary>The same columns, filled up to <paramref name="length"/>.</summary>
    public EncodingColumns PadTo(int length, PaddingSettings padding)
    {
        var count = length - Ids.Count;
        if (count <= 0)
            return this;
        var padded = new EncodingColumns(texts);
        if (padding.Direction == Side.Right)
            padded.AddAll(this);
        for (var i = 0; i < count; i++)
            padded.AddSpecial(padding.PadId, padding.PadToken, padding.PadTypeId, attention: 0);
        if (padding.Direction == Side.Left)
            padded.AddAll(this);
        return padded;
    }

    private void AddSpecial(int id, string token, int typeId, int attention)
    {
        Surfaces[Ids.Count] = token;
        Ids.Add(id);
        TypeIds.Add(typeId);
        AttentionMask.Add(attention);
        SpecialTokensMask.Add(1);
        SequenceIds.Add(-1);
        WordIds.Add(Encoding.NoWord);
        Offsets.Add(default);
    }

    private void AddSequence(PlanStep step, EncodedSequence sequence)
    {
        var count = sequence.Ids.Length;
        AddSurfaces(sequence.Surfaces);
        Ids.AddRange(sequence.Ids);
        TypeIds.AddRange(Enumerable.Repeat(step.TypeId, count));
        AttentionMask.AddRange(Enumerable.Repeat(1, count));
        SpecialTokensMask.AddRange(Enumerable.Repeat(0, count));
        SequenceIds.AddRange(Enumerable.Repeat(step.Sequence, count));
        WordIds.AddRange(sequence.WordIds);
        Offsets.AddRange(sequence.Offsets);
    }

    private void AddAll(EncodingColumns other)
    {
        AddSurfaces(other.Surfaces);
        Ids.AddRange(other.Ids);
        TypeIds.AddRange(other.TypeIds);
        AttentionMask.AddRange(other.AttentionMask);
        SpecialTokensMask.AddRange(other.SpecialTokensMask);
        SequenceIds.AddRange(other.SequenceIds);
        WordIds.AddRange(other.WordIds);
        Offsets.AddRange(other.Offsets);
    }

    private void AddSurfaces(IReadOnlyDictionary<int, string>? surfaces)
    {
        if (surfaces is null)
            return;
        foreach (var (index, surface) in surfaces)
            Surfaces[Ids.Count + index] = surface;
    }
}
