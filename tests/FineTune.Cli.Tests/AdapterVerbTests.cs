using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary><c>finetune adapter</c> on a run's own adapters and on some that PEFT wrote.</summary>
public sealed class AdapterVerbTests(FinishedRun run) : IClassFixture<FinishedRun>
{
    private const string Early = "run/checkpoints/step-000002";
    private readonly Workplace _place = run.Place;

    [Fact]
    public void Inspect_tells_method_layers_ranks_and_norms()
    {
        var text = _place.Inside("adapter", "inspect", "run").Done().Out;
        Assert.Contains("method       LORA\n", text);
        Assert.Contains("settings     init_lora_weights true, lora_alpha 8, lora_dropout 0.1, r 4, target_modules [", text);
        Assert.Contains("  bert.encoder.layer.{0..3}.attention.self.query: [", text);
        Assert.Contains("], rank 4, scaling 2, norm ", text);
        Assert.Contains("  base_model.model.classifier.weight: [2, ", text);

        var json = _place.Inside("adapter", "inspect", "run/adapter", "--json").Done().Json;
        Assert.Equal("SEQ_CLS", (string?)json["task_type"]);
        Assert.Equal(4, (int?)json["layers"]![0]!["rank"]);
        Assert.InRange((double)json["layers"]![0]!["effective_rank"]!, 1, 4);
        Assert.Empty(json["not_finite"]!.AsArray());
    }

