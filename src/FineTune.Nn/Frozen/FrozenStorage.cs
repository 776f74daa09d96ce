namespace FineTune.Nn;

/// <summary>How a model keeps the weights that do not train, where that is not as plain tensors.</summary>
public abstract class FrozenStorage
{
    /// <summary>Leaves them in the checkpoint's files and reads them at every use: a model of any size runs, slowly, in the
    /// memory of its largest layer. The source must stay open as long as the model lives.</summary>
    public static FrozenStorage OnDisk { get; } = new FilesStorage();

    /// <summary>Keeps a weight.</summary>
    /// <returns>Null where this weight is to be a plain tensor.</returns>
    internal abstract IFrozenWeight? Keep(StoredWeight weight);

    private sealed class FilesStorage : FrozenStorage
    {
        // Biases and scales cost less memory than reading them again and again costs time.
        internal override IFrozenWeight? Keep(StoredWeight weight) =>
            weight.Shape.Length > 1 ? new FileWeight(weight) : null;
    }
}
