namespace FineTune.Formats.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_written_replaced_and_its_folder_made()
    {
        using var folder = new TempFolder();
        var path = folder.File("deep/er/note.txt");
        AtomicFile.WriteText(path, "one");
        AtomicFile.WriteText(path, "zwö");
        Assert.Equal("zwö"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TempFolder();
        var path = folder.Write("note.txt", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([1, 2, 3]);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
