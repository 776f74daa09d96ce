using System.Runtime.InteropServices;

namespace FineTune.Tokenizers;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Its first position.</param>
/// <param name="End">The position behind its last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>How many positions it covers.</summary>
    public int Length => End - Start;
}
