using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>What to learn.</summary>
public sealed record TaskConfig : PreferenceConfig
{
    /// <summary>Labels of whole texts.</summary>
    public const string SequenceClassification = "sequence_classification";

    /// <summary>Answers to instructions.</summary>
    public const string Sft = "sft";

    /// <summary>Running text.</summary>
    public const string Pretrain = "pretrain";

    /// <summary>Pairs of answers, held to a reference.</summary>
    public const string Dpo = "dpo";

    /// <summary>Pairs of answers, contrasted.</summary>
    public const string Cpo = "cpo";

    /// <summary>Pairs of answers, by the mean of a token with a margin.</summary>
    public const string SimPo = "simpo";

    /// <summary>Pairs of answers, by their odds, with instruction tuning in one.</summary>
    public const string Orpo = "orpo";

    /// <summary>Answers that are good or bad, held to a reference.</summary>
    public const string Kto = "kto";

    /// <summary>A score of answers, from pairs of them.</summary>
    public const string Reward = "reward";

    /// <summary>The kind of task.</summary>
    [Description("The kind of task: labels of texts, answers to instructions (sft), running text (pretrain), pairs of a "
        + "better and a worse answer (dpo, cpo, simpo, orpo), good and bad answers (kto), or a reward model of pairs "
        + "(reward).")]
    [AllowedValues(SequenceClassification, Sft, Pretrain, Dpo, Cpo, SimPo, Orpo, Kto, Reward)]
    public string Type { get; init; } = SequenceClassification;

    /// <summary>What the labels are; null goes by the training data.</summary>
    [Description("What the labels are; default: lists are several labels, fractions are regression, else one label.")]
    [AllowedValues("single_label_classification", "multi_label_classification", "regression")]
    public string? ProblemType { get; init; }

    /// <summary>Whether a decoder is trained to write.</summary>
    internal bool IsLanguageModel => Type is Sft or Pretrain || IsPreference;

    /// <summary>Whether a decoder learns from preferences.</summary>
    internal bool IsPreference => LearnsPairs || Type == Kto;

    /// <summary>Whether a decoder learns from pairs of answers.</summary>
    internal bool LearnsPairs => Type is Dpo or Cpo or SimPo or Orpo;

    /// <summary>Whether a policy is held to a reference.</summary>
    internal bool UsesReference => Type == Kto || (Type == Dpo && !ReferenceFree);

    /// <summary>The task on pairs, with every default filled in.</summary>
    internal PreferenceRule Rule() => Type switch
    {
        Cpo => PreferenceRule.Cpo(this),
        SimPo => PreferenceRule.SimPo(this),
        Orpo => PreferenceRule.Orpo(this),
        _ => PreferenceRule.Dpo(this),
    };
}
