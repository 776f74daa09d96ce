namespace FineTune.Cli.Tests;

/// <summary>Training over quantised weights, from config to merged model.</summary>
public sealed class QuantizedRunTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("model.load_in_4bit=true", "NF4")]
    [InlineData("model.load_in_8bit=true", "8 bits")]
    public void A_run_over_quantised_weights_scores_again_as_it_did_and_merges_into_the_checkpoints_own(
        string setting, string told)
    {
        var run = _place.TrainWith(setting);
        Assert.Contains(told, run.Error);
        Assert.Contains("frozen weights", run.Error);

        var trained = _place.Inside("eval", "run", "--json").Done().Json;
        var adapter = _place.Inside("eval", "run/adapter", "--json").Done().Json;
        Assert.Equal((double)trained["loss"]!, (double)adapter["loss"]!, 6);
        // The merged one is of the unquantised weights: near, and not the same.
        var merged = _place.Inside("eval", "run/merged", "--json").Done().Json;
        Assert.NotEqual((double)trained["loss"]!, (double)merged["loss"]!);
        Assert.Equal((double)trained["loss"]!, (double)merged["loss"]!, 0.2);
        var again = _place.Inside("merge", "run", "--output", "again", "--json").Done().Json;
        Assert.InRange((double)again["largest_logit_difference"]!, 0, 0.01);
        Assert.Equal(
            File.ReadAllBytes(_place.At("run", "merged", "model.safetensors")),
            File.ReadAllBytes(_place.At("again", "model.safetensors")));
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_told_together()
    {
        _place.Inside(
                ["train", "config.yaml", .. Workplace.Set(
                    ["model.load_in_4bit=true", "model.load_in_8bit=true", "peft={peft_type: NONE}"])])
            .Refused("not both", "quantised weights cannot be trained");
        _place.Inside(["train", "config.yaml", .. Workplace.Set(["model.bnb_4bit_use_double_quant=false"])])
            .Refused("only load_in_4bit heeds this");
        _place.Inside(
                ["train", "config.yaml", .. Workplace.Set(
                    ["model.load_in_4bit=true", "model.bnb_4bit_quant_type=fp4"])])
            .Refused("nf4");
        Assert.False(Directory.Exists(_place.At("run")));
    }
}
