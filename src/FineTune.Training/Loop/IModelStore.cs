namespace FineTune.Training;

/// <summary>Writes and reads what a run trains. The loop does not know whether that is an adapter or a model.</summary>
public interface IModelStore
{
    /// <summary>Writes the trained tensors and all that is needed to use them.</summary>
    void Save(string folder);

    /// <summary>Reads the trained tensors back.</summary>
    void Load(string folder);
}
