using System.Runtime.InteropServices;

namespace FineTune.Tokenizers.Regexes;

/// <summary>One instruction of a compiled pattern.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RegexInstruction(RegexOp Op, int A = 0, int B = 0, int Limit = -1);
