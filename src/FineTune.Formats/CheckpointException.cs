namespace FineTune.Formats;

/// <summary>Everything that is wrong with a checkpoint's files, in words for the person who has to mend it.</summary>
public sealed class CheckpointException : Exception
{
    private CheckpointException(IReadOnlyList<string> problems)
        : base(ProblemList.Format(problems)) => Problems = problems;

    private CheckpointException(string problem)
        : this([problem])
    {
    }

    /// <summary>The problems one by one; the message lists the first of them and counts the rest.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>All problems of one input as one exception.</summary>
    public static CheckpointException All(IEnumerable<CheckpointException> errors) =>
        new([.. errors.SelectMany(error => error.Problems)]);

    /// <summary>A file that should be there is not.</summary>
    public static CheckpointException FileMissing(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return new($"{path}: there is no such file, and no folder '{folder}' either.");
        }

        var names = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!);
        return new($"{path}: there is no such file.{NearestName.Suggest(Path.GetFileName(path), names)}");
    }

    /// <summary>A file is there but the system does not let it be read.</summary>
    public static CheckpointException Unreadable(string path, string reason) =>
        new($"{path}: cannot be read: {reason}");

    /// <summary>A Git LFS pointer lies where the weights should be.</summary>
    public static CheckpointException GitLfsPointer(string file) =>
        new($"{file}: this is a Git LFS pointer, not the weights. Run 'git lfs pull' in its folder.");

    /// <summary>Another tool has quantised the checkpoint.</summary>
    /// <param name="file">Its config.json.</param>
    /// <param name="method">As its <c>quantization_config</c> names it.</param>
    public static CheckpointException AlreadyQuantized(string file, string method) =>
        new($"{file}: this checkpoint's weights are quantised already (quantization_config, quant_method '{method}'), which " +
            "is not read here. Name the original model in 16 or 32 bits; model.load_in_4bit: true quantises it while it is " +
            "loaded.");

    /// <summary>A file is too short to hold even a header.</summary>
    public static CheckpointException TooShort(string file, long found) =>
        new($"{file}: the file is truncated: a safetensors file starts with 8 bytes of header length, " +
            $"{found:N0} bytes are there. Download it again.");

    /// <summary>The header length is beyond what safetensors allows.</summary>
    public static CheckpointException HeaderTooLarge(string file, ulong found, long allowed) =>
        new($"{file}: the header claims {found:N0} bytes, at most {allowed:N0} are allowed. " +
            "This is not a safetensors file, or its start is damaged.");

    /// <summary>The file ends inside its header.</summary>
    public static CheckpointException HeaderTruncated(string file, long promised, long found) =>
        new($"{file}: the file is truncated: the header takes {promised:N0} bytes, {found:N0} are there. " +
            "Download it again.");

    /// <summary>The header is not the JSON it should be.</summary>
    public static CheckpointException HeaderNotJson(string file, string reason) =>
        new($"{file}: the header is not a JSON object of tensors: {reason} The file is damaged; download it again.");

    /// <summary>A part of the header has the wrong form.</summary>
    public static CheckpointException BadHeaderEntry(string file, string entry, string expected, string found) =>
        new($"{file}: '{entry}': expected {expected}, found {found}. The file is damaged, or its writer is.");

    /// <summary>A tensor name stands in the header twice.</summary>
    public static CheckpointException DuplicateTensor(string file, string tensor) =>
        new($"{file}: tensor '{tensor}' is there twice. The file's writer is broken; save the checkpoint again.");

    /// <summary>A tensor has an element type that is not read here.</summary>
    public static CheckpointException UnknownDType(string file, string tensor, string found) =>
        new($"{file}: tensor '{tensor}' has dtype '{found}'; read are {string.Join(", ", DTypes.Names)}." +
            NearestName.Suggest(found, DTypes.Names));

    /// <summary>
    /// A tensor's bytes do not match its shape and type; <paramref name="taken"/> is null where it overflows.
    /// </summary>
    public static CheckpointException WrongByteLength(string file, TensorInfo tensor, long? taken, long found)
    {
        var expected = taken is { } bytes ? $"{bytes:N0}" : $"more than {long.MaxValue:N0}";
        return new($"{file}: tensor '{tensor.Name}': {tensor.DType} {tensor.ShapeText} takes {expected} bytes, " +
            $"its data_offsets span {found:N0}. The file is damaged; download it again.");
    }

    /// <summary>Two tensors share bytes.</summary>
    public static CheckpointException Overlap(
        string file, string tensor, long begin, string previous, long previousEnd) =>
        new($"{file}: tensor '{tensor}' starts at byte {begin:N0}, inside '{previous}', " +
            $"which ends at {previousEnd:N0}. The file is damaged; download it again.");

    /// <summary>Bytes between two tensors belong to none.</summary>
    public static CheckpointException Hole(string file, string tensor, long begin, long previousEnd) =>
        new($"{file}: bytes {previousEnd:N0} to {begin:N0}, before tensor '{tensor}', belong to no tensor. " +
            "The file is damaged; download it again.");

    /// <summary>The file ends before its last tensor does.</summary>
    public static CheckpointException DataTruncated(string file, long promised, long found, int tensors) =>
        new($"{file}: the file is truncated: the header promises {promised:N0} bytes of tensors, " +
            $"{found:N0} are there (tensors cut or missing: {tensors:N0}). Download it again.");

    /// <summary>The file goes on after its last tensor.</summary>
    public static CheckpointException TrailingBytes(string file, long promised, long found) =>
        new($"{file}: the header promises {promised:N0} bytes of tensors, {found:N0} are there: " +
            $"{found - promised:N0} too many. The file is damaged; download it again.");

    /// <summary>A folder holds no checkpoint that can be read.</summary>
    public static CheckpointException NoCheckpoint(
        string folder, IEnumerable<string> allowed, IReadOnlyCollection<string> found) =>
        new($"{folder}: no checkpoint here: looked for {string.Join(" and ", allowed)}; found " +
            (found.Count == 0 ? "an empty folder." : $"{string.Join(", ", found)}."));

    /// <summary>A checkpoint folder is not there.</summary>
    public static CheckpointException FolderMissing(string folder)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var siblings = Directory.Exists(parent) ? Directory.EnumerateDirectories(parent) : [];
        var names = siblings.Select(sibling => Path.GetFileName(sibling)!);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return new($"{folder}: there is no such folder.{NearestName.Suggest(name, names)}");
    }

    /// <summary>An index names a file outside its own folder.</summary>
    public static CheckpointException ShardOutsideFolder(string index, string shard) =>
        new($"{index}: shard '{shard}' lies outside the checkpoint's folder; an index may only name files in it. " +
            "Do not use this checkpoint unless you trust where it came from.");

    /// <summary>An index names a shard that is not there.</summary>
    public static CheckpointException ShardMissing(string index, string shard, int tensors) =>
        new($"{index}: shard '{shard}' is not there; it holds {tensors:N0} tensors. Download the missing file.");

    /// <summary>A shard lacks a tensor that the index places in it.</summary>
    public static CheckpointException NotInShard(string index, string tensor, string shard) =>
        new($"{index}: tensor '{tensor}' should be in '{shard}' and is not. " +
            "Index and shards are not of one checkpoint; download both again.");

    /// <summary>Two shards have a tensor of one name, and the index does not say which counts.</summary>
    public static CheckpointException InTwoShards(string index, string tensor, string first, string second) =>
        new($"{index}: tensor '{tensor}' is in '{first}' and in '{second}', and the index names neither. " +
            "Index and shards are not of one checkpoint; download both again.");

    /// <summary>A file is none that torch.save writes a state dict to.</summary>
    public static CheckpointException NotTorch(string file, string found) =>
        new($"{file}: expected a state dict written by torch.save, found a file that is {found}. " +
            "Save the checkpoint as safetensors, or as pytorch_model.bin with a torch from 1.6 on.");

    /// <summary>What was saved is no dict of tensors.</summary>
    public static CheckpointException NoStateDict(string file) =>
        new($"{file}: what was saved is no state dict. Save model.state_dict(), best as safetensors.");

    /// <summary>A state dict has no tensor at its top.</summary>
    public static CheckpointException NoTensors(string file, IEnumerable<string> keys) =>
        new($"{file}: the state dict has no tensors, only: {string.Join(", ", keys.Take(ProblemList.MaxPrinted))}. " +
            "Save the dict that holds the tensors itself.");

    /// <summary>A pickle asks for something that is not needed to read tensors.</summary>
    public static CheckpointException PoisonedPickle(string file, string global) =>
        new($"{file}: the pickle asks for '{global}', which reading tensors does not take; nothing of it was run. " +
            "If you trust where the file came from, save its tensors as safetensors; otherwise delete it.");

    /// <summary>A pickle cannot be followed.</summary>
    public static CheckpointException BadPickle(string file, long position, string found) =>
        new($"{file}: byte {position:N0} of its pickle: found {found}. The file is damaged; download it again.");

    /// <summary>A zip file cannot be followed.</summary>
    public static CheckpointException BadZip(string file, string reason) =>
        new($"{file}: this zip file cannot be read: {reason}. Download it again.");

    /// <summary>An entry is compressed, so it cannot be read in place.</summary>
    public static CheckpointException CompressedEntry(string file, string entry) =>
        new($"{file}: entry '{entry}' is compressed, which torch.save never does: the file was packed again. " +
            "Take the original, or save the checkpoint as safetensors.");

    /// <summary>A checkpoint was written on a machine with the other byte order.</summary>
    public static CheckpointException BigEndian(string file) =>
        new($"{file}: written by a big-endian machine, which is not read here. Save it as safetensors.");

    /// <summary>A storage that tensors lie in is not in the file.</summary>
    public static CheckpointException StorageMissing(string file, string key) =>
        new($"{file}: storage '{key}' is not in the file. The file is damaged; download it again.");

    /// <summary>A storage is cut off.</summary>
    public static CheckpointException StorageTruncated(string file, string key, long promised, long found) =>
        new($"{file}: storage '{key}' takes {promised:N0} bytes, {found:N0} are there. " +
            "The file is truncated; download it again.");

    /// <summary>A tensor reaches beyond its storage.</summary>
    public static CheckpointException OutsideStorage(string file, string tensor, long[] shape, long elements) =>
        new($"{file}: tensor '{tensor}' of shape [{string.Join(", ", shape)}] reaches outside its storage of " +
            $"{elements:N0} elements. The file is damaged; download it again.");

    /// <summary>A JSON file cannot be parsed.</summary>
    public static CheckpointException NotJson(string file, long line, long column, string reason) =>
        new($"{file}:{line}:{column}: not valid JSON: {reason}");

    /// <summary>A JSON file has a string with an escape for half a character.</summary>
    public static CheckpointException HalfCharacter(string file) =>
        new($"{file}: a string holds half of a surrogate pair (an escape like \\ud83d on its own). Remove it.");

    /// <summary>A JSON file is not the object it should be.</summary>
    public static CheckpointException NotAnObject(string file, string found) =>
        new($"{file}: expected a JSON object, found {found}.");

    /// <summary>A key that is needed is not there.</summary>
    public static CheckpointException MissingKey(string file, string key, IEnumerable<string> keys) =>
        new($"{file}: key '{key}' is missing.{NearestName.Suggest(key, keys)}");

    /// <summary>A key's value has the wrong type or is out of range.</summary>
    public static CheckpointException WrongValue(string file, string key, string expected, string found) =>
        new($"{file}: '{key}' must be {expected}, found {found}.");
}
