using System.Text.Json.Nodes;

namespace FineTune.Generation;

/// <summary>How text is generated. Names, meanings and defaults are those of transformers'
/// <c>generation_config.json</c>, except where a member says so.</summary>
public sealed record GenerationConfig
{
    /// <summary>How many tokens are generated at most where neither <see cref="MaxNewTokens"/> nor
    /// <see cref="MaxLength"/> is set. transformers stops at 20 tokens in all, which no one wants.</summary>
    public const int DefaultMaxNewTokens = 256;

    /// <summary>Most tokens to generate, 1 or more; null for what <see cref="MaxLength"/> leaves.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>Most tokens of prompt and generated text together; gives way to <see cref="MaxNewTokens"/>.</summary>
    public int? MaxLength { get; init; }

    /// <summary>No end before this many tokens are generated.</summary>
    public int MinNewTokens { get; init; }

    /// <summary>No end before prompt and generated text have this many tokens together.</summary>
    public int MinLength { get; init; }

    /// <summary>Whether tokens are drawn at random; if not, the likeliest is taken.</summary>
    public bool DoSample { get; init; }

    /// <summary>Logits are divided by it before drawing; above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Tokens are drawn from this many likeliest; 0 for all.</summary>
    public int TopK { get; init; } = 50;

    /// <summary>Tokens are drawn from the likeliest whose probabilities just exceed this sum, in (0, 1]; 1 for all
    /// (arXiv:1904.09751).</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Tokens less likely than this share of the likeliest one are not drawn, in [0, 1]; null for off
    /// (arXiv:2407.01082).</summary>
    public double? MinP { get; init; }

    /// <summary>Tokens are drawn from those nearest to the expected information content whose probabilities reach this
    /// sum, in (0, 1]; 1 for all (arXiv:2202.00666).</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Tokens less likely than this are not drawn, in [0, 1); 0 for off (arXiv:2210.15191).</summary>
    public double EpsilonCutoff { get; init; }

    /// <summary>Tokens less likely than this, or than a bound that falls with the entropy, are not drawn, in [0, 1); 0
    /// for off (arXiv:2210.15191).</summary>
    public double EtaCutoff { get; init; }

    /// <summary>Logits of tokens in the prompt or the text are divided by it if above 0 and multiplied if below; 1 for
    /// off (arXiv:1909.05858).</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken from the logits of tokens generated before, -2 to 2; 0 for off. Not in transformers; meaning and
    /// range are those of OpenAI's API and vLLM.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>Taken from the logits of tokens once for each time they were generated, -2 to 2; 0 for off. Not in
    /// transformers, as <see cref="PresencePenalty"/>.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>No run of this many tokens occurs twice in prompt and text; 0 for off.</summary>
    public int NoRepeatNgramSize { get; init; }

    /// <summary>Beams of a beam search; 1 for none.</summary>
    public int NumBeams { get; init; } = 1;

    /// <summary>A beam's log-probability is divided by its length to this power: above 0 favours long texts.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>When a beam search ends.</summary>
    public EarlyStopping EarlyStopping { get; init; }

    /// <summary>Texts for each prompt.</summary>
    public int NumReturnSequences { get; init; } = 1;

    /// <summary>Whether scores are made log-probabilities again after everything was done to them.</summary>
    public bool RenormalizeLogits { get; init; }

    /// <summary>Runs of tokens that are never completed; each at least one id.</summary>
    public IReadOnlyList<IReadOnlyList<int>> BadWordsIds { get; init; } = [];

    /// <summary>Tokens that are never generated.</summary>
    public IReadOnlyList<int> SuppressTokens { get; init; } = [];

    /// <summary>Tokens that do not begin a text.</summary>
    public IReadOnlyList<int> BeginSuppressTokens { get; init; } = [];

    /// <summary>Tokens that end a text; any of them does.</summary>
    public IReadOnlyList<int> EosTokenIds { get; init; } = [];

    /// <summary>The token that begins a text.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>The token that other tools fill rows up with; nothing is filled up here.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Texts that end a generated text when they occur in it; they are not part of it.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Whether keys and values of earlier tokens are kept. Without it everything is computed anew for each
    /// token: much slower, and equal.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Decides what is drawn. The same seed gives the same text for a prompt, whatever is generated beside it.
    /// Not part of the file.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>What else a file held, to be written back.</summary>
    internal JsonObject Others { get; init; } = [];

    /// <summary>How many tokens may follow a prompt.</summary>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="maxPositions">What the model can take in all.</param>
    internal int Budget(int promptTokens, int maxPositions)
    {
        var wanted = MaxNewTokens ?? (MaxLength is { } length ? length - promptTokens : DefaultMaxNewTokens);
        return Math.Min(wanted, maxPositions - promptTokens);
    }
}
