using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>What a repository has at a revision.</summary>
/// <param name="Commit">The commit that the revision is at.</param>
/// <param name="Names">The files' paths; those that could leave a folder are left out.</param>
internal sealed record HubListing(string Commit, IReadOnlySet<string> Names)
{
    /// <summary>Asks the hub.</summary>
    /// <exception cref="HubException">The hub refuses, does not answer, or has no such repository.</exception>
    public static async Task<HubListing> GetAsync(HubRepo repo, HubHttp http, CancellationToken stop)
    {
        var address = http.Address($"api/{repo.Plural}/{repo.Name}/revision/{Uri.EscapeDataString(repo.Revision)}");
        using var answer = await http.GetAsync(repo, file: null, address, range: null, stop);
        var text = await http.PatientlyAsync(
            patience => new ValueTask<string>(answer.Content.ReadAsStringAsync(patience)), stop);
        return Parse(text) switch
        {
            null => throw HubException.BadAnswer(address, "it does not list files"),
            { Commit: var commit } when !HubRepo.IsCommit(commit) =>
                throw HubException.BadAnswer(address, $"'{commit}' is no commit"),
            var listing => listing,
        };
    }

    /// <summary>Where a file of the commit is asked for.</summary>
    public Uri Address(HubRepo repo, string file, HubHttp http)
    {
        var prefix = repo.Kind == HubKind.Model ? "" : $"{repo.Plural}/";
        var escaped = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
        return http.Address($"{prefix}{repo.Name}/resolve/{Commit}/{escaped}");
    }

    private static HubListing? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject root
                && (string?)root["sha"] is { } commit && root["siblings"] is JsonArray siblings
                    ? new HubListing(commit, FileNames(siblings).Where(HubPath.IsSafe).ToHashSet())
                    : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<string> FileNames(JsonArray siblings) =>
        siblings.Select(file => (string?)file?["rfilename"]).OfType<string>();
}
