using Xunit;

namespace FineTune.Testing;

/// <summary>Compares a text with the approved one that the repository keeps.</summary>
public static class Approved
{
    private const string Update = "FINETUNE_UPDATE_APPROVED";

    /// <summary>A text is as approved; with <c>FINETUNE_UPDATE_APPROVED=1</c> it becomes the approved one
    /// instead.</summary>
    /// <param name="file">The approved file, from the root of the checkout.</param>
    /// <param name="actual">The text.</param>
    public static void Text(string file, string actual)
    {
        var path = Checkout.At(file);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            approved == actual,
            $"{file} is out of date; if the new text is right, run the tests once with {Update}=1 and commit it.\n"
            + $"now it is:\n{actual}");
    }
}
