using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Downloads over real connections from a server that behaves well, and from one that has its troubles.</summary>
public sealed class HubClientTests : HubDownloads
{
    [Fact]
    public async Task A_whole_checkpoint_comes_down_and_opens()
    {
        Repository = HubRepository.WithCheckpoint(shards: 3);
        using var server = new LoopbackServer(Repository.Answer);
        var path = await FetchAsync(server);
        Assert.Equal(Folder.Path, path);
        AssertComplete();
        Assert.False(File.Exists(Folder.File("README.md")));
        using (var checkpoint = Checkpoint.Open(path))
            Assert.Equal(48, checkpoint.Config.Text.HiddenSize);

        var total = Repository.Files.Where(file => file.Key != "README.md").Sum(file => (long)file.Value.Length);
        Assert.All(Progress, p => Assert.Equal(total, p.Total));
        Assert.Equal(Progress.Select(p => p.Done).Order(), Progress.Select(p => p.Done));
        Assert.Equal(total, Progress[^1].Done);
        Assert.DoesNotContain(server.Requests, request => request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_repeated_call_asks_only_for_what_is_missing_or_changed()
    {
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        server.Requests.Clear();
        Progress.Clear();
        await FetchAsync(server);
        Assert.Single(server.Requests); // the listing
        Assert.Empty(Progress);

        // same size, other content: an update of the repository
        var old = Repository.Files[Weights];
        Repository.Files[Weights] = HubRepository.WithCheckpoint(seed: 2).Files[Weights];
        Assert.Equal(old.Length, Repository.Files[Weights].Length);
        File.Delete(Folder.File("generation_config.json"));
        server.Requests.Clear();
        await FetchAsync(server);
        Assert.Equal(["generation_config.json", Weights], server.Requests.Skip(1).Select(request => request.Path.Split('/')[^1]));
        AssertComplete();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_connection_is_continued_where_it_broke(bool hideLength)
    {
        Repository.Replace = (name, request, before) => name == Weights && before < 3
            ? HubReply.File(Repository.Files[name], request) with { CutAfter = 20_000, HideLength = hideLength }
            : null;
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([null, 20_000, 40_000, 60_000], server.Requests.Where(IsForWeights).Select(request => request.From));
    }

    [Fact]
    public async Task After_too_many_cuts_the_part_stays_and_the_next_call_continues_it()
    {
        Repository.Replace =
            (name, request, _) => name == Weights ? HubReply.File(Repository.Files[name], request) with { CutAfter = 10_000 } : null;
        using var server = new LoopbackServer(Repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("4 attempts", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder.File(Weights)));
        Assert.Equal(40_000, new FileInfo(Folder.File(Weights + ".part")).Length);

        // and a folder in this state says so when opened
        Assert.Contains("not complete", Assert.Throws<QwenException>(() => Checkpoint.Open(Folder.Path)).Message, StringComparison.Ordinal);

        Repository.Replace = (_, _, _) => null;
        server.Requests.Clear();
        await FetchAsync(server);
        Assert.Equal(40_000, Assert.Single(server.Requests, IsForWeights).From);
        AssertComplete();
    }

    [Theory]
    [InlineData("ignores the range", 2)]
    [InlineData("another range", 3)]
    [InlineData("416", 3)]
    public async Task A_server_that_cannot_continue_is_asked_for_everything_again(string behaviour, int requests)
    {
        Repository.Replace = (name, request, before) => (name, before, behaviour) switch
        {
            (Weights, 0, _) => HubReply.File(Repository.Files[name], request) with { CutAfter = 20_000 },
            (Weights, 1, "ignores the range") => new HubReply(200, Repository.Files[name]),
            (Weights, 1, "another range") => new HubReply(206, Repository.Files[name][7..])
            {
                Headers = { ["Content-Range"] = $"bytes 7-{Repository.Files[name].Length - 1}/{Repository.Files[name].Length}" }
            },
            (Weights, 1, "416") => new HubReply(416, []),
            _ => null,
        };
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal(requests, server.Requests.Count(IsForWeights));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task Passing_troubles_of_the_server_are_waited_out(int status)
    {
        Repository.Replace = (_, _, before) => before < 2 ? new HubReply(status, []) { Headers = { ["Retry-After"] = "0" } } : null;
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
    }

    [Fact]
    public async Task Retry_after_is_obeyed_and_too_long_a_wait_is_said()
    {
        Repository.Replace =
            (name, _, before) => name == Weights && before == 0 ? new HubReply(429, []) { Headers = { ["Retry-After"] = "1" } } : null;
        using (var server = new LoopbackServer(Repository.Answer))
        {
            var start = Environment.TickCount64;
            await FetchAsync(server);
            Assert.True(Environment.TickCount64 - start >= 990);
        }

        File.Delete(Folder.File(Weights));
        Repository = HubRepository.WithCheckpoint();
        Repository.Replace = (name, _, _) => name == Weights ? new HubReply(429, []) { Headers = { ["Retry-After"] = "3600" } } : null;
        using var patient = new LoopbackServer(Repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(patient));
        Assert.Contains("3600 seconds", error.Message, StringComparison.Ordinal);
        Assert.Single(patient.Requests, IsForWeights);
    }

    [Fact]
    public async Task A_cut_behind_a_redirect_is_continued_there()
    {
        using var storage = new LoopbackServer(request => request.From is null
            ? HubReply.File(Repository.Files[Weights], request) with { CutAfter = 15_000 }
            : HubReply.File(Repository.Files[Weights], request));
        Repository.Replace = (name, _, _) => name == Weights ? HubReply.Redirect($"{storage.Address}/{name}") : null;
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([null, 15_000], storage.Requests.Select(request => request.From));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_hashes_in_the_listing_nothing_is_continued_but_everything_comes(bool sizes)
    {
        Repository.EditListing = listing =>
        {
            foreach (var item in listing["siblings"]!.AsArray())
            {
                item!.AsObject().Remove("lfs");
                item.AsObject().Remove("blobId");
                if (!sizes)
                    item.AsObject().Remove("size");
            }
        };

        // whole by its size, and of unknown origin
        await File.WriteAllBytesAsync(
            Folder.File(Weights + ".part"), new byte[Repository.Files[Weights].Length], TestContext.Current.CancellationToken);
        Repository.Replace = (name, request, before) =>
            name == Weights && before == 0 ? HubReply.File(Repository.Files[name], request) with { CutAfter = 9_000 } : null;
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([null, null], server.Requests.Where(IsForWeights).Select(request => request.From));
        Assert.All(Progress, p => Assert.Equal(sizes, p.Total > 0));
    }

    [Fact]
    public async Task A_wait_until_a_time_long_past_is_none()
    {
        Repository.Replace = (name, _, before) => name == Weights && before == 0
            ? HubReply.Text(503, "later") with { Headers = new() { ["Retry-After"] = "Thu, 01 Jan 1970 00:00:00 GMT" } }
            : null;
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        Repository.Replace =
            (name, request, _) => name == Weights ? HubReply.File(Repository.Files[name], request) with { Stall = true } : null;
        using var server = new LoopbackServer(Repository.Answer);
        var options = Options(server) with { StallTimeout = TimeSpan.FromMilliseconds(200), MaxAttempts = 2 };
        var error = await Assert.ThrowsAsync<QwenException>(() => new HubClient(options, Http).FetchAsync(HubRepository.Name, Folder.Path));
        Assert.Contains("no answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count(IsForWeights));
    }

    [Fact]
    public async Task An_unreachable_server_is_given_up()
    {
        string address;
        using (var server = new LoopbackServer(Repository.Answer))
            address = server.Address;
        var options = new HubClientOptions { Endpoint = address, Token = "", MaxAttempts = 2, RetryDelay = TimeSpan.FromMilliseconds(1) };
        var error = await Assert.ThrowsAsync<QwenException>(() => new HubClient(options, Http).FetchAsync(HubRepository.Name, Folder.Path));
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_at_once_and_leaves_no_finished_name()
    {
        using var cancel = new CancellationTokenSource();
        Repository.Replace = (name, request, _) =>
        {
            if (name == Weights)
                cancel.CancelAfter(50);
            return name == Weights ? HubReply.File(Repository.Files[name], request) with { Stall = true } : null;
        };
        using var server = new LoopbackServer(Repository.Answer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new HubClient(Options(server), Http).FetchAsync(HubRepository.Name, Folder.Path, null, cancel.Token));
        Assert.False(File.Exists(Folder.File(Weights)));
    }

    [Fact]
    public async Task Revisions_with_slashes_are_escaped()
    {
        using var server = new LoopbackServer(Repository.Answer);
        await new HubClient(Options(server) with { Revision = "refs/pr/1" }, Http).FetchAsync(HubRepository.Name, Folder.Path);
        Assert.Equal($"/api/models/{HubRepository.Name}/revision/refs%2Fpr%2F1?blobs=true", server.Requests.First().Path);
        AssertComplete();
    }
}
