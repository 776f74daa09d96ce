using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Runs a compiled pattern by trying alternatives in order: for the patterns that an automaton cannot do.</summary>
internal sealed class RegexBacktracker
{
    private readonly RegexInstruction[] _code;
    private readonly CodePointSet[] _sets;
    private readonly int _slotCount;

    /// <summary>Prepares <paramref name="program"/>.</summary>
    public RegexBacktracker(RegexProgram program)
    {
        _code = [.. program.Instructions];
        _sets = [.. program.Sets.Select(set => set.ToSet())];
        _slotCount = program.SlotCount;
    }

    /// <summary>The end of the match that begins at <paramref name="start"/>, or -1.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the match has to begin.</param>
    /// <param name="searchStart">Where the search began, for <c>\G</c>.</param>
    /// <exception cref="TokenizerException">Trying takes too long.</exception>
    public int MatchAt(ReadOnlySpan<byte> text, int start, int searchStart)
    {
        Span<int> slots = _slotCount <= 64 ? stackalloc int[_slotCount] : new int[_slotCount];
        slots.Fill(-1);
        var run = new Run(text, slots, searchStart);
        return Try(ref run, 0, start, mustEnd: -1);
    }

    /// <summary>The state of one match, parts of patterns included.</summary>
    private ref struct Run(ReadOnlySpan<byte> text, Span<int> slots, int searchStart)
    {
        /// <summary>A pattern that needs more steps than this on one match is hostile or hopeless.</summary>
        private const int MostSteps = 20_000_000;

        public readonly ReadOnlySpan<byte> Text = text;
        public readonly Span<int> Slots = slots;
        public readonly int SearchStart = searchStart;
        private readonly Stack<(int Place, int At, int Value)> _choices = new();
        private int _steps;

        /// <summary>How many choices are open.</summary>
        public readonly int Depth => _choices.Count;

        public void CountStep()
        {
            if (++_steps > MostSteps)
                throw TokenizerException.RegexTooSlow(Text.Length);
        }

        /// <summary>Notes another way to go on.</summary>
        public readonly void Choose(int place, int at) => _choices.Push((place, at, 0));

        /// <summary>Sets a slot so that going back undoes it.</summary>
        public readonly void Save(int slot, int at)
        {
            _choices.Push((-1, slot, Slots[slot]));
            Slots[slot] = at;
        }

        /// <summary>Goes back to the last open choice above <paramref name="depth"/>.</summary>
        public readonly bool TryBacktrack(int depth, out int place, out int at)
        {
            while (_choices.Count > depth)
            {
                (place, at, var value) = _choices.Pop();
                if (place >= 0)
                    return true;
                Slots[at] = value;
            }
            (place, at) = (-1, -1);
            return false;
        }

        /// <summary>Forgets the open choices above <paramref name="depth"/>, but not how to undo slots.</summary>
        public readonly void Commit(int depth)
        {
            Stack<(int, int, int)> undo = new();
            while (_choices.Count > depth)
            {
                var choice = _choices.Pop();
                if (choice.Place < 0)
                    undo.Push(choice);
            }
            while (undo.TryPop(out var choice))
                _choices.Push(choice);
        }
    }

    private int Try(ref Run run, int place, int at, int mustEnd)
    {
        var depth = run.Depth;
        while (true)
        {
            run.CountStep();
            var instruction = _code[place];
            if (instruction.Op == RegexOp.Match)
            {
                if (mustEnd < 0 || at == mustEnd)
                {
                    run.Commit(depth);
                    return at;
                }
            }
            else if (Step(ref run, instruction, ref place, ref at))
            {
                continue;
            }
            if (!run.TryBacktrack(depth, out place, out at))
                return -1;
        }
    }

