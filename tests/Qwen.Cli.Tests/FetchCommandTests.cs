using System.Net;
using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Models;

namespace Qwen.Cli.Tests;

/// <summary><c>qwenvl fetch</c> from a hub on this machine.</summary>
public sealed class FetchCommandTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-fetch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_checkpoint_arrives_and_its_folder_is_the_only_output()
    {
        using var hub = StartHub(out var address);
        var serving = ServeAsync(hub);
        var target = Path.Combine(folder, "fetched");
        var run = await CommandRun.StartAsync(["fetch", "Some/Demo", "--to", target, "--revision", "v1", "--endpoint", address]);
        hub.Stop();
        await serving;

        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal(target, run.Output.Trim());
        Assert.Contains($"qwenvl chat {target}", run.Notes, StringComparison.Ordinal);
        foreach (var name in new[] { "config.json", "tokenizer.json", "model.safetensors" })
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, name)), File.ReadAllBytes(Path.Combine(target, name)));
    }

    [Fact]
    public async Task Size_and_speed_are_told_and_what_is_there_is_not_mentioned_again()
    {
        using var hub = StartHub(out var address);
        var serving = ServeAsync(hub);
        var target = Path.Combine(folder, "fetched");
        string[] arguments = ["fetch", "Some/Demo", "--to", target, "--revision", "v1", "--endpoint", address];
        var first = await CommandRun.StartAsync(arguments);
        var second = await CommandRun.StartAsync(arguments);
        File.Delete(Path.Combine(target, "config.json"));
        var third = await CommandRun.StartAsync(arguments);
        hub.Stop();
        await serving;

        Assert.Matches(@"Some/Demo: \d+\.\d MB to fetch, [0-9.]+ [MG]B free\.", first.Notes);
        Assert.Matches(@"\d+\.\d MB in [0-9.]+ s, [0-9.]+ [MG]B/s\.", first.Notes);
        Assert.True(second.ExitCode == ExitCode.Ok, second.Notes);
        Assert.DoesNotContain("Downloading", second.Notes, StringComparison.Ordinal);
        Assert.Contains("Everything is there.", second.Notes, StringComparison.Ordinal);
        Assert.Equal(1, third.Notes.Split("Downloading").Length - 1);
        Assert.Contains("Downloading config.json", third.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_or_file_that_is_not_there_leaves_nothing()
    {
        using var hub = StartHub(out var address);
        var serving = ServeAsync(hub, missing: "config.json");
        var target = Path.Combine(folder, "some", "where");
        var noFile = await CommandRun.StartAsync(["fetch", "Some/Demo", "--to", target, "--revision", "v1", "--endpoint", address]);
        var nothing = await CommandRun.StartAsync(["fetch", "Some/Thing", "--to", target, "--endpoint", address]);
        hub.Stop();
        await serving;

        Assert.Equal((ExitCode.Failure, ExitCode.Failure), (noFile.ExitCode, nothing.ExitCode));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Without_a_folder_it_goes_among_the_models_with_its_source()
    {
        using var hub = StartHub(out var address);
        var serving = ServeAsync(hub);
        var run = await CommandRun.StartAsync(["fetch", "Some/Demo", "--revision", "v1", "--endpoint", address]);
        hub.Stop();
        await serving;

        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal(Path.Combine(OwnModels.Folder, "Some", "Demo"), run.Output.Trim());
        Assert.Contains("qwenvl chat Some/Demo", run.Notes, StringComparison.Ordinal);
        var model = new ModelHome().Find("Some/Demo");
        Assert.Equal(("Some/Demo", "v1", Commit), (model!.Source!.Repository, model.Source.Revision, model.Source.Commit));
    }

    [Theory]
    [InlineData("Some/Demo", "no address")]
    [InlineData("../outside", "http://127.0.0.1:9")]
    public async Task A_wrong_name_or_address_fails_before_anything_is_written(string repository, string endpoint)
    {
        var target = Path.Combine(folder, "nothing");
        var run = await CommandRun.StartAsync(["fetch", repository, "--to", target, "--endpoint", endpoint]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.False(Directory.Exists(target));
    }

    private static HttpListener StartHub(out string address)
    {
        // a port that is free now may be taken a moment later: try another then
        for (var attempt = 0; ; attempt++)
        {
            address = $"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}";
            var hub = new HttpListener { Prefixes = { address + "/" } };
            try
            {
                hub.Start();
                return hub;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                hub.Close();
            }
        }
    }

    // answers as the hub does: a listing of one revision, then the files at its commit
    private static async Task ServeAsync(HttpListener hub, string? missing = null)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await hub.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
            {
                return; // stopped
            }

            var path = context.Request.Url!.AbsolutePath;
            var file = Path.Combine(RepositoryFiles.DemoCheckpoint, Path.GetFileName(path));
            byte[]? body = path == "/api/models/Some/Demo/revision/v1" ? System.Text.Encoding.UTF8.GetBytes(Listing())
                : path == $"/Some/Demo/resolve/{Commit}/{Path.GetFileName(file)}" && Path.GetFileName(file) != missing && File.Exists(file)
                    ? await File.ReadAllBytesAsync(file)
                    : null;
            context.Response.StatusCode = body is null ? 404 : 200;
            if (body is not null)
                await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    private static string Listing() => new JsonObject
    {
        ["sha"] = Commit,
        ["siblings"] = new JsonArray([.. Directory.GetFiles(RepositoryFiles.DemoCheckpoint)
            .Select(f => new JsonObject { ["rfilename"] = Path.GetFileName(f), ["size"] = new FileInfo(f).Length })]),
    }.ToJsonString();
}
