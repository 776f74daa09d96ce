using System.Xml.Linq;

namespace FineTune.House.Tests;

/// <summary>The rooms reference each other only along the arrows of the design.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["FineTune.Torch"] = [],
        ["FineTune.Formats"] = [],
        ["FineTune.Tokenizers"] = [],
        ["FineTune.Config"] = [],
        ["FineTune.Hub"] = [],
        ["FineTune.Nn"] = ["FineTune.Torch"],
        ["FineTune.Models"] = ["FineTune.Nn", "FineTune.Formats"],
        ["FineTune.Peft"] = ["FineTune.Nn", "FineTune.Formats"],
        ["FineTune.Data"] = ["FineTune.Tokenizers", "FineTune.Formats"],
        ["FineTune.Training"] = ["FineTune.Nn", "FineTune.Data", "FineTune.Formats"],
        ["FineTune.Generation"] = ["FineTune.Nn", "FineTune.Tokenizers"],
        ["FineTune.Recipes"] =
        [
            "FineTune.Models", "FineTune.Peft", "FineTune.Data", "FineTune.Training", "FineTune.Generation",
            "FineTune.Config", "FineTune.Nn", "FineTune.Formats", "FineTune.Tokenizers", "FineTune.Hub",
        ],
        ["FineTune.Cli"] = ["FineTune.Recipes"],
    };

    public static TheoryData<string> Projects =>
    [
        .. Repository.Files("*.csproj")
            .Where(f => !f.StartsWith("tests/", StringComparison.Ordinal)
                && !f.StartsWith("benchmarks/", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_references_only_what_its_arrows_allow(string project)
    {
        var room = Path.GetFileNameWithoutExtension(project);
        Assert.True(Arrows.TryGetValue(room, out var allowed), $"{room} is not in the table of rooms");
        Assert.Empty(ReferencesOf(project).Except(allowed));
    }

    [Fact]
    public void Only_the_neural_network_room_chooses_the_torch_source()
    {
        var importers = Repository.Files("*.csproj")
            .Where(f => Repository.Read(f).Contains("Torch.props", StringComparison.Ordinal))
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal));
        Assert.Equal(["src/FineTune.Nn/FineTune.Nn.csproj"], importers);
    }

    private static IEnumerable<string> ReferencesOf(string project)
    {
        var document = XDocument.Parse(Repository.Read(project));
        var direct = document.Descendants("ProjectReference").Select(r => (string)r.Attribute("Include")!);
        var imported = document.Descendants("Import")
            .Where(i => ((string)i.Attribute("Project")!).EndsWith("Torch.props", StringComparison.Ordinal))
            .Select(_ => "FineTune.Torch");
        return direct.Select(r => Path.GetFileNameWithoutExtension(r)).Concat(imported);
    }
}
