namespace FineTune.Recipes;

/// <summary>The facts at the start of a run.</summary>
internal static class RunFacts
{
    /// <summary>Tells what is trained.</summary>
    public static void Tell(RunConfig config, TunedModel model, IRunConsole console)
    {
        var parameters = model.Parameters;
        var share = 100.0 * parameters.TrainableCount / parameters.TotalCount;
        var dtype = DeviceChoice.DType(config.Training.Precision, model.Device);
        var kept = config.Model.LoadIn4Bit ? ", frozen layers in NF4" : config.Model.LoadIn8Bit ? ", frozen layers in 8 bits" : "";
        console.Fact("model", $"{model.BaseModel} ({model.Entry.ModelType}, {dtype}{kept}, {model.Device})");
        if (kept.Length > 0)
        {
            var frozen = parameters.Base.Where(p => !p.Trainable).ToList();
            console.Fact(
                "frozen weights", $"{frozen.Sum(p => p.Bytes) / 1e6:N1} MB; {frozen.Sum(p => p.Count) * 2 / 1e6:N1} MB in bfloat16");
        }
        if (config.Model.AddedTokens is { Count: > 0 } added)
        {
            console.Fact(
                "added tokens", string.Join(", ", added.Select(t => $"'{t.Content}' {model.Tokenizer.TokenToId(t.Content)}")));
        }
        console.Fact("adapter", model.Adapter is null ? "none: every parameter is trained" : config.Peft.PeftType);
        if (model.Adapter is not null && AdapterChoice.BaseNote(model.Adapter.Config) is { } note)
        {
            console.Fact("belongs to", note);
        }
        console.Fact(
            "parameters", $"{parameters.TrainableCount:N0} trainable of {parameters.TotalCount:N0} ({share:F2} %)");
        if (parameters.FreshModules is { Count: > 0 } fresh)
        {
            console.Notice(
                $"the checkpoint has no {string.Join(", ", fresh)}: freshly initialised, trained, and saved whole");
        }
    }
}
