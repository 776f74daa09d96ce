namespace FineTune.Nn;

/// <summary>What an adapter does to a model while it is being built. The default changes nothing and costs nothing.
/// One method for each kind of place at which adapters act; a model knows only the scope that calls them.</summary>
public class AdapterDecorator
{
    /// <summary>Leaves the model as it is.</summary>
    public static AdapterDecorator None { get; } = new();

    /// <summary>Called for every linear layer; returns it as it is, or wrapped.</summary>
    /// <param name="inner">The layer as the checkpoint has it.</param>
    /// <param name="scope">The layer's own scope, in which the adapter makes its parameters.</param>
    public virtual ILinear OnLinear(Linear inner, ModuleScope scope) => inner;

    /// <summary>Called for every table of vectors by id; returns it as it is, or wrapped.</summary>
    /// <param name="inner">The table as the checkpoint has it.</param>
    /// <param name="scope">The table's own scope, in which the adapter makes its parameters.</param>
    public virtual IEmbedding OnEmbedding(Embedding inner, ModuleScope scope) => inner;

    /// <summary>Whether the first values of modules that are trained whole are kept, so that they can be gone back
    /// to.</summary>
    public virtual bool KeepsOriginals => true;

    /// <summary>Whether the module of this path is trained and saved as a whole.</summary>
    public virtual bool TrainsWhole(string modulePath) => false;

    /// <summary>Whether a single tensor of the base model is trained, such as a bias.</summary>
    /// <param name="path">Its full name.</param>
    public virtual bool TrainsTensor(string path) => false;

    /// <summary>Called once when the model stands: the place to report targets that matched nothing.</summary>
    /// <param name="linears">Every linear layer that was built, by path.</param>
    public virtual void Built(IReadOnlyList<string> linears)
    {
    }
}
