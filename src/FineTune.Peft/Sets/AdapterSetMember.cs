using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>One adapter of a set.</summary>
internal sealed class AdapterSetMember
{
    private readonly AdapterFolder _folder;

    public AdapterSetMember(string name, AdapterFolder folder, AdapterContext context)
    {
        Name = name;
        _folder = folder;
        Adapter = PeftRegistry.Create(folder.Config, context);
    }

    public string Name { get; }

    public Adapter Adapter { get; }

    /// <summary>Its own parameters, those of modules that it holds whole among them.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>What keeps an adapter out of a set, a line each.</summary>
    public static IEnumerable<string> Problems(string name, AdapterFolder folder)
    {
        if (folder.Config is not TargetedConfig targeted)
        {
            yield return $"{name} ({folder.Config.PeftType}) does more than wrap layers";
        }
        else if (InheritedSettings.BiasOf(targeted) is var bias && bias != LoraConfig.NoBias)
        {
            yield return $"{name} trains biases of the base model (bias is {bias})";
        }
    }

    /// <summary>Reads its tensors.</summary>
    public void Load(ParameterSet model)
    {
        using var guard = no_grad();
        foreach (var whole in model.Base.Where(p => p.Trainable && Holds(p)))
        {
            var own = new Parameter(whole.Name, whole.Value.detach().clone(), ParameterKind.Base, trainable: true);
            Parameters.Add(own);
        }
        // A table's base vectors are the model's, whatever copy of them lies in the folder.
        _folder.LoadInto(Parameters, name => name.EndsWith(".base_layer.weight", StringComparison.Ordinal));
    }

    /// <summary>Puts its modules in the place of the model's, and the base model's where it has none of its own.</summary>
    public IDisposable Heads(ParameterSet model) => ParameterSet.With(
        model.Base
            .Where(p => p.Trainable)
            .Select(p => (Parameter: p, Value: Parameters.Find(p.Name)?.Value ?? p.Original))
            .Where(p => p.Value is not null)
            .Select(p => (p.Parameter, p.Value!)),
        owned: false);

    private bool Holds(Parameter whole) =>
        whole.FreshModule is not null || Adapter.TrainsWhole(whole.Name[..whole.Name.LastIndexOf('.')]);
}
