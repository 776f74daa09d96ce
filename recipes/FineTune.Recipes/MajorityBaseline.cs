using FineTune.Data;

namespace FineTune.Recipes;

/// <summary>What always answering the most frequent training label would score.</summary>
internal static class MajorityBaseline
{
    /// <summary>Scores a part; null where rows do not have exactly one label.</summary>
    public static IReadOnlyDictionary<string, double>? Score(ClassificationData data, ClassificationSplit? part)
    {
        if (part is null || data.Type != ProblemType.SingleLabelClassification)
        {
            return null;
        }
        var majority = data.Train.Labels.Ids.CountBy(id => id).MaxBy(c => c.Value).Key;
        return new Dictionary<string, double>
        {
            ["accuracy"] = part.Labels.Ids.Count(id => id == majority) / (double)part.Labels.Ids.Length,
        };
    }
}
