namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Finds what is wrong with a whole tree before anything walks it recursively.</summary>
internal static class TreeCheck
{
    // Deep enough for any real template, shallow enough for the stack of any thread.
    private const int MaxDepth = 300;

    /// <summary>Faults on nodes that can never run and on trees nested too deeply to run.</summary>
    public static void Run(Node root)
    {
        var open = new Stack<(Node Node, int Depth, bool IsConditional)>();
        open.Push((root, 0, false));
        while (open.TryPop(out (Node Node, int Depth, bool IsConditional) entry))
        {
            (Node node, int depth, bool isConditional) = entry;
            if (depth > MaxDepth)
            {
                throw new JinjaException($"the template is nested more than {MaxDepth} deep", node.Position);
            }

            if (!isConditional && node.Fault is { } fault)
            {
                throw new JinjaException(fault.Message, node.Position);
            }

            isConditional |= node is IfStatement or ConditionalExpression;
            foreach (Node child in node.Children)
            {
                open.Push((child, depth + 1, isConditional));
            }
        }
    }
}
