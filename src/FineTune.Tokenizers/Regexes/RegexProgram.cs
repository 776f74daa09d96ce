using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>A pattern as instructions, run by <see cref="RegexBacktracker"/> or turned into a <see cref="RegexAutomaton"/>.</summary>
/// <param name="Instructions">The instructions; the pattern begins at the first.</param>
/// <param name="Sets">The sets that instructions refer to.</param>
/// <param name="SlotCount">How many places are noted while matching.</param>
internal sealed record RegexProgram(
    IReadOnlyList<RegexInstruction> Instructions, IReadOnlyList<CodePointRanges> Sets, int SlotCount);
