using Xunit;

namespace FineTune.Testing;

/// <summary>Finds files of the checkout, and of the reference material beside it.</summary>
public static class Checkout
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the checkout.</summary>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path in the folder <c>shared</c> beside the checkout; skips the test where that is absent.</summary>
    public static string Shared(params ReadOnlySpan<string> parts)
    {
        var path = Path.GetFullPath(Path.Combine([Root, "..", "shared", .. parts]));
        Skip.IfNot(Path.Exists(path), $"needs ../shared/{string.Join('/', parts.ToArray())}, which is not there");
        return path;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FineTune.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no FineTune.sln above");
        }
        return folder;
    }
}
