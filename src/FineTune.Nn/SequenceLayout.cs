using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Where the sequences of a packed batch lie, and how attention groups them. Made once for a batch and used by
/// every layer.</summary>
public sealed class SequenceLayout : IDisposable
{
    private readonly int[] _offsets;
    private readonly SequenceContext?[]? _contexts;
    private readonly Device _device;
    private AttentionGroup[]? _groups;
    private ContinuationGroup[] _continuations = [];
    private Tensor? _restoreTokens;
    private Tensor? _restoreSequences;
    private Tensor? _deviceOffsets;
    private Tensor? _deviceCounts;
    private LeadingRows? _leading;

    /// <summary>Describes a packing.</summary>
    /// <param name="offsets"><c>[sequences + 1]</c>: sequence i holds tokens offsets[i] to offsets[i + 1], never
    /// none.</param>
    /// <param name="device">Where index tensors are made.</param>
    /// <param name="contexts"><c>[sequences]</c>: what a sequence sees before its own tokens, a causal model only; null
    /// where it sees nothing more, and null for all.</param>
    /// <exception cref="ArgumentException">The offsets do not rise from 0.</exception>
    public SequenceLayout(int[] offsets, Device device, SequenceContext?[]? contexts = null)
    {
        if (offsets.Length < 2 || offsets[0] != 0)
        {
            throw new ArgumentException("offsets start at 0 and name at least one sequence", nameof(offsets));
        }
        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] <= offsets[i - 1])
            {
                throw new ArgumentException($"sequence {i - 1} has no tokens", nameof(offsets));
            }
            Longest = Math.Max(Longest, offsets[i] - offsets[i - 1]);
        }
        _offsets = offsets;
        _contexts = contexts;
        _device = device;
    }

    /// <summary>Number of sequences.</summary>
    public int Count => _offsets.Length - 1;

    /// <summary>Number of tokens of all sequences.</summary>
    public int Tokens => _offsets[^1];

    /// <summary>First token of each sequence, then the number of tokens.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>Number of tokens of one sequence.</summary>
    public int LengthOf(int sequence) => _offsets[sequence + 1] - _offsets[sequence];

    /// <summary>Number of tokens of the longest sequence.</summary>
    public int Longest { get; }

    /// <summary>Whether any sequence sees others' tokens.</summary>
    internal bool HasContexts => _contexts is not null;

    /// <summary><see cref="Offsets"/> on the device, <c>[sequences + 1]</c>, int32; made once.</summary>
    internal Tensor DeviceOffsets => _deviceOffsets ??= Upload.To(_device, _offsets).DetachFromDisposeScope();

    /// <summary>0 to the number of sequences, <c>[sequences + 1]</c>, int32, on the device: offsets of one row each; made
    /// once.</summary>
    internal Tensor DeviceCounts => _deviceCounts ??=
        Upload.To(_device, [.. Enumerable.Range(0, Count + 1)]).DetachFromDisposeScope();

    /// <summary>What one sequence sees before its own tokens; null for nothing.</summary>
    public SequenceContext? ContextOf(int sequence) => _contexts?[sequence];

    /// <summary>Number of tokens of one sequence with those that it sees before them.</summary>
    public int SpanOf(int sequence) => LengthOf(sequence) + (ContextOf(sequence)?.Length ?? 0);

    /// <summary>Positions of each sequence's first token: <c>[sequences]</c>, int64.</summary>
    public Tensor FirstTokens() => IndexOf(s => _offsets[s]);

    /// <summary>Positions of each sequence's last token: <c>[sequences]</c>, int64.</summary>
    public Tensor LastTokens() => IndexOf(s => _offsets[s + 1] - 1);

    /// <summary>The packing in which every sequence has some rows more in front; made once.</summary>
    /// <param name="count">How many, at least 1.</param>
    public LeadingRows Leading(int count)
    {
        if (_leading?.Count != count)
        {
            _leading?.Dispose();
            _leading = new LeadingRows(this, count, _device);
        }
        return _leading;
    }

    /// <summary>The groups of sequences that see others' tokens; <see cref="Groups"/> holds the rest, and comes first.</summary>
    internal IReadOnlyList<ContinuationGroup> Continuations => _continuations;

    /// <summary>The groups in which attention works; together with <see cref="Continuations"/> they hold each sequence
    /// once.</summary>
    /// <param name="width">heads times head_dim: how much work one pair of tokens is.</param>
    internal AttentionGroup[] Groups(long width)
    {
        if (_groups is null)
        {
            using var guard = no_grad();
            _groups = AttentionPlanner.Plan(this, width, _device, out var order);
            if (_contexts is not null)
            {
                _continuations = ContinuationGroup.Plan(this, width, _device, out var behind);
                order = [.. order!, .. behind];
            }
            if (order is not null)
            {
                SetRestoreOrder(order);
            }
        }
        return _groups;
    }

    /// <summary>Index that brings the groups' tokens back to packed order: <c>[tokens]</c>, or null if they are in
    /// it.</summary>
    internal Tensor? RestoreTokens => _restoreTokens;

    /// <summary>The same for one row per sequence: <c>[sequences]</c>, or null.</summary>
    internal Tensor? RestoreSequences => _restoreSequences;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups ?? [])
        {
            group.Dispose();
        }
        foreach (var group in _continuations)
        {
            group.Dispose();
        }
        _restoreTokens?.Dispose();
        _restoreSequences?.Dispose();
        _deviceOffsets?.Dispose();
        _deviceCounts?.Dispose();
        _leading?.Dispose();
    }

    private void SetRestoreOrder(int[] order)
    {
        var tokens = new long[Tokens];
        var sequences = new long[Count];
        var next = 0L;
        for (var i = 0; i < order.Length; i++)
        {
            sequences[order[i]] = i;
            for (var t = _offsets[order[i]]; t < _offsets[order[i] + 1]; t++)
            {
                tokens[t] = next++;
            }
        }
        _restoreTokens = Upload.To(_device, tokens).DetachFromDisposeScope();
        _restoreSequences = Upload.To(_device, sequences).DetachFromDisposeScope();
    }

    private Tensor IndexOf(Func<int, long> token)
    {
        var index = new long[Count];
        for (var s = 0; s < Count; s++)
        {
            index[s] = token(s);
        }
        return Upload.To(_device, index);
    }
}
