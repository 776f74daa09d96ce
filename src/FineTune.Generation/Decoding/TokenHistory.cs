using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>The tokens so far of each row that is being generated: its prompt, then what was chosen.</summary>
public sealed class TokenHistory : IDisposable
{
    private readonly int _vocabSize;
    private readonly Device _device;
    private List<int>[] _ids;
    private int[] _promptLengths;
    private Tensor? _seen;
    private Tensor? _generated;

    /// <summary>Begins with prompts, one a row.</summary>
    /// <param name="prompts">Their tokens.</param>
    /// <param name="vocabSize">The model's.</param>
    /// <param name="device">Where counts are kept.</param>
    public TokenHistory(IReadOnlyList<IReadOnlyList<int>> prompts, int vocabSize, Device device)
    {
        _ids = [.. prompts.Select(p => new List<int>(p))];
        _promptLengths = [.. prompts.Select(p => p.Count)];
        _vocabSize = vocabSize;
        _device = device;
    }

    /// <summary>Number of rows.</summary>
    public int Count => _ids.Length;

    /// <summary>How many tokens were chosen, the same for each row.</summary>
    public int GeneratedCount => _ids[0].Count - _promptLengths[0];

    /// <summary>Prompt and chosen tokens of a row.</summary>
    public ReadOnlySpan<int> Ids(int row) => CollectionsMarshal.AsSpan(_ids[row]);

    /// <summary>The chosen tokens of a row.</summary>
    public ReadOnlySpan<int> Generated(int row) => Ids(row)[_promptLengths[row]..];

    /// <summary>How often each token occurs in prompt and chosen tokens; kept up to date from the first call on.
    /// </summary>
    /// <returns><c>[rows, vocab]</c>, float32.</returns>
    public Tensor Occurrences() => _seen ??= Counted(row => Ids(row));

    /// <summary>How often each token was chosen; kept up to date from the first call on.</summary>
    /// <returns><c>[rows, vocab]</c>, float32.</returns>
    public Tensor GeneratedOccurrences() => _generated ??= Counted(row => Generated(row));

    /// <summary>Adds a token to each row.</summary>
    /// <param name="ids">One for each row.</param>
    public void Append(ReadOnlySpan<int> ids)
    {
        for (var row = 0; row < ids.Length; row++)
        {
            _ids[row].Add(ids[row]);
        }
        if (_seen is null && _generated is null)
        {
            return;
        }
        using var scope = NewDisposeScope();
        var index = tensor(Widened(ids), [ids.Length, 1], device: _device);
        var one = ones([ids.Length, 1], float32, _device);
        _seen?.scatter_add_(1, index, one);
        _generated?.scatter_add_(1, index, one);
    }

    /// <summary>Keeps some rows, in a new order; one may be named more than once.</summary>
    public void Select(ReadOnlySpan<int> rows)
    {
        var order = rows.ToArray();
        var taken = new HashSet<List<int>>(ReferenceEqualityComparer.Instance);
        _ids = Array.ConvertAll(order, row => taken.Add(_ids[row]) ? _ids[row] : [.. _ids[row]]);
        _promptLengths = Array.ConvertAll(order, row => _promptLengths[row]);
        if (_seen is null && _generated is null)
        {
            return;
        }
        using var scope = NewDisposeScope();
        var index = tensor(Widened(rows), device: _device);
        _seen = Picked(_seen, index);
        _generated = Picked(_generated, index);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _seen?.Dispose();
        _generated?.Dispose();
    }

    private static Tensor? Picked(Tensor? counts, Tensor rows)
    {
        var picked = counts?.index_select(0, rows).DetachFromDisposeScope();
        counts?.Dispose();
        return picked;
    }

    private static long[] Widened(ReadOnlySpan<int> ids)
    {
        var wide = new long[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            wide[i] = ids[i];
        }
        return wide;
    }

    private Tensor Counted(Func<int, ReadOnlySpan<int>> idsOf)
    {
        using var scope = NewDisposeScope();
        var counts = zeros([Count, _vocabSize], float32, _device).DetachFromDisposeScope();
        for (var row = 0; row < Count; row++)
        {
            var ids = idsOf(row);
            if (!ids.IsEmpty)
            {
                counts[row].scatter_add_(
                    0, tensor(Widened(ids), device: _device), ones([ids.Length], float32, _device));
            }
        }
        return counts;
    }
}
