using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>What a server must not get a download to do, and what it is refused for.</summary>
public sealed class HubHostileServerTests : HubDownloads
{
    [Theory]
    [InlineData(30_000)]
    [InlineData(3_000_000)] // so much that the first attempt counts as progress; the same bytes again do not
    public async Task A_server_that_cuts_and_refuses_to_continue_for_ever_is_given_up(int cutAfter)
    {
        Repository.Files[Weights] = new byte[4_000_000];
        Repository.Replace = (name, request, _) => name != Weights ? null
            : request.From is null ? new HubReply(200, Repository.Files[name]) { CutAfter = cutAfter } : new HubReply(416, []);
        using var server = new LoopbackServer(Repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(4, server.Requests.Count(IsForWeights));
    }

    [Theory]
    [InlineData(401, null, "HF_TOKEN")]
    [InlineData(403, "hf_abc", "HF_TOKEN")]
    [InlineData(404, null, "spelling")]
    [InlineData(400, null, "400")]
    [InlineData(418, null, "418")]
    public async Task Refusals_end_at_once_with_what_to_do(int status, string? token, string hint)
    {
        Repository.Replace = (_, _, _) => new HubReply(status, []);
        using var server = new LoopbackServer(Repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server, token));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_abc", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public async Task The_token_goes_to_the_endpoint_and_nowhere_else()
    {
        // another port is another server
        using var storage = new LoopbackServer(request => HubReply.File(Repository.Files[request.Path.Split('/')[^1]], request));
        Repository.Replace = (name, request, before) => name switch
        {
            Weights => HubReply.Redirect($"{storage.Address}/{name}"),
            "config.json" when before == 0 => HubReply.Redirect(request.Path, 307), // relative, same host
            _ => null,
        };
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server, token: "hf_abc");
        AssertComplete();
        Assert.All(server.Requests, request => Assert.Equal("Bearer hf_abc", request.Headers["Authorization"]));
        Assert.Equal(2, server.Requests.Count(request => request.Path.EndsWith("/config.json", StringComparison.Ordinal)));
        Assert.DoesNotContain("Authorization", Assert.Single(storage.Requests).Headers.Keys);
    }

    [Theory]
    [InlineData("/loop")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("file:///etc/hostname")]
    public async Task Redirects_without_end_or_to_other_protocols_are_refused(string target)
    {
        using var server = new LoopbackServer(_ => HubReply.Redirect(target));
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.InRange(server.Requests.Count, 1, 11);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public async Task Wrong_content_is_never_kept()
    {
        Repository.Replace = (name, request, _) => name == Weights ? HubReply.File([.. Repository.Files[name].Reverse()], request) : null;
        using var server = new LoopbackServer(Repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("hash", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count(IsForWeights));
        AssertNoTraceOf(Weights);
    }

    [Fact]
    public async Task Small_files_are_checked_too()
    {
        Repository.Replace =
            (name, request, _) => name == "generation_config.json" ? HubReply.File([.. Repository.Files[name].Reverse()], request) : null;
        using var server = new LoopbackServer(Repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        AssertNoTraceOf("generation_config.json");
    }

    [Theory]
    [InlineData(-10, false)]
    [InlineData(10, false)]
    [InlineData(10, true)]
    public async Task A_file_of_another_size_than_listed_is_refused(int surplus, bool hideLength)
    {
        Repository.Replace = (name, request, _) => name == Weights
            ? HubReply.File(
                surplus < 0 ? Repository.Files[name][..^-surplus] : [.. Repository.Files[name], .. new byte[surplus]],
                request) with { HideLength = hideLength }
            : null;
        using var server = new LoopbackServer(Repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("the hub lists", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, IsForWeights);
        AssertNoTraceOf(Weights);
    }

    [Theory]
    [InlineData("listing")]
    [InlineData("config.json")]
    [InlineData(Weights)]
    public async Task A_web_page_in_place_of_a_file_is_recognised(string file)
    {
        Repository.Replace = (name, _, _) => name == file ? HubReply.Text(200, "<html>Sign in</html>", "text/html; charset=utf-8") : null;
        using var server = new LoopbackServer(Repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("web page", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder.File(file)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"siblings\":3}")]
    [InlineData("{\"siblings\":[{}]}")]
    [InlineData("{\"siblings\":[{\"rfilename\":3}]}")]
    [InlineData("{\"siblings\":[{\"rfilename\":\"\\ud800\"}]}")]
    [InlineData("{\"siblings\":[{\"rfilename\":\"config.json\",\"size\":-1}]}")]
    [InlineData("{\"siblings\":[{\"rfilename\":\"config.json\",\"size\":1e300}]}")]
    [InlineData("{\"siblings\":[{\"rfilename\":\"config.json\",\"size\":9223372036854775807}]}")]
    [InlineData("{\"siblings\":[]}")]
    [InlineData("{\"siblings\":[{\"rfilename\":\"model.gguf\"},{\"rfilename\":\"config.json\"}]}")]
    [InlineData("{\"sha\":\"../../x\",\"siblings\":[]}")]
    public async Task A_strange_listing_ends_in_a_sentence(string listing)
    {
        Repository.Replace = (name, _, _) => name == "listing" ? HubReply.Text(200, listing) : null;
        using var server = new LoopbackServer(Repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Theory]
    [InlineData("../evil.safetensors")]
    [InlineData("/etc/evil.safetensors")]
    [InlineData("model/../../evil.safetensors")]
    [InlineData("model\\..\\evil.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("model\u0000.safetensors")]
    public async Task Names_that_leave_the_folder_are_refused(string name)
    {
        Repository.EditListing = listing => listing["siblings"]!.AsArray().Add(new JsonObject { ["rfilename"] = name, ["size"] = 3 });
        using var server = new LoopbackServer(Repository.Answer);
        Assert.Contains(
            "Do not trust", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public async Task Another_kind_of_model_is_refused_before_its_weights_come()
    {
        Repository.Files["config.json"] = "{\"model_type\":\"qwen3_vl\"}"u8.ToArray();
        using var server = new LoopbackServer(Repository.Answer);
        Assert.Contains("Qwen3-VL", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, IsForWeights);
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));

        // a folder that was there with such a file keeps it
        await File.WriteAllBytesAsync(Folder.File("config.json"), Repository.Files["config.json"], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.True(File.Exists(Folder.File("config.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c")]
    [InlineData("../x")]
    [InlineData("a/..")]
    [InlineData("a b/c")]
    [InlineData("a/b?c")]
    [InlineData("https://example.org/a")]
    [InlineData("/a")]
    public async Task Impossible_repository_names_are_refused_before_any_request(string name)
    {
        using var server = new LoopbackServer(Repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => new HubClient(Options(server), Http).FetchAsync(name, Folder.Path));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<QwenException>(() => new HubClient(new() { Endpoint = "ftp://x" }));
        Assert.Throws<QwenException>(() => new HubClient(new() { Endpoint = "x" }));
        Assert.Throws<QwenException>(() => new HubClient(new() { Revision = "../main" }));
        Assert.DoesNotContain(
            "secret",
            Assert.Throws<QwenException>(() => new HubClient(new() { Token = "secret\nX-Header: 1" })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HubClient(new() { MaxAttempts = 0 }));
    }
}
