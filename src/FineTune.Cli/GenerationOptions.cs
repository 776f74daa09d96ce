using System.CommandLine;
using System.Text.Json.Nodes;
using FineTune.Generation;

namespace FineTune.Cli;

/// <summary>The options of the verbs that generate: each is a key of <c>generation_config.json</c>.</summary>
internal sealed class GenerationOptions
{
    private readonly Option<bool> _greedy = new("--greedy")
    {
        Description = "Take the likeliest token each time.",
    };

    private readonly Option<long?> _seed = new("--seed")
    {
        Description = "Decides what is drawn; default 42. The same seed gives the same text for a prompt.",
    };

    private readonly Option<string[]> _stop = new("--stop")
    {
        Description = "A text that ends the generated text and is no part of it. May be given several times.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    // Any of these asks for sampling.
    private readonly Option[] _sampling =
    [
        Number("--temperature", "Draw at random, sharper below 1 and flatter above it."),
        Whole("--top-k", "Draw from this many likeliest tokens; 0 for all."),
        Number("--top-p", "Draw from the likeliest tokens whose probabilities exceed this sum, up to 1."),
        Number("--min-p", "Draw from tokens at least this share as likely as the likeliest."),
        Number("--typical-p", "Draw from the most typical tokens whose probabilities reach this sum."),
    ];

    private readonly Option[] _others =
    [
        Whole("--max-new-tokens", "Most tokens to generate."),
        Whole("--min-new-tokens", "No end before this many tokens."),
        Number("--repetition-penalty", "Above 1 makes tokens of prompt and text less likely."),
        Number("--presence-penalty", "Taken once from the logits of tokens generated before."),
        Number("--frequency-penalty", "Taken from the logits of tokens for each time they were generated."),
        Whole("--no-repeat-ngram-size", "No run of this many tokens occurs twice."),
    ];

    private readonly Option[] _several =
    [
        Whole("--num-beams", "Beams of a beam search."),
        Number("--length-penalty", "Above 0 favours long texts among beams."),
        Whole("--num-return-sequences", "Texts for each prompt."),
    ];

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="several">Whether it can give several texts for a prompt.</param>
    public void AddTo(Verb verb, bool several)
    {
        foreach (var option in _others.Concat([_greedy]).Concat(_sampling).Concat(several ? _several : []))
        {
            verb.Options.Add(option);
        }
        verb.Options.Add(_stop);
        verb.Options.Add(_seed);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(_greedy) is not null
                && Array.Find(_sampling, o => result.GetResult(o) is not null) is { } drawing)
            {
                result.AddError($"--greedy and {drawing.Name} contradict each other");
            }
        });
    }

    /// <summary>What the checkpoint says, changed by what the user says. An option of sampling turns it on.</summary>
    public GenerationConfig Apply(ParseResult arguments, GenerationConfig config)
    {
        var json = new JsonObject();
        foreach (var option in _sampling.Concat(_others).Concat(_several))
        {
            if (arguments.GetResult(option) is not null)
            {
                json[option.Name.TrimStart('-').Replace('-', '_')] = option is Option<int?> whole
                    ? (JsonNode?)arguments.GetValue(whole)
                    : (JsonNode?)arguments.GetValue((Option<double?>)option);
            }
        }
        if (arguments.GetValue(_greedy) || Array.Exists(_sampling, o => arguments.GetResult(o) is not null))
        {
            json["do_sample"] = !arguments.GetValue(_greedy);
        }
        var changed = GenerationConfigJson.Read(json, "the command line", config);
        return changed with
        {
            Seed = arguments.GetValue(_seed) ?? changed.Seed,
            StopStrings = [.. changed.StopStrings, .. arguments.GetValue(_stop)!],
        };
    }

    private static Option<int?> Whole(string name, string description) =>
        new(name) { Description = description, HelpName = "N" };

    private static Option<double?> Number(string name, string description) =>
        new(name) { Description = description, HelpName = "X" };
}
