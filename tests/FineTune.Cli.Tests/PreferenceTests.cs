using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>Preferences and recipes from the command line.</summary>
public sealed class PreferenceTests
{
    private static readonly string Config = Checkout.At("configs", "dpo-tiny.yaml");

    [Fact]
    public void The_shipped_pair_of_model_and_data_learns_what_is_preferred()
    {
        using var place = new TemporaryFolder();
        var result = Finetune.Run(
            place.Path, "train", Config, "--json", "--set", "training.num_train_epochs=1", "--set", "output.output_dir=run");
        var scores = result.Done().Json;
        Assert.Equal(Math.Log(2), (double)scores["baseline"]!["loss"]!, 1e-4);
        Assert.True((double)scores["test"]!["rewards/accuracies"]! > 0.8, result.Out);
        Assert.True((double)scores["validation"]!["loss"]! < Math.Log(2));
        Assert.Contains("\"rewards/margins\":", File.ReadLines(place.At("run", "metrics.jsonl")).ElementAt(1));
        var again = Finetune.Run(place.Path, "eval", "run", "--json").Done().Json;
        Assert.Equal((double)scores["test"]!["loss"]!, (double)again["loss"]!, 1e-4);
    }

    [Fact]
    public void A_run_that_goes_on_from_an_adapter_is_compared_with_that_adapter()
    {
        using var place = new TemporaryFolder();
        string[] steps = ["--set", "training.max_steps=4", "--set", "dataset.max_samples=32", "--json"];
        Finetune.Run(place.Path, ["train", Config, "--set", "output.output_dir=first", .. steps]).Done();
        var second = Finetune.Run(
            place.Path,
            ["train", Config, "--set", "output.output_dir=second", "--set", $"model.adapter_name_or_path={place.At("first")}", .. steps]);
        Assert.Equal(Math.Log(2), (double)second.Done().Json["baseline"]!["loss"]!, 1e-4);
        Assert.Contains("a copy of the adapter as it starts", second.Error);
    }

    [Theory]
    [InlineData("task.loss_type=sigmod", "'sigmod' is no loss of task dpo", "did you mean 'sigmoid'?")]
    [InlineData("task.beta=0", "task.beta", "0")]
    [InlineData("task.beta=-0.1", "task.beta", "-0.1")]
    [InlineData("task.simpo_gamma=1", "task dpo does not heed this; cpo, simpo do", "remove simpo_gamma")]
    [InlineData("task.loss_weights=[1,2]", "there are 2 weights for 1 losses", "give as many weights")]
    [InlineData("dataset.packing=true", "preferences are packed without it", "remove packing")]
    public void A_setting_that_makes_no_sense_is_refused_with_its_fix(string set, string problem, string fix)
    {
        using var place = new TemporaryFolder();
        var result = Finetune.Inside(place.Path, "validate", Config, "--set", set);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Error);
        Assert.Contains(fix, result.Error);
    }

    [Fact]
    public void A_kto_batch_of_one_is_refused()
    {
        using var place = new TemporaryFolder();
        var result = Finetune.Inside(
            place.Path, "validate", Checkout.At("configs", "kto-tiny.yaml"), "--set", "training.per_device_train_batch_size=1");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("a batch of one has no other", result.Error);
    }

    [SkippableFact]
    public void A_reference_of_another_vocabulary_is_refused()
    {
        var other = Checkout.At("..", "shared", "models", "stories260K");
        Skip.IfNot(Directory.Exists(other), $"needs {other}");
        using var place = new TemporaryFolder();
        var result = Finetune.Inside(place.Path, "validate", Config, "--set", $"task.ref_model={other}");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("its vocabulary is another one", result.Error);
    }

    [Fact]
    public void A_recipe_runs_its_steps_once()
    {
        using var place = new TemporaryFolder();
        File.WriteAllText(place.At("recipe.yaml"), $$"""
            output_dir: out
            steps:
              - name: sft
                train: {{Checkout.At("configs", "sft-tiny.yaml")}}
                set: [training.max_steps=2, dataset.max_samples=32, export.merged=true]
              - name: dpo
                train: {{Config}}
                set: [training.max_steps=2, dataset.max_samples=32, "model.model_name_or_path=${steps.sft.merged}"]
              - name: score
                evaluate: ${steps.dpo.output_dir}
              - name: whole
                merge: ${steps.dpo.result}
              - name: half
                export: ${steps.whole.output}
                dtype: float16
            """);
        var first = Finetune.Run(place.Path, "run", "recipe.yaml", "--json").Done();
        Assert.All(first.Json.AsArray(), step => Assert.False((bool)step!["skipped"]!));
        Assert.True(File.Exists(place.At("out", "half", "model.safetensors")));
        Assert.True(File.Exists(place.At("out", "score.json")));
        var second = Finetune.Run(place.Path, "run", "recipe.yaml", "--json").Done();
        Assert.All(second.Json.AsArray(), step => Assert.True((bool)step!["skipped"]!));
    }

    [Theory]
    [InlineData("evaluate: ${steps.sfx.result}", "names no step before it; there are sft", "did you mean 'sft'?")]
    [InlineData("evaluate: ${steps.sft.resutl}", "step 'sft' leaves output_dir, result, merged", "did you mean 'result'?")]
    [InlineData("dtype: float16", "does nothing", "exactly one of train, evaluate, merge and export")]
    public void A_recipe_that_cannot_run_is_refused_before_its_first_step(string step, string problem, string fix)
    {
        using var place = new TemporaryFolder();
        File.WriteAllText(
            place.At("recipe.yaml"),
            $"output_dir: out\nsteps:\n  - name: sft\n    train: {Config}\n  - name: next\n    {step}\n");
        var result = Finetune.Inside(place.Path, "run", "recipe.yaml");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Error);
        Assert.Contains(fix, result.Error);
        Assert.False(Directory.Exists(place.At("out")));
    }
}
