using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The activation functions that <c>hidden_act</c> names.</summary>
public static class Activation
{
    /// <summary>x · sigmoid(x).</summary>
    internal static readonly Func<Tensor, Tensor> Silu = x => nn.functional.silu(x);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> ByName = new(StringComparer.Ordinal)
    {
        ["gelu"] = x => nn.functional.gelu(x),
        ["gelu_new"] = x => nn.functional.gelu(x, GELU.Approximate.tanh),
        ["gelu_pytorch_tanh"] = x => nn.functional.gelu(x, GELU.Approximate.tanh),
        ["relu"] = x => nn.functional.relu(x),
        ["silu"] = Silu,
        ["swish"] = Silu,
        ["tanh"] = x => x.tanh(),
    };

    /// <summary>The names there are.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Finds an activation by its transformers name.</summary>
    /// <returns>Null if there is none of that name.</returns>
    public static Func<Tensor, Tensor>? Find(string name) => ByName.GetValueOrDefault(name);
}
