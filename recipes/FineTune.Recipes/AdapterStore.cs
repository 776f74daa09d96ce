using FineTune.Formats;
using FineTune.Peft;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Writes a classifier's adapter folder, complete enough to predict from: PEFT's files, the tokenizer, and a
/// <c>config.json</c> that knows the labels.</summary>
internal sealed class AdapterStore(ClassifierParts parts) : IModelStore
{
    public void Save(string folder)
    {
        var baseModel = parts.Config.Model.ModelNameOrPath;
        AdapterFolder.Save(
            folder,
            parts.Adapter,
            parts.Loaded.Parameters,
            BaseModelPath.ToWrite(baseModel),
            BaseModelPath.RevisionToWrite(baseModel));
        TokenizerFiles.Save(parts.Tokenizer, folder, parts.MaxLength);
        parts.ModelConfig.Save(Path.Combine(folder, HfConfig.FileName));
    }

    public void Load(string folder) => AdapterFolder.Open(folder).LoadInto(parts.Loaded.Parameters);
}
