namespace FineTune.Tokenizers.PostProcessors;

/// <summary>One item of an encoding under assembly: a whole sequence, or one special token.</summary>
/// <param name="Sequence">0 for the text, 1 for the text pair, -1 for a special token.</param>
/// <param name="TypeId">The type id of its tokens.</param>
/// <param name="Id">The special token's id.</param>
/// <param name="Token">The special token.</param>
internal readonly record struct PlanStep(int Sequence, int TypeId, int Id = 0, string Token = "")
{
    /// <summary>Whether this is a special token.</summary>
    public bool IsSpecial => Sequence < 0;

    /// <summary>The step for a special token.</summary>
    public static PlanStep Special(string token, int id, int typeId) => new(-1, typeId, id, token);
}
