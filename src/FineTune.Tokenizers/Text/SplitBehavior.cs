namespace FineTune.Tokenizers.Text;

/// <summary>What becomes of the delimiter when a text is split at a pattern. On <c>the-final--countdown</c> split at <c>-</c>:</summary>
public enum SplitBehavior
{
    /// <summary><c>the | final | countdown</c></summary>
    Removed,

    /// <summary><c>the | - | final | - | - | countdown</c></summary>
    Isolated,

    /// <summary><c>the- | final- | - | countdown</c></summary>
    MergedWithPrevious,

    /// <summary><c>the | -final | - | -countdown</c></summary>
    MergedWithNext,

    /// <summary><c>the | - | final | -- | countdown</c></summary>
    Contiguous,
}
