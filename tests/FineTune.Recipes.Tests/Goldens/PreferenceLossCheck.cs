using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Every loss of preferences on fixed log-probabilities: losses, rewards, and the gradient of the mean.</summary>
internal sealed class PreferenceLossCheck : IGoldenCheck
{
    private const double Beta = 0.1;

    // Of KTO the case takes fewer rejected answers than chosen ones.
    private const int KtoRejected = 4;

    public bool Handles(GoldenCase golden) => golden.Expected["losses"] is not null && golden.Text("task") is null;

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        foreach (var (key, node) in golden.Expected["losses"]!.AsObject())
        {
            var said = node!.AsObject();
            if (key.StartsWith("kto", StringComparison.Ordinal))
            {
                CheckKto(key, said["kl"]!.GetValue<double>(), tensors);
            }
            else if (key.StartsWith("dpo", StringComparison.Ordinal))
            {
                var isReferenceFree = said["reference_free"]?.GetValue<bool>() == true;
                CheckPairs(key, Rule(key, said), tensors, withReference: !isReferenceFree, sign: 1);
            }
            else
            {
                // TRL gives the odds-ratio part with the sign of a gain.
                CheckPairs(key, Rule(key, said), tensors, withReference: false, sign: key == "orpo" ? -1 : 1);
            }
        }
    }

    private static PreferenceRule Rule(string key, System.Text.Json.Nodes.JsonObject said)
    {
        var family = key.Split('_')[0];
        var config = new PreferenceConfig
        {
            LossType = family == "dpo" ? [said["loss_type"]!.GetValue<string>()] : family == "cpo" ? [key["cpo_".Length..]] : [],
            LabelSmoothing = said["label_smoothing"]?.GetValue<double>() ?? (key == "simpo_ls0.1" ? 0.1 : 0),
            FDivergenceType = said["f_divergence"]?.GetValue<string>() ?? "reverse_kl",
            Beta = said["beta"]?.GetValue<double>(),
            // Here the log-probabilities that go in are means of a token already.
            IpoTokenAverage = false,
        };
        return family switch
        {
            "dpo" => PreferenceRule.Dpo(config),
            "cpo" => PreferenceRule.Cpo(config),
            "simpo" => PreferenceRule.SimPo(config),
            "orpo" => PreferenceRule.Orpo(config),
            _ => throw new ArgumentException(key, nameof(key)),
        };
    }

    private static void CheckPairs(string key, PreferenceRule rule, TensorFixture tensors, bool withReference, int sign)
    {
        var suffix = rule.ReportsMeans ? "_avg" : "";
        var chosen = Leaf(tensors[$"policy_chosen_logps{suffix}"]);
        var rejected = Leaf(tensors[$"policy_rejected_logps{suffix}"]);
        var pairs = new PairLogProbs
        {
            Chosen = chosen,
            Rejected = rejected,
            ReferenceChosen = withReference ? tensors["reference_chosen_logps"] : null,
            ReferenceRejected = withReference ? tensors["reference_rejected_logps"] : null,
            ChosenTokens = ones_like(chosen),
            RejectedTokens = ones_like(rejected),
        };
        var losses = rule.Losses[0].Loss.Losses(pairs, rule.Beta, rule.Config);
        TensorAssert.Close($"{key}/losses", tensors[$"{key}/losses"] * sign, losses, Tolerance.SameResult);
        losses.mean().backward();
        CheckGradient(key, "chosen", tensors, chosen);
        CheckGradient(key, "rejected", tensors, rejected);
        using var guard = no_grad();
        var reference = key == "dpo_sigmoid_reference_free"
            ? pairs with { ReferenceChosen = tensors["reference_chosen_logps"], ReferenceRejected = tensors["reference_rejected_logps"] }
            : pairs;
        TensorAssert.Close(
            $"{key}/rewards_chosen", tensors[$"{key}/rewards_chosen"], reference.ChosenRatio * rule.Beta, Tolerance.SameResult);
        TensorAssert.Close(
            $"{key}/rewards_rejected", tensors[$"{key}/rewards_rejected"], reference.RejectedRatio * rule.Beta, Tolerance.SameResult);
    }

    private static void CheckKto(string key, double kl, TensorFixture tensors)
    {
        var weights = key["kto_dw".Length..].Split("_uw").Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var config = new PreferenceConfig { DesirableWeight = weights[0], UndesirableWeight = weights[1] };
        var chosen = Leaf(tensors["policy_chosen_logps"]);
        var rejected = Leaf(tensors["policy_rejected_logps"].narrow(0, 0, KtoRejected));
        var ratios = cat(
        [
            chosen - tensors["reference_chosen_logps"],
            rejected - tensors["reference_rejected_logps"].narrow(0, 0, KtoRejected),
        ]);
        var desirable = cat([ones_like(chosen), zeros_like(rejected)]).detach();
        var losses = KtoObjective.Losses(ratios, desirable, tensor((float)kl), Beta, config);
        TensorAssert.Close($"{key}/losses", tensors[$"{key}/losses"], losses, Tolerance.SameResult);
        losses.mean().backward();
        CheckGradient(key, "chosen", tensors, chosen);
        CheckGradient(key, "rejected", tensors, rejected);
    }

    private static void CheckGradient(string key, string side, TensorFixture tensors, Tensor leaf)
    {
        var name = $"{key}/grad_policy_{side}_logps";
        TensorAssert.Close(name, tensors[name], leaf.grad!, Tolerance.SameResult);
    }

    private static Tensor Leaf(Tensor values)
    {
        var leaf = values.clone();
        leaf.requires_grad = true;
        return leaf;
    }
}