    [Fact]
    public void Inspect_tells_keys_that_are_not_known_and_numbers_that_are_none()
    {
        var folder = Copy("run/adapter", "strange");
        var config = _place.At("strange", "adapter_config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("{", "{\n  \"use_magic\": true,", StringComparison.Ordinal)
            .Replace("\"alpha_pattern\": {\n  \"use_magic\": true,}", "\"alpha_pattern\": {}", StringComparison.Ordinal)
            .Replace("\"rank_pattern\": {\n  \"use_magic\": true,}", "\"rank_pattern\": {}", StringComparison.Ordinal)
            .Replace("\"loftq_config\": {\n  \"use_magic\": true,}", "\"loftq_config\": {}", StringComparison.Ordinal));
        var weights = _place.At("strange", "adapter_model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        File.WriteAllBytes(weights, bytes);
        var text = _place.Inside("adapter", "inspect", folder).Done().Out;
        Assert.Contains("does not know and leaves aside: use_magic (true)", text);
        Assert.Contains("values that are infinite or no numbers:\n  base_model.model.", text);
    }

    [Fact]
    public void Converted_to_fewer_bits_it_is_half_as_large_and_predicts_the_same_labels()
    {
        _place.Inside("adapter", "convert", "run", "--output", "halves", "--dtype", "bfloat16").Done();
        Assert.InRange(
            new FileInfo(_place.At("halves", "adapter_model.safetensors")).Length,
            _place.AdapterBytes("run", "adapter").Length / 3,
            (_place.AdapterBytes("run", "adapter").Length / 2) + 2000);
        string[] text = ["--text", Workplace.Test[0].Text];
        var before = _place.Inside(["predict", "run", .. text]).Done().JsonLines[0];
        var after = _place.Inside(["predict", "halves", .. text]).Done().JsonLines[0];
        Assert.Equal((string?)before["label"], (string?)after["label"]);
        Assert.Equal((double)before["score"]!, (double)after["score"]!, 2);
        _place.Inside("adapter", "convert", "run", "--output", "halves", "--dtype", "float16").Refused("not empty");
    }

    [Fact]
    public void Of_other_methods_plain_LoRA_is_made_exactly_or_at_a_rank_that_is_told()
    {
        var loha = Fixture("peft_methods", "bert_loha");
        _place.Inside("adapter", "convert", loha, "--output", "exact", "--to-lora").Done();
        var same = _place.Inside("adapter", "compare", loha, "exact", "--json").Done().Json;
        Assert.InRange((double)same["largest_difference"]!, 0, 1e-5);
        Assert.Equal(1, (double)same["cosine"]!, 6);

        var near = _place.Inside("adapter", "convert", loha, "--output", "near", "--to-lora", "--rank", "1", "--json").Done().Json;
        Assert.InRange((double)near["least_kept"]!, 0.1, 0.99);
        Assert.InRange((double)_place.Inside("adapter", "compare", loha, "near", "--json").Done().Json["cosine"]!, 0.3, 0.999);

        string[] dora = ["adapter", "convert", Fixture("peft_methods", "gpt2_dora"), "--output", "dora", "--to-lora"];
        _place.Inside(dora).Refused("its base model 'base' is not there", "--base PATH");
        string[] based = [.. dora, "--base", Fixture("gpt2_lora", "base")];
        _place.Inside(based).Refused("has no low rank of its own", "give the rank");
        Assert.Contains("its rank keeps ", _place.Inside([.. based, "--rank", "24"]).Done().Out);
        _place.Inside("adapter", "convert", Fixture("bert_prefix_tuning", "adapter"), "--output", "prefix", "--to-lora",
            "--base", Fixture("bert_prefix_tuning", "base")).Refused("PREFIX_TUNING adds nothing to single weights");
    }

    [Fact]
    public void Combined_adapters_are_one_that_predicts()
    {
        _place.Inside("adapter", "combine", "run", Early, "--output", "contested")
            .Refused("several of the adapters hold these tensors whole", "base_model.model.classifier.weight", "--modules-of");
        var made = _place.Inside(
            "adapter", "combine", "run", Early, "--weights", "1.5", "-0.5", "--type", "svd", "--rank", "3", "--modules-of", "run",
            "--output", "both", "--json").Done().Json;
        Assert.Equal("svd", (string?)made["type"]);
        Assert.Equal(3, (int?)made["rank"]);
        Assert.Equal([1.5, -0.5], made["weights"]!.AsArray().Select(w => (double)w!));
        _place.Inside("predict", "both", "--text", "A warm and funny film.").Done();
        var again = _place.Inside(
            "adapter", "combine", "run", Early, "--modules-of", "run", "--output", "mean").Done().Out;
        Assert.Equal("mean: cat of 2 adapters, 8 layers, rank 8\n", again);
        _place.Inside("adapter", "combine", "run", Early, "--modules-of", "other", "--output", "x")
            .Refused("--modules-of names other, which is none of run, " + Early);
        _place.Inside("adapter", "combine", "run", Early, "--type", "tiez", "--output", "x").Refused("Did you mean 'ties'?");
        Assert.False(Directory.Exists(_place.At("x")));
    }

    [Fact]
    public void Compare_tells_what_differs_and_what_does_not()
    {
        Assert.Contains("what both have is the same (12)", _place.Inside("adapter", "compare", "run", "run/adapter").Done().Out);
        var text = _place.Inside("adapter", "compare", "run", Early).Done().Out;
        Assert.Contains("differences, the largest first:\n", text);
        Assert.Contains("of 12 that both have, 12 differ; cosine of all 0.", text);
        var other = _place.Inside("adapter", "compare", Fixture("combinations", "a"), Fixture("combinations", "b")).Done().Out;
        Assert.Contains("settings:\n  lora_alpha: 4 and 8\n", other);
        Assert.Contains("/a:\n  transformer.h.{0..1}.mlp.c_fc\n", other);
        var heads = _place.Inside("adapter", "compare", "run", Fixture("bert_lora", "adapter")).Done().Out;
        Assert.Contains("of other shapes:\n", heads);
        _place.Inside("adapter", "compare", "run", "nowhere").Refused("nowhere is not an adapter folder");
    }

    [Fact]
    public void An_adapter_is_not_merged_into_or_used_on_a_model_that_has_it()
    {
        string[] says = ["run/merged was made by merging run/adapter in", "would count twice", "fix: use run/merged without an adapter"];
        _place.Inside("merge", "run", "--base", "run/merged", "--output", "twice").Refused(says);
        _place.Inside("predict", "run", "--base", "run/merged", "--text", "x").Refused(says);
        _place.Inside("merge", "run/merged", "--output", "twice").Refused("run/merged is merged already", "hold run/adapter");
        // Another adapter may come on top, and both are remembered.
        _place.Inside("merge", Early, "--base", "run/merged", "--output", "on-top").Done();
        _place.Inside("merge", "run", "--base", "on-top", "--output", "twice").Refused("on-top was made by merging");
        Assert.False(Directory.Exists(_place.At("twice")));
    }

    private static string Fixture(params string[] parts) => Checkout.At(["tests", "goldens", .. parts]);

    private string Copy(string from, string to)
    {
        Directory.CreateDirectory(_place.At(to));
        foreach (var file in Directory.GetFiles(_place.At(from)))
        {
            File.Copy(file, _place.At(to, Path.GetFileName(file)));
        }
        return to;
    }
}
