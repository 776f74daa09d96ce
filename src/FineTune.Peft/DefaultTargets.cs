namespace FineTune.Peft;

/// <summary>Which layers LoRA adapts where the config does not say: PEFT's table by <c>model_type</c>
/// (<c>TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING</c> in <c>utils/constants.py</c>).</summary>
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

    /// <summary>LoRA's targets for an architecture.</summary>
    /// <returns>Null where the table has none; then the config must name them.</returns>
    public static TargetModules? ForLora(string modelType) =>
        Lora.TryGetValue(modelType, out var names) ? TargetModules.List(names) : null;
}
