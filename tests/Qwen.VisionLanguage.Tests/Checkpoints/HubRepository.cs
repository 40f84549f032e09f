using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>A repository with a small real checkpoint, answered as the hub answers; single answers can be replaced.</summary>
internal sealed class HubRepository
{
    public const string Name = "Someone/Some-Model";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>Content by name; weights are listed as large files (SHA-256), everything else with git's object id.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Changes the listing before it is sent.</summary>
    public Action<JsonObject> EditListing { get; set; } = _ => { };

    /// <summary>Asked before the usual answer for a file (request, number of earlier requests for it); null for the usual one.</summary>
    public Func<string, HubRequest, int, HubReply?> Replace { get; set; } = (_, _, _) => null;

    private readonly Dictionary<string, int> asked = [];

    public static HubRepository WithCheckpoint(int shards = 1, int seed = 1)
    {
        using var folder = new TemporaryFolder();
        RandomCheckpoint.Write(folder.Path, new() { Config = RandomCheckpointSizes.Tiny, Shards = shards, Seed = seed });
        var repository = new HubRepository();
        foreach (var path in Directory.GetFiles(folder.Path))
            repository.Files[Path.GetFileName(path)] = File.ReadAllBytes(path);
        repository.Files["README.md"] = "# not needed"u8.ToArray();
        return repository;
    }

    public HubReply Answer(HubRequest request)
    {
        var name = request.Path.Split('?')[0].Split('/')[^1];
        int before;
        lock (asked)
        {
            before = asked.GetValueOrDefault(request.Path);
            asked[request.Path] = before + 1;
        }

        if (request.Path.StartsWith($"/api/models/{Name}/revision/", StringComparison.Ordinal))
            return Replace("listing", request, before) ?? HubReply.Text(200, Listing());
        if (request.Path != $"/{Name}/resolve/{Commit}/{name}" || !Files.TryGetValue(name, out var content))
            return HubReply.Text(404, "Entry not found", "text/plain");
        return Replace(name, request, before) ?? HubReply.File(content, request);
    }

    private string Listing()
    {
        var siblings = new JsonArray();
        foreach (var (name, content) in Files)
        {
            var item = new JsonObject { ["rfilename"] = name, ["size"] = content.Length };
            if (name.EndsWith(".safetensors", StringComparison.Ordinal))
                item["lfs"] = new JsonObject
                {
                    ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
                    ["size"] = content.Length,
                    ["pointerSize"] = 135
                };
            item["blobId"] = Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
            siblings.Add(item);
        }

        var listing = new JsonObject { ["id"] = Name, ["sha"] = Commit, ["siblings"] = siblings };
        EditListing(listing);
        return listing.ToJsonString();
    }
}
