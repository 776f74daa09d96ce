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
        else if (folder.Config is LoraConfig { LoftQBits: not null } or LoraConfig { TrainableTokenIndices: not null })
        {
            yield return $"{name} changes the base model itself (LoftQ, or vectors of tokens)";
        }
        else if (InheritedSettings.BiasOf(targeted) is var bias && bias != LoraConfig.NoBias)
        {
            yield return $"{name} trains biases of the base model (bias is {bias})";
        }
    }

    /// <summary>Whether it holds a module whole: by the name of the module, or of one around it.</summary>
    public bool Holds(string modulePath)
    {
        for (var path = modulePath; path.Length > 0; path = ModuleOf(path))
        {
            if (Adapter.TrainsWhole(path))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Reads its tensors.</summary>
    public void Load(ParameterSet model)
    {
        foreach (var whole in model.Base.Where(p => p.FreshModule is not null || Holds(ModuleOf(p.Name))))
        {
            Parameters.Add(new Parameter(
                whole.Name, zeros(whole.Shape, float32, whole.Value.device), ParameterKind.Base, trainable: true));
        }
        // A table's base vectors are the model's, whatever copy of them lies in the folder.
        _folder.LoadInto(Parameters, name => name.EndsWith(".base_layer.weight", StringComparison.Ordinal));
    }

    /// <summary>Puts its modules in the place of the model's until the returned object is disposed.</summary>
    public IDisposable Heads(ParameterSet model) => ParameterSet.With(
        model.Base.Select(p => (Parameter: p, Parameters.Find(p.Name)?.Value))
            .Where(p => p.Value is not null)
            .Select(p => (p.Parameter, p.Value!)),
        owned: false);

    private static string ModuleOf(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];
}
