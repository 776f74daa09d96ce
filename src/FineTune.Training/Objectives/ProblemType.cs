namespace FineTune.Training;

/// <summary>What the labels of sequence classification are (transformers' <c>problem_type</c>).</summary>
public enum ProblemType
{
    /// <summary>One of several classes.</summary>
    SingleLabelClassification,

    /// <summary>Any subset of the classes.</summary>
    MultiLabelClassification,

    /// <summary>One or more real numbers.</summary>
    Regression,
}
