namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Parses what <c>set</c>, <c>for</c> and <c>with</c> assign to.</summary>
internal sealed class TargetParser(TokenStream tokens)
{
    /// <summary>One target or, where commas follow, several.</summary>
    /// <param name="inLoop">Whether the target is a loop's or inside one, where <c>loop</c> cannot be set.</param>
    /// <param name="allowsNamespace">Whether <c>ns.name</c> is a target.</param>
    public AssignTarget Parse(bool inLoop, bool allowsNamespace = false)
    {
        int position = tokens.Current.Position;
        var items = new List<AssignTarget>();
        bool sawComma;
        do
        {
            items.Add(tokens.TakeIfOperator("(")
                ? ParseRestOfParentheses(inLoop, allowsNamespace)
                : ParseName(inLoop, allowsNamespace));
            sawComma = tokens.TakeIfOperator(",");
        }
        while (sawComma && !IsEnd());

        return sawComma || items.Count > 1 ? new TupleTarget(position, items) : items[0];
    }

    private bool IsEnd() => tokens.Current.Kind == TokenKind.BlockEnd || tokens.Current.IsOperator(")");

    private AssignTarget ParseRestOfParentheses(bool inLoop, bool allowsNamespace)
    {
        NativeStack.Check();
        AssignTarget target = Parse(inLoop, allowsNamespace);
        tokens.ExpectOperator(")");
        return target;
    }

    private AssignTarget ParseName(bool inLoop, bool allowsNamespace)
    {
        Token name = tokens.Take();
        bool isConstant = name.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Float ||
            name is { Kind: TokenKind.Name, Text: "true" or "false" or "none" or "True" or "False" or "None" };
        if (name.Kind != TokenKind.Name || isConstant)
        {
            throw new JinjaException(isConstant
                ? "can't assign to 'const'"
                : $"Expected an expression, got '{name.Describe()}'", name.Position);
        }

        if (allowsNamespace && tokens.TakeIfOperator("."))
        {
            return new NamespaceTarget(name.Position, name.Text, tokens.Expect(TokenKind.Name).Text);
        }

        return inLoop && name.Text == "loop"
            ? throw new JinjaException("Can't assign to special loop variable in for-loop target", name.Position)
            : new NameTarget(name.Position, name.Text);
    }
}
