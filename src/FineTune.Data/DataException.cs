using System.Text.Json;
using FineTune.Formats;

namespace FineTune.Data;

/// <summary>Everything that is wrong with a data set, in words for the person who has to mend it.</summary>
public sealed partial class DataException : Exception
{
    private DataException(IReadOnlyList<string> problems, int total)
        : base(ProblemList.Format(problems, total)) => (Problems, Total) = (problems, total);

    private DataException(string problem)
        : this([problem], 1)
    {
    }

    /// <summary>The first problems; <see cref="Total"/> counts them all.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>How many problems there are, also those that were counted only.</summary>
    public int Total { get; }

    /// <summary>Many problems as one exception.</summary>
    /// <param name="kept">The problems that were kept.</param>
    /// <param name="total">How many there were in all.</param>
    public static DataException All(IEnumerable<DataException> kept, int total) =>
        new([.. kept.SelectMany(problem => problem.Problems)], total);

    /// <summary>A data file is not there.</summary>
    public static DataException FileMissing(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return new($"{path}: there is no such file, and no folder '{folder}' either.");
        }

        var names = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!);
        return new($"{path}: there is no such file.{NearestName.Suggest(Path.GetFileName(path), names)}");
    }

    /// <summary>A data file is there but cannot be read.</summary>
    public static DataException Unreadable(string path, string reason) => new($"{path}: cannot be read: {reason}");

    /// <summary>A file's extension or the configured format belongs to no reader.</summary>
    public static DataException UnknownFileFormat(string path, string format)
    {
        var names = ReaderRegistry.All.Select(reader => reader.Name).ToArray();
        var allowed = string.Join(", ", names);
        return format == ReaderRegistry.Auto
            ? new($"{path}: extension '{Path.GetExtension(path)}' does not say what is in it. " +
                $"Set file_format to one of {allowed}.")
            : new($"{path}: file_format '{format}' does not exist; there are {ReaderRegistry.Auto}, {allowed}." +
                NearestName.Suggest(format, names));
    }

    /// <summary>A file is not UTF-8.</summary>
    public static DataException NotUtf8(RowOrigin origin, string found) =>
        new($"{origin}: not UTF-8 but {found}. Save the file as UTF-8.");

    /// <summary>A file or set of files has no rows.</summary>
    public static DataException Empty(string what) => new($"{what}: no rows in it.");

    /// <summary>A header cell is empty.</summary>
    public static DataException UnnamedColumn(RowOrigin origin, int number, IEnumerable<string> columns) =>
        new($"{origin}: column {number} has no name; the header is {Quoted(columns)}. " +
            "The first line must name the columns.");

    /// <summary>Two columns have one name.</summary>
    public static DataException DuplicateColumn(RowOrigin origin, string column) =>
        new($"{origin}: two columns are named '{column}'. Rename one.");

    /// <summary>A row has another number of cells than the header.</summary>
    public static DataException WrongCellCount(RowOrigin origin, int found, IReadOnlyCollection<string> columns) =>
        new($"{origin}: {found} cells, but the header has {columns.Count} ({Quoted(columns)}). " +
            "Is there a separator in a text that is not quoted, or in a format without quotes?");

    /// <summary>A quoted cell runs to the end of the file.</summary>
    public static DataException UnclosedQuote(RowOrigin opened) =>
        new($"{opened}: a quote opens here and never closes. Close it, or double it (\"\") if it is part of the text.");

    /// <summary>A quoted cell is followed by something other than a comma or a line end.</summary>
    public static DataException TextAfterQuote(RowOrigin origin, RowOrigin opened) =>
        new($"{origin}: text follows a closing quote (opened on line {opened.Line}). " +
            "Double a quote (\"\") that is part of the text.");

    /// <summary>A line is not JSON.</summary>
    public static DataException BadJson(RowOrigin origin, long column, string reason) =>
        new($"{origin}:{column}: not valid JSON: {reason.Split(" LineNumber:")[0]}");

    /// <summary>A JSON line is not an object.</summary>
    public static DataException NotAnObject(RowOrigin origin, JsonTokenType found) =>
        new($"{origin}: expected a JSON object as the row, found " +
            (found == JsonTokenType.StartArray ? "a list." : "a single value."));

    /// <summary>A JSON document is neither a list of rows nor has one.</summary>
    public static DataException NoRowList(string path) =>
        new($"{path}: no list of rows in it. The file must be a list of objects, [{{...}}, ...], or have such a list " +
            "under 'data'; or set file_format to jsonl if every line is an object of its own.");

    /// <summary>A Parquet file cannot be read.</summary>
    public static DataException BadParquet(ParquetException error) => new(error.Message);

    /// <summary>A JSON line is something else than what the file is made of.</summary>
    public static DataException WrongLine(RowOrigin origin, string reason) => new($"{origin}: {reason}");

    /// <summary>A JSON object has a key twice.</summary>
    public static DataException DuplicateKey(RowOrigin origin, string key) =>
        new($"{origin}: key '{key}' is there twice.");

    /// <summary>A string holds an escape for half a character.</summary>
    public static DataException HalfCharacter(RowOrigin origin) =>
        new($"{origin}: a string holds half of a surrogate pair (an escape like \\ud83d on its own). Remove it.");

    /// <summary>A column that the config names is not in a file.</summary>
    public static DataException MissingColumn(
        string file, string role, string column, IReadOnlyCollection<string> columns) =>
        new($"{file}: no column '{column}' for {role}; found {Quoted(columns)}." +
            $"{NearestName.Suggest(column, columns)} Set columns.{role}.");

    /// <summary>No column of a file looks like what is needed.</summary>
    public static DataException NoColumnFor(
        string file, string role, IReadOnlyCollection<string> columns, IEnumerable<string> looked) =>
        new($"{file}: no column for {role}; found {Quoted(columns)}; looked for {string.Join(", ", looked)}. " +
            $"Set columns.{role}; in CSV and TSV the first line must name the columns.");

    /// <summary>A row lacks a value.</summary>
    public static DataException MissingValue(RowOrigin origin, string column) =>
        new($"{origin}: '{column}' has no value.");

    /// <summary>A row's value has the wrong type.</summary>
    public static DataException WrongType(RowOrigin origin, string column, string expected, Field found) =>
        new($"{origin}: '{column}' must be {expected}, found {found}.");

    /// <summary>A label is not of the kind the problem type needs.</summary>
    public static DataException WrongLabel(RowOrigin origin, string expected, string found) =>
        new($"{origin}: the label must be {expected}, found {found}.");

    /// <summary>A row's text gives no tokens at all.</summary>
    public static DataException NoTokens(RowOrigin origin) =>
        new($"{origin}: the text gives no tokens. Remove the row, or use a tokenizer that adds special tokens.");

    /// <summary>A label is not among those of the training data, or of <c>label_names</c>.</summary>
    public static DataException UnknownLabel(RowOrigin origin, string label, IReadOnlyCollection<string> known)
    {
        const int shown = 20;
        var list = Quoted(known.Take(shown)) + (known.Count > shown ? $" and {known.Count - shown} more" : "");
        return new($"{origin}: label '{label}' is not in the training data (or label_names); known are {list}." +
            NearestName.Suggest(label, known));
    }

    /// <summary>A row has one label twice.</summary>
    public static DataException LabelTwice(RowOrigin origin, string label) =>
        new($"{origin}: label '{label}' is there twice. " +
            "List the labels of a row by name; a list of zeros and ones is not understood.");

    /// <summary>Some labels are fractions, others are text.</summary>
    public static DataException MixedLabels(RowOrigin number, RowOrigin text, string found) =>
        new($"{text}: label '{found}' is text, but {number} has a fraction. Set problem_type, or mend the rows.");

    /// <summary>The training data has only one label.</summary>
    public static DataException OneLabel(string label, int rows) =>
        new($"The training data has only the label '{label}' ({rows:N0} rows): there is nothing to tell apart.");

    /// <summary>The config names a format that there is not.</summary>
    public static DataException UnknownFormat(string name)
    {
        string[] names = [FormatRegistry.Auto, .. FormatRegistry.All.Select(format => format.Name)];
        return new($"format '{name}' does not exist; there are {string.Join(", ", names)}." +
            NearestName.Suggest(name, names));
    }

    /// <summary>The columns of a file are those of no format.</summary>
    public static DataException NoFormatFor(FileColumns columns, IEnumerable<IDataFormat> formats) =>
        new($"{columns.File}: the columns {Quoted(columns.Names)} are those of no format. Set dataset.format, and " +
            "dataset.columns where yours have other names:\n" +
            string.Join('\n', formats.Select(format => $"{format.Name}: {format.Description}")));

    /// <summary>The config names a format whose rows cannot serve the task.</summary>
    public static DataException FormatOfNoUse(
        IDataFormat named, DataPurpose purpose, IEnumerable<IDataFormat> useful) =>
        new($"format '{named.Name}' does not serve {purpose.ToString().ToLowerInvariant()}; " +
            $"what does: {string.Join(", ", useful.Select(format => format.Name))}.");

    /// <summary>There is nothing to train on, or too much is said about it.</summary>
    public static DataException FilesOrSources(bool both) => new(both
        ? "train_file and sources are both given. Keep one: put the files of train_file into a source of their own."
        : "nothing to train on: set dataset.train_file, or dataset.sources for several data sets.");

    /// <summary>A key is set that only language models heed.</summary>
    public static DataException KeyOfLanguageModels(string key) =>
        new($"dataset.{key} is for language models and does nothing for classification. Remove it.");

    /// <summary>All rows of a source were split off for validation or testing.</summary>
    public static DataException SourceLeftEmpty(string path) =>
        new($"sources: no row of {path} is left to train on, since all were split off. Add rows, or split off fewer.");

    /// <summary>A mixture would take more rows than anybody needs.</summary>
    public static DataException MixtureTooLarge(int most) =>
        new($"sources: drawing until all are used up takes more than {most:N0} rows. Make the weights less uneven, " +
            "or set stopping_strategy: first_exhausted.");

    /// <summary>A row is too long and the config refuses such rows.</summary>
    public static DataException TooLong(RowOrigin origin, int tokens, int prompt, int maxLength) =>
        new($"{origin}: {tokens:N0} tokens, {prompt:N0} of them before the first that is learned; max_length is " +
            $"{maxLength:N0}. Shorten the row, raise max_length, or set overlength to truncate_prompt, " +
            "truncate_response or drop.");

    /// <summary>A token has no embedding.</summary>
    public static DataException TokenBeyondVocabulary(RowOrigin origin, string token, int id, int vocabSize) =>
        new($"{origin}: token '{token}' has id {id:N0}, but the model's vocabulary ends at {vocabSize - 1:N0}. " +
            "The tokenizer is not this model's, or has tokens that the model was not extended for.");

    /// <summary>Too many rows have nothing to learn from.</summary>
    public static DataException TooFewSupervised(string part, int dropped, int rows, RowOrigin first, double limit) =>
        new($"{part}: {dropped:N0} of {rows:N0} rows have no token to learn from, the first is {first}; " +
            $"max_unsupervised_share allows {limit:P0}. Answers may be cut off (raise max_length, or set overlength: " +
            "truncate_prompt), or train_on excludes them.");

    /// <summary>No row of a part is left.</summary>
    public static DataException NothingLeft(string part, string report) =>
        new($"{part}: no row is left to learn from. {report}");

    /// <summary>Label names are given for a problem that has none, or are not distinct.</summary>
    public static DataException BadLabelNames(string reason) => new($"label_names: {reason}");

    /// <summary>A part is given as files and as a share of the training data.</summary>
    public static DataException FilesAndSplit(string part) =>
        new($"{part}_file and {part}_split are both given. Keep one: the files, or the share of train_file.");

    /// <summary>The shares that are split off leave no rows in one of the parts.</summary>
    public static DataException SplitTooSmall(string part, int rows, double validation, double test) =>
        new($"{rows:N0} rows, split with validation_split {validation} and test_split {test}, leave none for {part}. " +
            "Change the shares, or add rows.");

    private static string Quoted(IEnumerable<string> names)
    {
        // A file without a header has its first text here.
        const int longest = 40;
        var shown = names.Select(name => name.Length <= longest ? name : name[..longest] + "...");
        return string.Join(", ", shown.Select(name => $"'{name}'"));
    }
}
