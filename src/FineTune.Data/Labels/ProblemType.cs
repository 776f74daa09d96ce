namespace FineTune.Data;

/// <summary>What a sequence classifier learns; the names in configs are transformers' <c>problem_type</c>.</summary>
public enum ProblemType
{
    /// <summary>Each row has exactly one of several labels: cross-entropy.</summary>
    SingleLabelClassification,

    /// <summary>Each row has any number of labels: binary cross-entropy for each.</summary>
    MultiLabelClassification,

    /// <summary>Each row has a number: mean squared error.</summary>
    Regression,
}
