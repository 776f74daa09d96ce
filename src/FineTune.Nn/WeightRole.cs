namespace FineTune.Nn;

/// <summary>What a tensor of the base architecture is for.</summary>
internal enum WeightRole
{
    /// <summary>Nothing of the others.</summary>
    Other,

    /// <summary>Scale or shift of a normalisation layer.</summary>
    Norm,

    /// <summary>The matrix of a linear layer other than the one over the vocabulary.</summary>
    Linear,

    /// <summary>The matrix of the layer over the vocabulary, with a row for each token.</summary>
    Output,

    /// <summary>The bias of the layer over the vocabulary, with a number for each token.</summary>
    OutputBias,

    /// <summary>The table of the tokens that enter the model, with a row for each.</summary>
    TokenTable,
}
