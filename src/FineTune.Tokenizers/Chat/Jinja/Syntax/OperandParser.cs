using System.Globalization;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Parses what operators stand between: names, literals and displays with their subscripts, calls, filters and tests.
/// </summary>
internal sealed class OperandParser(TokenStream tokens, ExpressionParser expressions)
{
    public Expression ParsePrimary()
    {
        Token token = tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return ParseName(token);
            case TokenKind.String:
                string text = token.Text;
                while (tokens.Current.Kind == TokenKind.String)
                {
                    text += tokens.Take().Text;
                }

                return new LiteralExpression(token.Position, text);
            case TokenKind.Integer:
                return new LiteralExpression(token.Position, ParseInteger(token));
            case TokenKind.Float:
                return new LiteralExpression(token.Position, double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Operator when token.Text == "(":
                Expression inside = expressions.ParseTuple(inParentheses: true);
                tokens.ExpectOperator(")");
                return inside;
            case TokenKind.Operator when token.Text == "[":
                return new SequenceExpression(token.Position, ParseItems("]", expressions.Parse), isTuple: false);
            case TokenKind.Operator when token.Text == "{":
                return ParseDict(token);
            default:
                throw new JinjaException($"unexpected '{token.Describe()}'", token.Position);
        }
    }

    private static Expression ParseName(Token token) => token.Text switch
    {
        "true" or "True" => new LiteralExpression(token.Position, Value.True),
        "false" or "False" => new LiteralExpression(token.Position, Value.False),
        "none" or "None" => new LiteralExpression(token.Position, Value.None),
        _ => new NameExpression(token.Position, token.Text),
    };

    private static Value ParseInteger(Token token)
    {
        int radix = token.Text.Length < 2 ? 10 : char.ToLowerInvariant(token.Text[1]) switch
        {
            'b' => 2,
            'o' => 8,
            'x' => 16,
            _ => 10,
        };
        return PythonNumbers.ParseInteger(token.Text, radix) ??
            throw new JinjaException("the integer is too long", token.Position);
    }

    private List<T> ParseItems<T>(string end, Func<T> parse)
    {
        var items = new List<T>();
        while (!tokens.TakeIfOperator(end))
        {
            if (items.Count > 0)
            {
                tokens.ExpectOperator(",");
                if (tokens.TakeIfOperator(end))
                {
                    break;
                }
            }

            items.Add(parse());
        }

        return items;
    }

    private DictExpression ParseDict(Token start)
    {
        var keys = new List<Expression>();
        List<Expression> values = ParseItems("}", () =>
        {
            keys.Add(expressions.Parse());
            tokens.ExpectOperator(":");
            return expressions.Parse();
        });
        return new DictExpression(start.Position, keys, values);
    }

    public Expression ParsePostfixOf(Expression operand)
    {
        while (tokens.Current.Kind == TokenKind.Operator)
        {
            switch (tokens.Current.Text)
            {
                case ".":
                    operand = ParseAttribute(operand);
                    break;
                case "[":
                    operand = ParseSubscript(operand);
                    break;
                case "(":
                    operand = ParseCall(operand);
                    break;
                default:
                    return operand;
            }
        }

        return operand;
    }

    public Expression ParseFiltersAndTests(Expression operand)
    {
        while (true)
        {
            if (tokens.Current.IsOperator("|"))
            {
                operand = ParseFilters(operand);
            }
            else if (tokens.Current.IsName("is"))
            {
                operand = ParseTest(operand);
            }
            else if (tokens.Current.IsOperator("("))
            {
                operand = ParseCall(operand);
            }
            else
            {
                return operand;
            }
        }
    }

    /// <summary>A chain of filters.</summary>
    /// <param name="input">What the first filter gets.</param>
    /// <param name="startsInline">Whether the first filter comes without a <c>|</c>, as after <c>{% filter</c>.</param>
    public Expression ParseFilters(Expression input, bool startsInline = false)
    {
        while (startsInline || tokens.TakeIfOperator("|"))
        {
            startsInline = false;
            Token name = ParseDottedName();
            ArgumentList arguments = tokens.Current.IsOperator("(") ? ParseArguments() : ArgumentList.Empty;
            input = new FilterExpression(name.Position, input, name.Text, arguments);
        }

        return input;
    }

