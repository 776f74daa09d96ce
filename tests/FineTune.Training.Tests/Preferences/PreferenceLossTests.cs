using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

/// <summary>Every loss by itself, as a function of log-probabilities.</summary>
public sealed class PreferenceLossTests : IDisposable
{
    private const double Beta = 0.3;
    private const double Nudge = 1e-5;

    private static readonly PreferenceConfig Smoothed = new() { LabelSmoothing = 0.1, DiscopopTau = 0.5 };

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. PreferenceLosses.All.Select(loss => loss.Name)];

    [Fact]
    public void No_two_losses_have_one_name() =>
        Assert.Equal(PreferenceLosses.All.Count, PreferenceLosses.All.Select(l => l.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_small_differences(string name)
    {
        double[] chosen = [-3.1, -8.2, -5.3, -2.4], rejected = [-4.5, -6.1, -5.2, -9.3];
        var (forChosen, forRejected) = Gradients(name, chosen, rejected);
        for (var i = 0; i < chosen.Length; i++)
        {
            TensorAssert.Close(
                $"{name}, chosen {i}", Slope(name, chosen, rejected, chosen, i), forChosen[i], Tolerance.SameResult);
            TensorAssert.Close(
                $"{name}, rejected {i}", Slope(name, chosen, rejected, rejected, i), forRejected[i], Tolerance.SameResult);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_are_finite_where_answers_are_all_but_impossible(string name)
    {
        foreach (var (chosen, rejected) in new[] { (-4000.0, -0.01), (-0.01, -4000.0), (-900.0, -900.0) })
        {
            if (name == "discopop" && chosen < rejected)
            {
                continue; // Its exponential part is meant to grow so.
            }
            var (forChosen, forRejected) = Gradients(name, [chosen], [rejected]);
            Assert.True(double.IsFinite(forChosen[0]) && double.IsFinite(forRejected[0]), $"{name} at {chosen}, {rejected}");
        }
    }

    [Theory]
    [InlineData("sigmoid", 0.693147180559945)]
    [InlineData("hinge", 1)]
    [InlineData("ipo", 25)]
    [InlineData("nca_pair", 1.38629436111989)]
    [InlineData("bco_pair", 1.38629436111989)]
    [InlineData("apo_zero", 1)]
    [InlineData("apo_down", 1)]
    [InlineData("sppo_hard", 50)]
    [InlineData("discopop", 0.846573590279973)]
    [InlineData("sigmoid_norm", 0.693147180559945)]
    [InlineData("aot", 0.693147180559945)]
    [InlineData("aot_pair", 0.693147180559945)]
    public void A_policy_that_is_its_reference_has_the_loss_of_no_margin(string name, double expected)
    {
        var same = tensor([-3.0, -5.0]);
        var pairs = Pairs(same, same * 2) with { ReferenceChosen = same, ReferenceRejected = same * 2 };
        var losses = PreferenceLosses.Get(name).Losses(pairs, 0.1, new PreferenceConfig());
        Assert.All(TensorAssert.Values(losses), loss => Assert.Equal(expected, loss, 1e-9));
    }

    [Fact]
    public void A_reward_models_margin_moves_the_point_of_no_preference()
    {
        var (chosen, rejected) = (tensor([1.5]), tensor([0.5]));
        var config = new PreferenceConfig { CenterRewardsCoefficient = 0.1 };
        var losses = RewardObjective.Losses(chosen, rejected, tensor([1.0]), config);
        Assert.Equal(Math.Log(2) + (0.1 * 4), losses[0].item<double>(), 1e-12);
    }

    public void Dispose() => _scope.Dispose();

    private static (double[] Chosen, double[] Rejected) Gradients(string name, double[] chosen, double[] rejected)
    {
        var (better, worse) = (Leaf(chosen), Leaf(rejected));
        Loss(name, better, worse).backward();
        return (TensorAssert.Values(better.grad!), TensorAssert.Values(worse.grad!));
    }

    private static double Slope(string name, double[] chosen, double[] rejected, double[] nudged, int place)
    {
        var at = nudged[place];
        nudged[place] = at + Nudge;
        var above = Loss(name, tensor(chosen), tensor(rejected)).item<double>();
        nudged[place] = at - Nudge;
        var below = Loss(name, tensor(chosen), tensor(rejected)).item<double>();
        nudged[place] = at;
        return (above - below) / (2 * Nudge);
    }

    private static Tensor Loss(string name, Tensor chosen, Tensor rejected) =>
        PreferenceLosses.Get(name).Losses(Pairs(chosen, rejected), Beta, Smoothed).sum();

    private static PairLogProbs Pairs(Tensor chosen, Tensor rejected)
    {
        var two = full_like(chosen, 2.0);
        return new PairLogProbs
        {
            Chosen = chosen,
            Rejected = rejected,
            ChosenTokens = two,
            RejectedTokens = two + 1,
        };
    }

    private static Tensor Leaf(double[] values)
    {
        var leaf = tensor(values);
        leaf.requires_grad = true;
        return leaf;
    }
}
