namespace FineTune.Formats.Tests;

/// <summary>The golden files of the checkout.</summary>
internal static class Goldens
{
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FineTune.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no FineTune.sln above");
        }

        return Path.Combine(folder, "tests", "goldens");
    }
}