    private CallExpression ParseCall(Expression callee) => new(tokens.Current.Position, callee, ParseArguments());

    private Expression ParseAttribute(Expression owner)
    {
        int position = tokens.Take().Position;
        Token name = tokens.Take();
        return name.Kind switch
        {
            TokenKind.Name => new AttributeExpression(position, owner, name.Text),
            TokenKind.Integer => new ItemExpression(
                position, owner, new LiteralExpression(name.Position, ParseInteger(name))),
            _ => throw new JinjaException("expected name or number", name.Position),
        };
    }

    private Expression ParseSubscript(Expression owner)
    {
        int position = tokens.Take().Position;
        if (tokens.Current.IsOperator("]"))
        {
            throw new JinjaException("unexpected ']'", tokens.Current.Position);
        }

        Expression? start = tokens.Current.IsOperator(":") ? null : expressions.Parse();
        if (tokens.TakeIfOperator(":"))
        {
            Expression? stop = ParseBound();
            Expression? step = tokens.TakeIfOperator(":") ? ParseBound() : null;
            tokens.ExpectOperator("]");
            return new SliceExpression(position, owner, start, stop, step);
        }

        if (!tokens.Current.IsOperator(","))
        {
            tokens.ExpectOperator("]");
            return new ItemExpression(position, owner, start!);
        }

        tokens.Take();
        List<Expression> keys = [start!, .. ParseItems("]", expressions.Parse)];
        return new ItemExpression(position, owner, new SequenceExpression(position, keys, isTuple: true));
    }

    private Expression? ParseBound() =>
        tokens.Current is { Kind: TokenKind.Operator, Text: ":" or "]" } ? null : expressions.Parse();

    private Token ParseDottedName()
    {
        Token name = tokens.Expect(TokenKind.Name);
        while (tokens.TakeIfOperator("."))
        {
            name = name with { Text = $"{name.Text}.{tokens.Expect(TokenKind.Name).Text}" };
        }

        return name;
    }

    private ArgumentList ParseArguments()
    {
        Token open = tokens.ExpectOperator("(");
        var positional = new List<Expression>();
        var named = new List<KeyValuePair<string, Expression>>();
        Expression? restPositional = null;
        Expression? restNamed = null;
        ParseItems(")", () =>
        {
            bool isFirstRest = restPositional is null && restNamed is null;
            if (tokens.Current.IsOperator("*"))
            {
                Ensure(isFirstRest);
                tokens.Take();
                restPositional = expressions.Parse();
            }
            else if (tokens.Current.IsOperator("**"))
            {
                Ensure(restNamed is null);
                tokens.Take();
                restNamed = expressions.Parse();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                Ensure(restNamed is null);
                string name = tokens.Take().Text;
                tokens.Take();
                named.Add(new(name, expressions.Parse()));
            }
            else
            {
                Ensure(isFirstRest && named.Count == 0);
                positional.Add(expressions.Parse());
            }

            return true;
        });
        return new ArgumentList(positional, named, restPositional, restNamed);

        void Ensure(bool isValid)
        {
            if (!isValid)
            {
                throw new JinjaException("invalid syntax for function call expression", open.Position);
            }
        }
    }

    private Expression ParseTest(Expression input)
    {
        Token start = tokens.Take();
        bool isNegated = tokens.TakeIfName("not");
        Token name = ParseDottedName();
        Expression result = new TestExpression(name.Position, input, name.Text, ParseTestArguments());
        return isNegated ? new NotExpression(start.Position, result) : result;
    }

    /// <summary>A test's arguments in parentheses, or a single one without.</summary>
    private ArgumentList ParseTestArguments()
    {
        Token current = tokens.Current;
        if (current.IsOperator("("))
        {
            return ParseArguments();
        }

        bool startsArgument = current.IsOperator("[") || current.IsOperator("{") ||
            current.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float;
        if (!startsArgument || current is { Kind: TokenKind.Name, Text: "else" or "or" or "and" })
        {
            return ArgumentList.Empty;
        }

        return current.IsName("is")
            ? throw new JinjaException("You cannot chain multiple tests with is", current.Position)
            : new ArgumentList([ParsePostfixOf(ParsePrimary())], [], null, null);
    }
}
