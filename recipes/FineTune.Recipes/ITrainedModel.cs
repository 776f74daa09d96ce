namespace FineTune.Recipes;

/// <summary>A trained model of any task, ready to use.</summary>
public interface ITrainedModel : IDisposable
{
    /// <summary>The path it was opened by.</summary>
    string Path { get; }

    /// <summary>The model with all that its files are written from.</summary>
    TunedModel Tuned { get; }

    /// <summary>The logits of texts, in order: of a classifier's labels, or of the token that follows.</summary>
    IReadOnlyList<float[]> LogitsOf(IReadOnlyList<string> texts);
}
