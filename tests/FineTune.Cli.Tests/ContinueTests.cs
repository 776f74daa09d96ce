namespace FineTune.Cli.Tests;

/// <summary>Training that goes on from an adapter, whose settings take the place of the config's.</summary>
public sealed class ContinueTests : IDisposable
{
    private const string Lora = "peft:\n  r: 4\n  lora_dropout: 0.1\n  target_modules: all-linear";

    private readonly ChatPlace _place = new();

    [Theory]
    [InlineData("PROMPT_TUNING", "0.01")]
    [InlineData("P_TUNING", "0.001")]
    public void A_prompts_length_and_learning_rate_come_with_it(string method, string rate)
    {
        var config = ChatPlace.Config.Replace("export:\n  merged: true\n", "", StringComparison.Ordinal)
            .Replace("  learning_rate: 5e-3\n", "", StringComparison.Ordinal);
        _place.Write("prompt.yaml", config.Replace(
            Lora, $"peft:\n  peft_type: {method}\n  num_virtual_tokens: 6", StringComparison.Ordinal));
        _place.Write("more.yaml", config.Replace(Lora, "", StringComparison.Ordinal));
        Train("prompt.yaml", "first");
        string[] start = ["--set", $"model.adapter_name_or_path={_place.At("first")}"];
        var more = Train("more.yaml", "second", start).Json;

        var resolved = File.ReadAllText(_place.At("second", "config.yaml"));
        Assert.Contains($"peft_type: {method}\n", resolved);
        Assert.Contains("num_virtual_tokens: 6\n", resolved);
        Assert.Contains($"learning_rate: {rate}\n", resolved);
        var before = _place.Inside("eval", "first", "--json").Done().Json;
        Assert.Equal((double)before["loss"]!, (double)more["baseline"]!["loss"]!, 4);
        var after = _place.Inside("eval", "second", "--json").Done().Json;
        Assert.Equal((double)more["validation"]!["loss"]!, (double)after["loss"]!, 4);

        _place.Inside(["train", "prompt.yaml", .. start, .. Set("third", "peft.num_virtual_tokens=4")]).Refused(
            "num_virtual_tokens", "this is 4, but 6 in the adapter that the run goes on from", "remove num_virtual_tokens");
        _place.Inside(["train", "more.yaml", .. start, .. Set("third", "peft.peft_type=LORA")]).Refused(
            $"this is LORA, but {method} in the adapter", "remove peft_type");
        Assert.False(Directory.Exists(_place.At("third")));
    }

    [Fact]
    public void An_adapter_that_is_not_there_is_told()
    {
        _place.Inside(["train", "config.yaml", .. Set("run", $"model.adapter_name_or_path={_place.At("train.jsonl")}")])
            .Refused("is not an adapter folder");
    }

    [Fact]
    public void A_classifier_goes_on_with_the_adapter_and_the_head_that_it_has()
    {
        using var place = new Workplace();
        place.Inside(["train", "config.yaml", .. Set("first", "training.max_steps=2", "export.merged=false")]).Done();
        string[] start = ["--set", $"model.adapter_name_or_path={place.At("first")}"];
        var second = place.Inside(
            ["train", "config.yaml", "--json", .. Set("second", "training.max_steps=2", "export.merged=false"), .. start]).Done().Json;
        var before = place.Inside("eval", "first", "--data", "validation.jsonl", "--json").Done().Json;
        Assert.Equal((double)before["loss"]!, (double)second["baseline"]!["loss"]!, 4);

        var config = place.At("first", "adapter", "config.json");
        File.WriteAllText(config, File.ReadAllText(config)
            .Replace("\"negative\"", "\"bad\"", StringComparison.Ordinal));
        place.Inside(["train", "config.yaml", .. Set("third"), .. start]).Refused(
            "was trained on the labels bad, positive, but the data's are negative, positive", "start a fresh adapter");
    }

    public void Dispose() => _place.Dispose();

    private static IEnumerable<string> Set(string folder, params IReadOnlyList<string> set) =>
        Workplace.Set([$"output.output_dir={folder}", .. set]);

    private CliResult Train(string config, string folder, params IReadOnlyList<string> more) =>
        _place.Inside(["train", config, "--json", .. Set(folder), .. more]).Done();
}