    /// <summary>Carries out one instruction; false means: it failed here.</summary>
    private bool Step(ref Run run, RegexInstruction instruction, ref int place, ref int at)
    {
        switch (instruction.Op)
        {
            case RegexOp.Set:
                if (at == run.Text.Length || !_sets[instruction.A].Contains(CodePoint.Read(run.Text, at, out var length)))
                    return false;
                at += length;
                break;
            case RegexOp.PossessiveSet:
                if (!TakeAll(run.Text, instruction, ref at))
                    return false;
                break;
            case RegexOp.Split:
                run.Choose(instruction.B, at);
                place = instruction.A;
                return true;
            case RegexOp.Jump:
                place = instruction.A;
                return true;
            case RegexOp.Save:
                run.Save(instruction.A, at);
                break;
            case RegexOp.Progress:
                if (run.Slots[instruction.A] == at)
                    return false;
                break;
            case RegexOp.Anchor:
                if (!Holds((AnchorKind)instruction.A, run.Text, at, run.SearchStart))
                    return false;
                break;
            case RegexOp.LookSet:
                var isIn = at < run.Text.Length && _sets[instruction.A].Contains(CodePoint.Read(run.Text, at, out _));
                if (isIn == (instruction.B == 1))
                    return false;
                break;
            case RegexOp.Cluster:
                if (at == run.Text.Length)
                    return false;
                at += Graphemes.LengthAt(run.Text, at);
                break;
            case RegexOp.BackReference:
                return TakeAgain(ref run, instruction.A, ref at) && ++place > 0;
            default:
                return StepOverPart(ref run, instruction, ref place, ref at);
        }
        place++;
        return true;
    }

    private bool StepOverPart(ref Run run, RegexInstruction instruction, ref int place, ref int at)
    {
        var part = place + 1;
        place = instruction.B;
        switch (instruction.Op)
        {
            case RegexOp.LookAhead:
                return Try(ref run, part, at, -1) >= 0;
            case RegexOp.NotAhead:
                return Try(ref run, part, at, -1) < 0;
            case RegexOp.LookBehind:
                return EndsHere(ref run, part, instruction, at);
            case RegexOp.NotBehind:
                return !EndsHere(ref run, part, instruction, at);
            default:
                at = Try(ref run, part, at, -1);
                return at >= 0;
        }
    }

    private bool EndsHere(ref Run run, int part, RegexInstruction look, int at)
    {
        var start = at;
        for (var count = 0; ; count++)
        {
            if (count >= look.A && Try(ref run, part, start, mustEnd: at) >= 0)
                return true;
            if (start == 0 || count == look.Limit)
                return false;
            do
                start--;
            while (CodePoint.IsContinuation(run.Text[start]));
        }
    }

    private bool TakeAll(ReadOnlySpan<byte> text, RegexInstruction loop, ref int at)
    {
        var count = 0;
        while (at < text.Length && count != loop.Limit
            && _sets[loop.A].Contains(CodePoint.Read(text, at, out var length)))
        {
            at += length;
            count++;
        }
        return count >= loop.B;
    }

    private static bool TakeAgain(ref Run run, int slot, ref int at)
    {
        var (start, end) = (run.Slots[slot], run.Slots[slot + 1]);
        if (start < 0 || end < start || !run.Text[at..].StartsWith(run.Text[start..end]))
            return false;
        at += end - start;
        return true;
    }

    private static bool Holds(AnchorKind anchor, ReadOnlySpan<byte> text, int at, int searchStart) => anchor switch
    {
        AnchorKind.LineStart => at == 0 || (at < text.Length && text[at - 1] == '\n'),
        AnchorKind.LineEnd => at == text.Length || text[at] == '\n',
        AnchorKind.TextStart => at == 0,
        AnchorKind.TextEnd => at == text.Length,
        AnchorKind.TextEndOrLastLineFeed => at == text.Length || (at == text.Length - 1 && text[at] == '\n'),
        AnchorKind.SearchStart => at == searchStart,
        AnchorKind.WordBoundary => IsWord(text, at - 1) != IsWord(text, at),
        _ => IsWord(text, at - 1) == IsWord(text, at),
    };

    /// <summary>Whether the code point that the byte at <paramref name="index"/> belongs to is a word character.</summary>
    private static bool IsWord(ReadOnlySpan<byte> text, int index)
    {
        if (index < 0 || index >= text.Length)
            return false;
        while (CodePoint.IsContinuation(text[index]))
            index--;
        return WordSet.Value.Contains(CodePoint.Read(text, index, out _));
    }

    private static readonly Lazy<CodePointSet> WordSet = new(() => UnicodeProperties.Word.ToSet());
}
