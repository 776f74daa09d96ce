namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Parses expressions, with Jinja's precedences: <c>if</c>, <c>or</c>, <c>and</c>, <c>not</c>, comparisons, <c>+ -</c>,
/// <c>~</c>, <c>* / // %</c>, <c>**</c>, signs.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream _tokens;
    private readonly SourceText _source;
    private readonly OperandParser _operands;

    public ExpressionParser(TokenStream tokens, SourceText source)
    {
        _tokens = tokens;
        _source = source;
        _operands = new OperandParser(tokens, this);
    }

    /// <summary>The parser of what operators stand between.</summary>
    public OperandParser Operands => _operands;

    /// <summary>An expression, or a tuple where commas follow.</summary>
    /// <param name="allowsConditional">
    /// Whether <c>a if b else c</c> may come; not where <c>if</c> means something else.
    /// </param>
    /// <param name="inParentheses">Whether nothing at all is an empty tuple.</param>
    public Expression ParseTuple(bool allowsConditional = true, bool inParentheses = false)
    {
        int position = _tokens.Current.Position;
        var items = new List<Expression>();
        bool isTuple = false;
        while (!IsTupleEnd())
        {
            items.Add(allowsConditional ? Parse() : ParseOr());
            if (!_tokens.Current.IsOperator(","))
            {
                break;
            }

            _tokens.Take();
            isTuple = true;
        }

        if (!isTuple && items.Count == 1)
        {
            return items[0];
        }

        if (!isTuple && !inParentheses)
        {
            throw new JinjaException($"Expected an expression, got '{_tokens.Current.Describe()}'", position);
        }

        return new SequenceExpression(position, items, isTuple: true);
    }

    public Expression Parse()
    {
        NativeStack.Check();
        int position = _tokens.Current.Position;
        Expression then = ParseOr();
        while (_tokens.TakeIfName("if"))
        {
            Expression condition = ParseOr();
            Expression? otherwise = _tokens.TakeIfName("else") ? Parse() : null;
            then = new ConditionalExpression(position, _source, condition, then, otherwise);
        }

        return then;
    }

    private bool IsTupleEnd() =>
        _tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd || _tokens.Current.IsOperator(")");

    private Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (_tokens.Current.IsName("or"))
        {
            left = new LogicExpression(_tokens.Take().Position, left, isOr: true, ParseAnd());
        }

        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (_tokens.Current.IsName("and"))
        {
            left = new LogicExpression(_tokens.Take().Position, left, isOr: false, ParseNot());
        }

        return left;
    }

    private Expression ParseNot()
    {
        NativeStack.Check();
        return _tokens.Current.IsName("not")
            ? new NotExpression(_tokens.Take().Position, ParseNot())
            : ParseComparison();
    }

    private Expression ParseComparison()
    {
        var operands = new List<Expression> { ParseSum() };
        var operations = new List<string>();
        int position = _tokens.Current.Position;
        while (TakeComparison() is { } operation)
        {
            operations.Add(operation);
            operands.Add(ParseSum());
        }

        return operations.Count == 0 ? operands[0] : new CompareExpression(position, operands, operations);
    }

    private string? TakeComparison()
    {
        Token current = _tokens.Current;
        if (current is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" } ||
            current.IsName("in"))
        {
            return _tokens.Take().Text;
        }

        if (current.IsName("not") && _tokens.Following.IsName("in"))
        {
            _tokens.Take();
            _tokens.Take();
            return "not in";
        }

        return null;
    }

    private Expression ParseSum()
    {
        Expression left = ParseConcat();
        while (_tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            Token operation = _tokens.Take();
            if (operation.Text == "-")
            {
                left = new ArithmeticExpression(operation.Position, left, operation.Text, ParseConcat());
                continue;
            }

            var operands = new List<Expression> { left, ParseConcat() };
            while (_tokens.TakeIfOperator("+"))
            {
                operands.Add(ParseConcat());
            }

            left = new SumExpression(operation.Position, operands);
        }

        return left;
    }

    private Expression ParseConcat()
    {
        Expression first = ParseProduct();
        if (!_tokens.Current.IsOperator("~"))
        {
            return first;
        }

        int position = _tokens.Current.Position;
        var operands = new List<Expression> { first };
        while (_tokens.TakeIfOperator("~"))
        {
            operands.Add(ParseProduct());
        }

        return new ConcatExpression(position, operands);
    }

    private Expression ParseProduct()
    {
        Expression left = ParsePower();
        while (_tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" })
        {
            Token operation = _tokens.Take();
            left = new ArithmeticExpression(operation.Position, left, operation.Text, ParsePower());
        }

        return left;
    }

    private Expression ParsePower()
    {
        Expression left = ParseUnary();
        while (_tokens.Current.IsOperator("**"))
        {
            Token operation = _tokens.Take();
            left = new ArithmeticExpression(operation.Position, left, operation.Text, ParseUnary());
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters = true)
    {
        NativeStack.Check();
        Expression operand;
        if (_tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" })
        {
            Token sign = _tokens.Take();
            operand = new SignExpression(sign.Position, sign.Text, ParseUnary(withFilters: false));
        }
        else
        {
            operand = _operands.ParsePrimary();
        }

        operand = _operands.ParsePostfixOf(operand);
        return withFilters ? _operands.ParseFiltersAndTests(operand) : operand;
    }
}
