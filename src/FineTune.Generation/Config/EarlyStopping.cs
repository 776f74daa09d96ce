namespace FineTune.Generation;

/// <summary>When a beam search ends for a prompt that has as many finished texts as beams.</summary>
public enum EarlyStopping
{
    /// <summary>When no running beam, at its present length, scores above the worst finished text: <c>false</c> in
    /// <c>generation_config.json</c>.</summary>
    Heuristic,

    /// <summary>At once: <c>true</c>.</summary>
    Always,

    /// <summary>When no running beam could come to score above the worst finished text: <c>"never"</c>.</summary>
    Never,
}
