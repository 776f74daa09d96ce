namespace FineTune.Tokenizers.Regexes;

/// <summary>Builds the automaton of a pattern that needs no more than sets, choices and conditions on the next code point.</summary>
internal sealed class RegexAutomatonBuilder
{
    private const int MostStates = 2_000;
    private const int MostInstructions = 2_000;
    private const int MostClasses = 255;

    private readonly IReadOnlyList<RegexInstruction> _code;
    private readonly RegexClasses _classes;
    private readonly Dictionary<string, int> _stateOf = [];
    private readonly List<int[]> _states = [];
    private readonly List<int> _steps = [];
    private readonly bool[] _seenNow;
    private readonly bool[] _seenNext;

    private RegexAutomatonBuilder(RegexProgram program, RegexClasses classes)
    {
        _code = program.Instructions;
        _classes = classes;
        _seenNow = new bool[_code.Count];
        _seenNext = new bool[_code.Count];
    }

    /// <summary>Builds the automaton, or returns null where the pattern asks for more than one can do.</summary>
    public static RegexAutomaton? TryBuild(RegexProgram program)
    {
        if (program.Instructions.Count > MostInstructions || !program.Instructions.All(i => IsSupported(i.Op)))
            return null;
        var classes = RegexClasses.Of(program.Sets);
        return classes.Count <= MostClasses ? new RegexAutomatonBuilder(program, classes).Build() : null;
    }

    private static bool IsSupported(RegexOp op) =>
        op is RegexOp.Set or RegexOp.Split or RegexOp.Jump or RegexOp.Save or RegexOp.LookSet or RegexOp.Match;

    private RegexAutomaton? Build()
    {
        StateOf([]);
        List<int> start = [];
        Close(0, start, _seenNext);
        StateOf(start);
        for (var state = 0; state < _states.Count; state++)
        {
            // The class behind the last stands for the end of the text.
            for (var next = 0; next <= _classes.Count; next++)
                _steps.Add(Step(_states[state], next));
            if (_states.Count > MostStates)
                return null;
        }
        return new RegexAutomaton(_classes.Table, [.. _steps], _classes.Count + 1);
    }

    /// <summary>Takes one code point of class <paramref name="next"/>: twice the new state, plus 1 if a match ends before it.</summary>
    private int Step(int[] state, int next)
    {
        Array.Clear(_seenNow);
        Array.Clear(_seenNext);
        List<int> alive = [];
        var matched = false;
        foreach (var place in state)
        {
            if (Advance(place, next, alive))
            {
                // What comes later in the list is a worse choice than this match.
                matched = true;
                break;
            }
        }
        return (StateOf(alive) << 1) | (matched ? 1 : 0);
    }

    /// <summary>Goes on from <paramref name="place"/> with a code point of class <paramref name="next"/>.</summary>
    /// <returns>Whether the pattern has matched there, before that code point.</returns>
    private bool Advance(int place, int next, List<int> alive)
    {
        var instruction = _code[place];
        switch (instruction.Op)
        {
            case RegexOp.Match:
                return true;
            case RegexOp.Set:
                if (_classes.IsIn(instruction.A, next))
                    Close(place + 1, alive, _seenNext);
                return false;
            default:
                if (_classes.IsIn(instruction.A, next) == (instruction.B == 1))
                    return false;
                List<int> behind = [];
                Close(place + 1, behind, _seenNow);
                return behind.Exists(p => Advance(p, next, alive));
        }
    }

    /// <summary>Collects the places that can be reached from <paramref name="place"/> without taking anything, best first.</summary>
    private void Close(int place, List<int> places, bool[] seen)
    {
        Stack<int> open = new([place]);
        while (open.TryPop(out var at))
        {
            if (seen[at])
                continue;
            seen[at] = true;
            var instruction = _code[at];
            switch (instruction.Op)
            {
                case RegexOp.Jump:
                    open.Push(instruction.A);
                    break;
                case RegexOp.Split:
                    open.Push(instruction.B);
                    open.Push(instruction.A);
                    break;
                case RegexOp.Save:
                    open.Push(at + 1);
                    break;
                default:
                    places.Add(at);
                    break;
            }
        }
    }

    private int StateOf(List<int> places)
    {
        var key = string.Join(',', places);
        if (_stateOf.TryGetValue(key, out var state))
            return state;
        _states.Add([.. places]);
        return _stateOf[key] = _states.Count - 1;
    }
}
