namespace FineTune.Peft;

/// <summary>Which layers a method adapts where the config does not say: PEFT's tables by <c>model_type</c>
/// (<c>TRANSFORMERS_MODELS_TO_..._TARGET_MODULES_MAPPING</c> in <c>utils/constants.py</c>).</summary>
public static class DefaultTargets
{
    private static readonly string[] QueryValue = ["query", "value"];
    private static readonly string[] ProjectedQueryValue = ["q_proj", "v_proj"];

    private static readonly Dictionary<string, string[]> Lora = new(StringComparer.Ordinal)
    {
        ["bert"] = QueryValue,
        ["roberta"] = QueryValue,
        ["xlm-roberta"] = QueryValue,
        ["electra"] = QueryValue,
        ["layoutlm"] = QueryValue,
        ["deberta-v2"] = ["query_proj", "value_proj"],
        ["deberta"] = ["in_proj"],
        ["llama"] = ProjectedQueryValue,
        ["mistral"] = ProjectedQueryValue,
        ["mixtral"] = ProjectedQueryValue,
        ["gemma"] = ProjectedQueryValue,
        ["gemma2"] = ProjectedQueryValue,
        ["qwen2"] = ProjectedQueryValue,
        ["qwen3"] = ProjectedQueryValue,
        ["stablelm"] = ProjectedQueryValue,
        // PEFT's table lacks it: the layer that makes queries, keys and values, as for the other fused ones.
        ["phi3"] = ["qkv_proj"],
        ["phi"] = ["q_proj", "v_proj", "fc1", "fc2"],
        ["gpt_neox"] = ["query_key_value"],
        ["falcon"] = ["query_key_value"],
        ["bloom"] = ["query_key_value"],
        ["gpt_bigcode"] = ["c_attn"],
        ["gpt2"] = ["c_attn"],
        ["t5"] = ["q", "v"],
        ["mt5"] = ["q", "v"],
        ["bart"] = ProjectedQueryValue,
        ["opt"] = ProjectedQueryValue,
        ["gptj"] = ProjectedQueryValue,
        ["gpt_neo"] = ProjectedQueryValue,
    };

    // By architecture: what is adapted, and what of it by its input.
    private static readonly Dictionary<string, (string[] Targets, string[] FeedForward)> Ia3 = new(StringComparer.Ordinal)
    {
        ["bert"] = (["key", "value", "output.dense"], ["output.dense"]),
        ["roberta"] = (["key", "value", "output.dense"], ["output.dense"]),
        ["deberta-v2"] = (["key_proj", "value_proj", "output.dense"], ["output.dense"]),
        ["deberta"] = (["in_proj", "output.dense"], ["output.dense"]),
        ["llama"] = (["k_proj", "v_proj", "down_proj"], ["down_proj"]),
        ["mistral"] = (["k_proj", "v_proj", "down_proj"], ["down_proj"]),
        ["mixtral"] = (["k_proj", "v_proj", "w2"], ["w2"]),
        ["gemma"] = (["q_proj", "v_proj", "down_proj"], ["down_proj"]),
        ["gemma2"] = (["q_proj", "v_proj", "down_proj"], ["down_proj"]),
        ["qwen2"] = (["q_proj", "v_proj", "down_proj"], ["down_proj"]),
        ["qwen3"] = (["q_proj", "v_proj", "down_proj"], ["down_proj"]),
        // PEFT's table lacks these three: as for their nearest kin.
        ["phi3"] = (["qkv_proj", "down_proj"], ["down_proj"]),
        ["xlm-roberta"] = (["key", "value", "output.dense"], ["output.dense"]),
        ["electra"] = (["key", "value", "output.dense"], ["output.dense"]),
        ["phi"] = (["q_proj", "v_proj", "fc2"], ["fc2"]),
        ["gpt_neox"] = (["query_key_value", "dense_4h_to_h"], ["dense_4h_to_h"]),
        ["falcon"] = (["query_key_value", "dense_4h_to_h"], ["dense_4h_to_h"]),
        ["bloom"] = (["query_key_value", "mlp.dense_4h_to_h"], ["mlp.dense_4h_to_h"]),
        ["gpt2"] = (["c_attn", "mlp.c_proj"], ["mlp.c_proj"]),
        ["gpt_bigcode"] = (["c_attn", "mlp.c_proj"], ["mlp.c_proj"]),
        ["t5"] = (["k", "v", "wo"], ["wo"]),
        ["mt5"] = (["k", "v", "wi_1"], []),
        ["bart"] = (["q_proj", "v_proj", "fc2"], ["fc2"]),
        ["opt"] = (["q_proj", "k_proj", "fc2"], ["fc2"]),
        ["gptj"] = (["q_proj", "v_proj", "fc_out"], ["fc_out"]),
        ["gpt_neo"] = (["q_proj", "v_proj", "c_proj"], ["c_proj"]),
    };

    /// <summary>LoRA's targets for an architecture.</summary>
    /// <returns>Null where the table has none; then the config must name them.</returns>
    public static TargetModules? ForLora(string modelType) =>
        Lora.TryGetValue(modelType, out var names) ? TargetModules.List(names) : null;

    /// <summary>AdaLoRA's targets for an architecture: more than LoRA's where PEFT's table says so.</summary>
    /// <returns>Null where the table has none; then the config must name them.</returns>
    public static TargetModules? ForAdaLora(string modelType) => modelType switch
    {
        "roberta" => TargetModules.List(["query", "key", "value", "dense"]),
        "deberta-v2" => TargetModules.List(["query_proj", "key_proj", "value_proj", "dense"]),
        "bart" or "opt" => TargetModules.List(["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"]),
        "t5" => TargetModules.List(["q", "k", "v", "o", "wi", "wo"]),
        "mt5" => TargetModules.List(["q", "k", "v", "o", "wi_0", "wi_1", "wo"]),
        _ => ForLora(modelType),
    };

    /// <summary>VeRA's targets for an architecture: LoRA's, save where those differ too much in size.</summary>
    /// <returns>Null where the table has none; then the config must name them.</returns>
    public static TargetModules? ForVera(string modelType) =>
        modelType == "phi" ? TargetModules.List(ProjectedQueryValue) : ForLora(modelType);

    /// <summary>(IA)³'s targets for an architecture.</summary>
    /// <returns>Null where the table has none; then the config must name them.</returns>
    public static TargetModules? ForIa3(string modelType) =>
        Ia3.TryGetValue(modelType, out var names) ? TargetModules.List(names.Targets) : null;

    /// <summary>Which of (IA)³'s targets are scaled by their input.</summary>
    /// <returns>Null where the table has none.</returns>
    public static TargetModules? ForIa3FeedForward(string modelType) =>
        Ia3.TryGetValue(modelType, out var names) ? TargetModules.List(names.FeedForward) : null;
}
