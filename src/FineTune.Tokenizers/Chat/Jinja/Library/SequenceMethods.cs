namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The methods of <c>list</c>, <c>tuple</c> and <c>range</c>.</summary>
internal static class SequenceMethods
{
    public static readonly MethodTable OfTuple = new([CountMethod(), IndexMethod()]);

    public static readonly MethodTable OfList = new(
        [CountMethod(), IndexMethod(), new NativeFunction("copy", (_, self, _) => self)],
        "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");

    private static NativeFunction CountMethod() => new("count", (_, self, arguments) =>
        Iteration.Over(self).Count(item => Comparison.AreEqual(item, arguments[0])), "value");

    private static NativeFunction IndexMethod() => new("index", (_, self, arguments) =>
    {
        int at = Iteration.Over(self).TakeWhile(item => !Comparison.AreEqual(item, arguments[0])).Count();
        return at < Iteration.LengthOf(self)
            ? at
            : throw new JinjaException($"{self.TypeName}.index(x): x not in {self.TypeName}");
    }, "value");
}
