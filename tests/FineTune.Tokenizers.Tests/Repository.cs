namespace FineTune.Tokenizers.Tests;

/// <summary>Finds the repository's own files and, where it is present, the folder of shared material beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the repository.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path inside the shared folder; skips the test where that is absent.</summary>
    public static string Shared(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Root, "..", "shared", .. parts]));
        Skip.IfNot(Path.Exists(path), $"{path} is not here");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "FineTune.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("FineTune.sln was not found above the tests");
    }
}
