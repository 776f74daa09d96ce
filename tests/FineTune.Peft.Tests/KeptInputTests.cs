using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>What an adapter keeps of its input for the backward pass: nothing of a gated product, whose factors are kept
/// anyway.</summary>
public sealed class KeptInputTests
{
    public static TheoryData<string> Methods => ["LORA", "DORA", "ADALORA", "LOHA"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_gated_product_is_made_again_for_the_gradients(string method)
    {
        using var scope = NewDisposeScope();
        var untouched = Gradients(method, spoil: false);
        var spoilt = Gradients(method, spoil: true);
        Assert.Contains(untouched.Values, g => g.Any(v => v != 0));
        Assert.All(untouched, g => Assert.Equal(g.Value, spoilt[g.Key]));
    }

    /// <summary>Of the adapter behind a gated product, which between the two passes is overwritten on demand. Were it
    /// kept, autograd would refuse.</summary>
    private static Dictionary<string, double[]> Gradients(string method, bool spoil)
    {
        using var random = new Generator(3);
        PeftConfig config = method switch
        {
            "LORA" => new LoraConfig { Rank = 2, TargetModules = TargetModules.List(["q"]) },
            "DORA" => new LoraConfig { Rank = 2, UseDora = true, TargetModules = TargetModules.List(["q"]) },
            "ADALORA" => new AdaLoraConfig { InitialRank = 2, TargetRank = 1, TotalSteps = 10, TargetModules = TargetModules.List(["q"]) },
            _ => new LoHaConfig { Rank = 2, TargetModules = TargetModules.List(["q"]) },
        };
        using var build = new OneLayer(config);
        using (no_grad())
        {
            foreach (var parameter in build.Parameters.Trainable)
            {
                parameter.Value.add_(randn(parameter.Value.shape, generator: random));
            }
        }
        var (gate, up) = (randn([5, 4], generator: random).requires_grad_(), randn([5, 4], generator: random));
        var down = new Listener(build.Layer);
        var output = new GatedMlp(new Given(gate), new Given(up), Activation.Find("silu")!, down).Forward(gate);
        if (spoil)
        {
            using var guard = no_grad();
            down.Heard!.fill_(float.NaN);
        }
        output.square().sum().backward();
        return build.Parameters.Trainable.ToDictionary(p => p.Name, p => TensorAssert.Values(p.Value.grad!));
    }

    /// <summary>Answers the same tensor whatever it is asked.</summary>
    private sealed class Given(Tensor answer) : ILinear
    {
        public string Path => "given";

        public long InFeatures => answer.shape[1];

        public long OutFeatures => answer.shape[1];

        public Tensor Forward(Tensor input) => answer;
    }

    /// <summary>Remembers what another layer was given.</summary>
    private sealed class Listener(ILinear inner) : ILinear
    {
        public string Path => inner.Path;

        public long InFeatures => inner.InFeatures;

        public long OutFeatures => inner.OutFeatures;

        public Tensor? Heard { get; private set; }

        public Tensor Forward(Tensor input) => inner.Forward(Heard = input);
    }
}
