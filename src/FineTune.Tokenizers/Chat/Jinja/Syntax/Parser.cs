namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Parses statements: a template from its tokens to a bound tree.</summary>
internal sealed class Parser
{
    private static readonly string[] OtherTemplateTags = ["include", "import", "from", "extends", "block"];

    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly TargetParser _targets;
    private readonly Stack<string> _openTags = new();
    private int _loopDepth;

    private Parser(SourceText source)
    {
        _tokens = new TokenStream(Lexer.Tokenize(source.Text));
        _expressions = new ExpressionParser(_tokens, source);
        _targets = new TargetParser(_tokens);
    }

    /// <summary>Parses a template.</summary>
    public static Program Parse(SourceText source)
    {
        Block body = new Parser(source).ParseBody();
        TreeCheck.Run(body);
        return new Program(body);
    }

    /// <summary>
    /// Statements up to one of the end tags, which stays the current token, or to the template's end.
    /// </summary>
    private Block ParseBody(params string[] endTags)
    {
        NativeStack.Check();
        int position = _tokens.Current.Position;
        var statements = new List<Statement>();
        while (true)
        {
            Token token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new TextStatement(token.Position, token.Text));
                    break;
                case TokenKind.VariableBegin:
                    Expression printed = _expressions.ParseTuple();
                    statements.Add(new PrintStatement(printed.Position, printed));
                    _tokens.Expect(TokenKind.VariableEnd);
                    break;
                case TokenKind.BlockBegin:
                    if (Array.Exists(endTags, _tokens.Current.IsName))
                    {
                        return new Block(position, statements);
                    }

                    statements.Add(ParseStatement(endTags));
                    _tokens.Expect(TokenKind.BlockEnd);
                    break;
                default:
                    return endTags.Length == 0
                        ? new Block(position, statements)
                        : throw Unclosed("Unexpected end of template.", endTags, token.Position);
            }
        }
    }

    private Statement ParseStatement(string[] endTags)
    {
        Token tag = _tokens.Take();
        if (tag.Kind != TokenKind.Name)
        {
            throw new JinjaException("tag name expected", tag.Position);
        }

        _openTags.Push(tag.Text);
        Statement statement = tag.Text switch
        {
            "if" => ParseIf(tag),
            "for" => ParseFor(tag),
            "set" => ParseSet(tag),
            "macro" => ParseMacro(tag),
            "call" => ParseCallBlock(tag),
            "filter" => ParseFilterBlock(tag),
            "with" => ParseWith(tag),
            "print" => ParsePrint(tag),
            "generation" => new GenerationStatement(tag.Position, ParseFunctionBody("endgeneration")),
            "break" => ParseLoopControl(tag, Flow.Break),
            "continue" => ParseLoopControl(tag, Flow.Continue),
            _ => throw UnknownTag(tag, endTags),
        };
        _openTags.Pop();
        return statement;
    }

    /// <summary>The body of a tag up to its end tag, which is taken.</summary>
    private Block ParseBodyUntil(string endTag)
    {
        StartBody();
        Block body = ParseBody(endTag);
        _tokens.Take();
        return body;
    }

    /// <summary>A body that runs as a function, so no loop outside can be left from it.</summary>
    private Block ParseFunctionBody(string endTag)
    {
        int outer = _loopDepth;
        _loopDepth = 0;
        Block body = ParseBodyUntil(endTag);
        _loopDepth = outer;
        return body;
    }

    private void StartBody()
    {
        _tokens.TakeIfOperator(":");
        _tokens.Expect(TokenKind.BlockEnd);
    }

    private IfStatement ParseIf(Token tag)
    {
        var conditions = new List<Expression>();
        var bodies = new List<Block>();
        do
        {
            conditions.Add(_expressions.ParseTuple(allowsConditional: false));
            StartBody();
            bodies.Add(ParseBody("elif", "else", "endif"));
        }
        while (_tokens.TakeIfName("elif"));

        if (_tokens.Take().Text == "else")
        {
            bodies.Add(ParseBodyUntil("endif"));
        }

        return new IfStatement(tag.Position, conditions, bodies);
    }

    private ForStatement ParseFor(Token tag)
    {
        AssignTarget target = _targets.Parse(inLoop: true);
        _tokens.ExpectName("in");
        Expression items = _expressions.ParseTuple(allowsConditional: false);
        LoopFilter? filter = _tokens.TakeIfName("if") ? new LoopFilter(target.Copy(), _expressions.Parse()) : null;
        bool isRecursive = _tokens.TakeIfName("recursive");
        StartBody();
        _loopDepth++;
        Block body = ParseBody("endfor", "else");
        _loopDepth--;
        Block? otherwise = _tokens.Take().Text == "else" ? ParseBodyUntil("endfor") : null;
        return new ForStatement(tag.Position, target, items, filter, body, otherwise) { IsRecursive = isRecursive };
    }

    private Statement ParseSet(Token tag)
    {
        AssignTarget target = _targets.Parse(_loopDepth > 0, allowsNamespace: true);
        if (_tokens.TakeIfOperator("="))
        {
            return new AssignStatement(tag.Position, target, _expressions.ParseTuple());
        }

        return ParseCapture(tag, target, "endset");
    }

    private CaptureStatement ParseFilterBlock(Token tag) => ParseCapture(tag, target: null, "endfilter");

    private CaptureStatement ParseCapture(Token tag, AssignTarget? target, string endTag)
    {
        // No name of a template can look like this, so nothing but the filters sees it.
        var captured = new NameTarget(tag.Position, $"{{% {tag.Text} %}}");
        Expression result = _expressions.Operands.ParseFilters(
            new NameExpression(tag.Position, captured.Name), startsInline: target is null);
        return new CaptureStatement(tag.Position, target, captured, result, ParseBodyUntil(endTag));
    }

    private MacroStatement ParseMacro(Token tag)
    {
        Token name = _tokens.Expect(TokenKind.Name);
        (List<NameTarget> parameters, List<Expression> defaults) = ParseSignature();
        Block body = ParseFunctionBody("endmacro");
        return new MacroStatement(
            tag.Position,
            new NameTarget(name.Position, name.Text),
            new MacroDefinition(tag.Position, name.Text, parameters, defaults, body));
    }

    private CallBlockStatement ParseCallBlock(Token tag)
    {
        (List<NameTarget> parameters, List<Expression> defaults) =
            _tokens.Current.IsOperator("(") ? ParseSignature() : ([], []);
        CallExpression call = _expressions.Parse() as CallExpression ??
            throw new JinjaException("expected call", tag.Position);
        Block body = ParseFunctionBody("endcall");
        return new CallBlockStatement(
            tag.Position, call, new MacroDefinition(tag.Position, name: null, parameters, defaults, body));
    }

    private (List<NameTarget> Parameters, List<Expression> Defaults) ParseSignature()
    {
        var parameters = new List<NameTarget>();
        var defaults = new List<Expression>();
        _tokens.ExpectOperator("(");
        while (!_tokens.TakeIfOperator(")"))
        {
            if (parameters.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            Token name = _tokens.Expect(TokenKind.Name);
            parameters.Add(new NameTarget(name.Position, name.Text));
            if (_tokens.TakeIfOperator("="))
            {
                defaults.Add(_expressions.Parse());
            }
            else if (defaults.Count > 0)
            {
                throw new JinjaException("non-default argument follows default argument", name.Position);
            }
        }

        return (parameters, defaults);
    }

    private WithStatement ParseWith(Token tag)
    {
        var targets = new List<AssignTarget>();
        var values = new List<Expression>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (targets.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            targets.Add(_targets.Parse(_loopDepth > 0));
            _tokens.ExpectOperator("=");
            values.Add(_expressions.Parse());
        }

        return new WithStatement(tag.Position, targets, values, ParseBodyUntil("endwith"));
    }

    private Block ParsePrint(Token tag)
    {
        var prints = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (prints.Count > 0)
            {
                _tokens.ExpectOperator(",");
            }

            Expression printed = _expressions.Parse();
            prints.Add(new PrintStatement(printed.Position, printed));
        }

        return new Block(tag.Position, prints);
    }

    private LoopControlStatement ParseLoopControl(Token tag, Flow flow) => _loopDepth > 0
        ? new LoopControlStatement(tag.Position, flow)
        : throw new JinjaException($"'{tag.Text}' outside loop", tag.Position);

    private JinjaException UnknownTag(Token tag, string[] endTags)
    {
        _openTags.Pop();
        if (OtherTemplateTags.Contains(tag.Text))
        {
            return new JinjaException(
                $"{{% {tag.Text} %}} is not available: a chat template stands alone, there are no other templates " +
                "to load",
                tag.Position);
        }

        return Unclosed($"Encountered unknown tag '{tag.Text}'.", endTags, tag.Position);
    }

    private JinjaException Unclosed(string problem, string[] endTags, int position)
    {
        string wanted = endTags.Length == 0
            ? ""
            : $" Jinja was looking for the following tags: {string.Join(" or ", endTags.Select(tag => $"'{tag}'"))}.";
        string open = _openTags.TryPeek(out string? innermost)
            ? $" The innermost block that needs to be closed is '{innermost}'."
            : "";
        return new JinjaException(problem + wanted + open, position);
    }
}
