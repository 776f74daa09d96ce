using FineTune.Config;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Generation;
using FineTune.Hub;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Tells what a user can mend from what only we can.</summary>
public static class UserMistake
{
    /// <summary>Whether an exception's message is for the user: a domain's own exception, or the system refusing to
    /// write (disk full, no permission).</summary>
    /// <remarks>Whatever is read goes through a room that words its absence; a bare "not found" is therefore ours.
    /// </remarks>
    public static bool Is(Exception e) => e switch
    {
        ConfigException or DataException or CheckpointException or WeightsException or PeftException
            or RecipeException or TokenizerException or ChatTemplateException or TrainingException or HubException
            or ParquetException or GenerationException => true,
        FileNotFoundException or DirectoryNotFoundException or FileLoadException or EndOfStreamException => false,
        IOException or UnauthorizedAccessException => true,
        _ => false,
    };
}
