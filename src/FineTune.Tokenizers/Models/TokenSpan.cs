using System.Runtime.InteropServices;

namespace FineTune.Tokenizers.Models;

/// <summary>A token that a model found in a piece.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">Its first byte within the piece.</param>
/// <param name="End">Its end within the piece, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenSpan(int Id, int Start, int End);
