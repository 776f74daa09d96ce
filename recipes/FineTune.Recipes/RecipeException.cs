using FineTune.Data;
using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>A run cannot start, or a folder cannot be used, as asked. The message says what to do.</summary>
public sealed class RecipeException : Exception
{
    private RecipeException(string message)
        : base(message)
    {
    }

    /// <summary>The output folder already holds a run.</summary>
    public static RecipeException RunExists(string folder) =>
        new($"{folder} already holds a run\n  fix: go on with it by --resume, replace it by --overwrite, "
            + "or choose another place by --set output.output_dir=...");

    /// <summary>The output folder holds something else than a run.</summary>
    public static RecipeException NotARunFolder(string folder) =>
        new($"{folder} is not empty and was not made by a run, so it is left alone"
            + "\n  fix: choose another place by --set output.output_dir=...");

    /// <summary>The output folder is a file.</summary>
    public static RecipeException OutputIsFile(string path) =>
        new($"{path} is a file, so no folder can be made there\n  fix: name another place");

    /// <summary>There is nothing to go on from.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="holdsRun">Whether it holds a run all the same.</param>
    public static RecipeException NothingToResume(string folder, bool holdsRun) =>
        new($"{folder} holds no checkpoint to resume from\n  fix: start afresh "
            + (holdsRun ? "with --overwrite" : "without --resume"));

    /// <summary>A run is resumed under another config.</summary>
    public static RecipeException ChangedSinceCheckpoint(string folder, IEnumerable<string> changes) =>
        new($"{folder} was started with other settings, and going on would not be the same run:\n    "
            + string.Join("\n    ", changes) + "\n  fix: undo the change, or start afresh with --overwrite");

    /// <summary>A path is none of the things that can be used.</summary>
    public static RecipeException UnknownFolder(string path) =>
        new($"{path} is neither a run folder, an adapter, a checkpoint nor a merged model"
            + "\n  looked for: adapter/adapter_config.json, adapter_config.json, config.json with model.safetensors");

    /// <summary>A language model is asked for labels.</summary>
    public static RecipeException NoClassifier(string path) =>
        new($"{path} is a language model, which has no labels to predict\n  fix: use finetune generate or finetune chat");

    /// <summary>A run was stopped before it left a result.</summary>
    public static RecipeException RunNotFinished(string path, string? checkpoint) =>
        new($"{path} holds a run that has not finished, so there is no adapter yet\n  fix: finish it by finetune train "
            + "CONFIG --resume" + (checkpoint is null ? "" : $", or name its checkpoint {checkpoint}"));

    /// <summary>An adapter's base model is not where it says.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="baseModel">Its base model, as written.</param>
    /// <param name="hub">What the hub says of it; null where it can be no name there.</param>
    public static RecipeException BaseModelMissing(string adapter, string baseModel, string? hub) =>
        new($"{adapter}: its base model '{baseModel}' is not there"
            + (hub is null ? "" : $"\n  on the hub: {hub}")
            + "\n  fix: name it by --base PATH, or correct base_model_name_or_path in adapter_config.json");

    /// <summary>The device that was asked for is not there.</summary>
    public static RecipeException NoDevice(string wanted, string why) =>
        new($"the device {wanted} is asked for, but {why}\n  fix: use auto or cpu, or see what finetune doctor tells of driver and libtorch");

    /// <summary>A card has not enough memory, outside a step.</summary>
    /// <param name="facts">What was asked for, and what there is.</param>
    /// <param name="knobs">Settings that need less, the cheapest first.</param>
    public static RecipeException OutOfMemory(string facts, IEnumerable<string> knobs) =>
        new($"the card's memory is too small to load the model or to score it: {facts}\n  fix, the cheapest first:\n    "
            + string.Join("\n    ", knobs));

    /// <summary>A device that cannot be.</summary>
    public static RecipeException UnknownDevice(string wanted) =>
        new($"'{wanted}' is not a device\n  fix: use auto, cpu, cuda or cuda:N");

    /// <summary>There is no data to score.</summary>
    public static RecipeException NoEvaluationData(string path) =>
        new($"{path} names no data to evaluate on\n  fix: name a file by --data FILE");

    /// <summary>A part of the data is asked for that is not there.</summary>
    public static RecipeException NoSuchPart(string config, string part) =>
        new($"{config} names no {part} data\n  fix: set dataset.{part}_file or dataset.{part}_split, or preview another part");

    /// <summary>A model answers with something that is not a number.</summary>
    public static RecipeException NonFiniteLogits(string path, RowOrigin row) =>
        new($"{path} answers {row} with logits that are not finite: its weights are damaged, or its training diverged");

    /// <summary>Several inputs cannot be used.</summary>
    public static RecipeException Several(IReadOnlyList<string> problems) => new(ProblemList.Format(problems));

    /// <summary>A folder is in the way of an export.</summary>
    public static RecipeException OutputExists(string folder) =>
        new($"{folder} is there already and not empty\n  fix: name another folder, or remove it first");

    /// <summary>A reference has other tokens than its policy.</summary>
    public static RecipeException OtherVocabulary(string reference, string difference) =>
        new($"{reference} cannot be the reference: its vocabulary is another one ({difference})"
            + "\n  fix: name a checkpoint of the policy's own family as task.ref_model, or none");

    /// <summary>The reference of a finished run is not at hand.</summary>
    public static RecipeException ReferenceGone(string path) =>
        new($"{path} was compared with a reference that is not its base model, so its rewards cannot be computed again"
            + "\n  fix: read its scores in metrics.jsonl");

    /// <summary>A step of a recipe wants a merged model that another step was not told to write.</summary>
    public static RecipeException StepLeftNoMerged(string step) =>
        new($"step '{step}' left no merged model, which a later step uses"
            + $"\n  fix: add export.merged=true to the set of step '{step}', or use ${{steps.{step}.result}}");

    /// <summary>Tokens cannot be added to the tokenizer.</summary>
    public static RecipeException TokensNotAdded(IReadOnlyList<string> problems) =>
        new($"model.add_tokens and model.add_special_tokens name\n    {string.Join("\n    ", problems)}");

    /// <summary>There is no adapter to merge.</summary>
    public static RecipeException NothingToMerge(string path) =>
        new($"{path} is a plain model: there is no adapter to merge, or it was merged already");

    /// <summary>A classifier is asked to generate.</summary>
    public static RecipeException NoDecoder(string path) =>
        new($"{path} is a classifier, which generates no text\n  fix: use finetune predict");

    /// <summary>A conversation is to go on as it is.</summary>
    public static RecipeException ConversationIsNotRaw(RowOrigin row) =>
        new($"{row}: a conversation needs the chat template\n  fix: use --chat, or give texts in a column prompt");

    /// <summary>A path is no chat template.</summary>
    public static RecipeException UnknownTemplate(string path, IReadOnlyList<string> builtIns) =>
        new($"{path} is neither a model folder, a .jinja file nor a built-in template"
            + $"\n  built in: {string.Join(", ", builtIns)}.{NearestName.Suggest(path, builtIns)}");

    /// <summary>A row cannot be worked on.</summary>
    public static RecipeException InRow(RowOrigin row, Exception problem) => new($"{row}: {problem.Message}");
}
