namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A node of a template's tree. The tree is built and bound once and then run by every rendering.</summary>
/// <param name="position">Where it starts in the normalized source.</param>
internal abstract class Node(int position)
{
    public int Position { get; } = position;

    /// <summary>The nodes inside, in source order.</summary>
    public virtual IEnumerable<Node> Children => [];

    /// <summary>What makes running the node an error whatever the template is given; null where nothing does.</summary>
    public virtual JinjaException? Fault => null;

    /// <summary>Notes in the scope the node stands in which names it reads and sets there.</summary>
    public virtual void Declare(Scope scope)
    {
        foreach (Node child in Children)
        {
            child.Declare(scope);
        }
    }

    /// <summary>Resolves names; runs after everything in the scope was declared.</summary>
    public virtual void Bind(Scope scope)
    {
        foreach (Node child in Children)
        {
            child.Bind(scope);
        }
    }

    /// <summary>Whether the first thing these nodes do with a name is to read it.</summary>
    public static bool ReadsBeforeSetting(IEnumerable<Node> nodes, string name) =>
        FirstUse(nodes, name) is NameExpression;

    private static Node? FirstUse(IEnumerable<Node> nodes, string name)
    {
        foreach (Node node in nodes)
        {
            bool isUse = node is NameExpression read && read.Name == name || node is NameTarget set && set.Name == name;
            if ((isUse ? node : FirstUse(node.Children, name)) is { } use)
            {
                return use;
            }
        }

        return null;
    }
}
