using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>What a merged checkpoint holds.</summary>
internal sealed class MergePlan
{
    private readonly ILookup<string, IMergeable> _mergers;
    private readonly ScalarType? _dtype;

    /// <summary>Plans a checkpoint.</summary>
    /// <param name="adapter">The adapter; null leaves the weights as they are.</param>
    /// <param name="parameters">The parameters of the model that it is attached to.</param>
    /// <param name="dtype">Type of the tensors; null gives each the type it is stored in.</param>
    /// <exception cref="PeftException">The method cannot be folded in.</exception>
    public MergePlan(Adapter? adapter, ParameterSet parameters, ScalarType? dtype)
    {
        if (adapter is not null && !PeftRegistry.For(adapter.Config).CanMerge)
        {
            throw PeftException.CannotMerge(adapter.Config.PeftType);
        }
        _dtype = dtype;
        _mergers = MergersOf(adapter);
        var parted = Parted(_mergers, parameters);
        // The copy lies in the checkpoint where the model would have it: after all others.
        Tensors =
        [
            .. parameters.Base.Select(p => Of(p.Name, p)),
            .. parted.Select(tied => Of(tied.Key, tied.Value)),
        ];
        Untied = parted.Count > 0 || parameters.Base.Any(p => p.SplitFrom is not null);
    }

    /// <summary>The tensors, in the model's order.</summary>
    public IReadOnlyList<MergedTensor> Tensors { get; }

    /// <summary>Whether tensors that the base model shares are two in this checkpoint, because only one of them was
    /// adapted.</summary>
    public bool Untied { get; }

    /// <summary>What is folded in, by the names of the base's tensors.</summary>
    public static ILookup<string, IMergeable> MergersOf(Adapter? adapter) => (adapter?.Mergeables ?? [])
        .SelectMany(m => m.BaseNames.Select(name => (name, m)))
        .ToLookup(pair => pair.name, pair => pair.m, StringComparer.Ordinal);

    /// <summary>The names under which modules share a tensor that would not be the same for both.</summary>
    public static IReadOnlyList<KeyValuePair<string, Parameter>> Parted(
        ILookup<string, IMergeable> mergers, ParameterSet parameters) =>
        [.. parameters.Tied.Where(tied => !mergers[tied.Key].SequenceEqual(mergers[tied.Value.Name]))];

    private MergedTensor Of(string name, Parameter parameter) =>
        new(name, parameter, [.. _mergers[name]], _dtype ?? parameter.StoredType ?? float32);
}
