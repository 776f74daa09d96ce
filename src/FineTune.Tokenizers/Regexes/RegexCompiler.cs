using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Turns a pattern's tree into instructions.</summary>
internal sealed class RegexCompiler
{
    private const int MostInstructions = 200_000;

    private readonly List<RegexInstruction> _code = [];
    private readonly List<CodePointRanges> _sets = [];
    private int _slots;

    private RegexCompiler(RegexNode node)
    {
        _slots = 2 * (1 + LargestGroup(node));
        Emit(node);
        Add(new RegexInstruction(RegexOp.Match));
    }

    /// <summary>Compiles <paramref name="node"/>.</summary>
    public static RegexProgram Compile(RegexNode node)
    {
        var compiler = new RegexCompiler(node);
        return new RegexProgram([.. compiler._code], [.. compiler._sets], compiler._slots);
    }

    private void Emit(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Set set:
                Add(new RegexInstruction(RegexOp.Set, SetIndex(set.Members)));
                break;
            case RegexNode.Sequence sequence:
                foreach (var item in sequence.Items)
                    Emit(item);
                break;
            case RegexNode.Alternation alternation:
                EmitAlternation(alternation.Items);
                break;
            case RegexNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case RegexNode.Capture capture:
                Add(new RegexInstruction(RegexOp.Save, 2 * capture.Index));
                Emit(capture.Item);
                Add(new RegexInstruction(RegexOp.Save, (2 * capture.Index) + 1));
                break;
            case RegexNode.Atomic atomic:
                EmitPart(RegexOp.Atomic, atomic.Item);
                break;
            case RegexNode.Look look:
                EmitLook(look);
                break;
            case RegexNode.Anchor anchor:
                Add(new RegexInstruction(RegexOp.Anchor, (int)anchor.Kind));
                break;
            case RegexNode.Cluster:
                Add(new RegexInstruction(RegexOp.Cluster));
                break;
            case RegexNode.BackReference reference:
                Add(new RegexInstruction(RegexOp.BackReference, 2 * reference.Index));
                break;
        }
    }

    private void EmitAlternation(IReadOnlyList<RegexNode> items)
    {
        List<int> jumps = [];
        for (var i = 0; i < items.Count - 1; i++)
        {
            var split = Add(default);
            Emit(items[i]);
            jumps.Add(Add(default));
            _code[split] = new RegexInstruction(RegexOp.Split, split + 1, _code.Count);
        }
        Emit(items[^1]);
        foreach (var jump in jumps)
            _code[jump] = new RegexInstruction(RegexOp.Jump, _code.Count);
    }

    private void EmitRepeat(RegexNode.Repeat repeat)
    {
        if (repeat.Greed == Greed.Possessive)
        {
            if (repeat.Item is RegexNode.Set set)
                Add(new RegexInstruction(RegexOp.PossessiveSet, SetIndex(set.Members), repeat.Min, repeat.Max));
            else
                EmitPart(RegexOp.Atomic, repeat with { Greed = Greed.Greedy });
            return;
        }
        for (var i = 0; i < repeat.Min; i++)
            Emit(repeat.Item);
        if (repeat.Max < 0)
            EmitLoop(repeat);
        else
            EmitOptional(repeat, repeat.Max - repeat.Min);
    }

    private void EmitLoop(RegexNode.Repeat repeat)
    {
        var split = Add(default);
        var canBeEmpty = CanBeEmpty(repeat.Item);
        var slot = canBeEmpty ? _slots++ : 0;
        if (canBeEmpty)
            Add(new RegexInstruction(RegexOp.Save, slot));
        Emit(repeat.Item);
        if (canBeEmpty)
            Add(new RegexInstruction(RegexOp.Progress, slot));
        Add(new RegexInstruction(RegexOp.Jump, split));
        _code[split] = Choice(split + 1, _code.Count, repeat.Greed);
    }

    private void EmitOptional(RegexNode.Repeat repeat, int count)
    {
        List<int> splits = [];
        for (var i = 0; i < count; i++)
        {
            splits.Add(Add(default));
            Emit(repeat.Item);
        }
        foreach (var split in splits)
            _code[split] = Choice(split + 1, _code.Count, repeat.Greed);
    }

    private void EmitLook(RegexNode.Look look)
    {
        if (!look.Behind && look.Item is RegexNode.Set set)
        {
            Add(new RegexInstruction(RegexOp.LookSet, SetIndex(set.Members), look.Negative ? 1 : 0));
            return;
        }
        EmitPart(
            (look.Behind, look.Negative) switch
            {
                (false, false) => RegexOp.LookAhead,
                (false, true) => RegexOp.NotAhead,
                (true, false) => RegexOp.LookBehind,
                (true, true) => RegexOp.NotBehind,
            },
            look.Item,
            look.Behind ? RegexLengths.Of(look.Item) : default);
    }

    /// <summary>Emits an instruction that runs the instructions behind it as a pattern of its own.</summary>
    private void EmitPart(RegexOp op, RegexNode item, (int Min, int Max) lengths = default)
    {
        var start = Add(default);
        Emit(item);
        Add(new RegexInstruction(RegexOp.Match));
        _code[start] = new RegexInstruction(op, lengths.Min, _code.Count, lengths.Max);
    }

    private static RegexInstruction Choice(int item, int exit, Greed greed) => greed == Greed.Lazy
        ? new RegexInstruction(RegexOp.Split, exit, item)
        : new RegexInstruction(RegexOp.Split, item, exit);

    private int Add(RegexInstruction instruction)
    {
        if (_code.Count == MostInstructions)
            throw new RegexSyntaxException("the pattern is too large once its repetitions are written out", 0);
        _code.Add(instruction);
        return _code.Count - 1;
    }

    private int SetIndex(CodePointRanges set)
    {
        _sets.Add(set);
        return _sets.Count - 1;
    }

    private static bool CanBeEmpty(RegexNode node) => node switch
    {
        RegexNode.Set or RegexNode.Cluster => false,
        RegexNode.Sequence sequence => sequence.Items.All(CanBeEmpty),
        RegexNode.Alternation alternation => alternation.Items.Any(CanBeEmpty),
        RegexNode.Repeat repeat => repeat.Min == 0 || CanBeEmpty(repeat.Item),
        RegexNode.Capture capture => CanBeEmpty(capture.Item),
        RegexNode.Atomic atomic => CanBeEmpty(atomic.Item),
        _ => true,
    };

    private static int LargestGroup(RegexNode node) => node switch
    {
        RegexNode.Sequence sequence => sequence.Items.Select(LargestGroup).DefaultIfEmpty().Max(),
        RegexNode.Alternation alternation => alternation.Items.Select(LargestGroup).Max(),
        RegexNode.Repeat repeat => LargestGroup(repeat.Item),
        RegexNode.Capture capture => Math.Max(capture.Index, LargestGroup(capture.Item)),
        RegexNode.Atomic atomic => LargestGroup(atomic.Item),
        RegexNode.Look look => LargestGroup(look.Item),
        RegexNode.BackReference reference => reference.Index,
        _ => 0,
    };
}
