namespace FineTune.Nn;

/// <summary>What an adapter does to a model while it is being built. The default changes nothing and costs nothing.
/// One method for each kind of place at which adapters act; a model knows only the scope that calls them.</summary>
public class AdapterDecorator
{
    /// <summary>Leaves the model as it is.</summary>
    public static AdapterDecorator None { get; } = new();

    /// <summary>Asked before the weight of a linear layer is read that does not train; returns how it is kept where the
    /// adapter has a say, or null.</summary>
    /// <param name="linear">The layer's path.</param>
    public virtual FrozenStorage? StorageOf(string linear) => null;

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

    /// <summary>Whether the base parameter of this path is trained, by itself and not as part of a module that is.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="inNorm">Whether it belongs to a normalisation layer.</param>
    public virtual bool TrainsTensor(string path, bool inNorm) => false;

    /// <summary>Called for every layer before it is built, first to last.</summary>
    public virtual void OnLayer(LayerPlace layer)
    {
    }

    /// <summary>Called for every layer's attention; returns what its queries attend to besides, or null.</summary>
    /// <param name="shape">Heads.</param>
    /// <param name="scope">The attention's own scope.</param>
    public virtual IAttentionPrompt? OnAttention(AttentionShape shape, ModuleScope scope) => null;

    /// <summary>Called for each half of every layer; returns what changes its output, or null.</summary>
    /// <param name="half">Which half.</param>
    /// <param name="scope">The layer's scope.</param>
    public virtual ISublayerAdapter? OnSublayer(Sublayer half, ModuleScope scope) => null;

    /// <summary>Called for the model without its head when its layers stand; returns vectors to put in front of every
    /// sequence, or null.</summary>
    /// <param name="body">Its sizes.</param>
    /// <param name="table">Its token vectors.</param>
    /// <param name="root">The scope of the whole model.</param>
    public virtual IVirtualTokens? OnInput(BodyShape body, IEmbedding table, ModuleScope root) => null;

    /// <summary>Called for the model without its head when its layers stand; returns keys and values to put in front of
    /// every sequence, or null.</summary>
    /// <param name="body">Its sizes.</param>
    /// <param name="root">The scope of the whole model.</param>
    public virtual IVirtualKeys? OnKeys(BodyShape body, ModuleScope root) => null;

    /// <summary>Called once when the model stands: the place to report targets that matched nothing.</summary>
    /// <param name="linears">Every linear layer that was built, by path.</param>
    public virtual void Built(IReadOnlyList<string> linears)
    {
    }
}
