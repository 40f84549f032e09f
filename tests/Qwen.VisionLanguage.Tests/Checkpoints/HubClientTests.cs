using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Downloads over real connections from a server that behaves well, badly, and like a hostile one.</summary>
public sealed class HubClientTests : IDisposable
{
    private const string Weights = "model.safetensors";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly List<QwenProgress> progress = [];
    private HubRepository repository = HubRepository.WithCheckpoint();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_whole_checkpoint_comes_down_and_opens()
    {
        repository = HubRepository.WithCheckpoint(shards: 3);
        using var server = new LoopbackServer(repository.Answer);
        var path = await FetchAsync(server);
        Assert.Equal(folder.Path, path);
        AssertComplete();
        Assert.False(File.Exists(folder.File("README.md")));
        using (var checkpoint = Checkpoint.Open(path))
            Assert.Equal(48, checkpoint.Config.Text.HiddenSize);

        var total = repository.Files.Where(file => file.Key != "README.md").Sum(file => (long)file.Value.Length);
        Assert.All(progress, p => Assert.Equal(total, p.Total));
        Assert.Equal(progress.Select(p => p.Done).Order(), progress.Select(p => p.Done));
        Assert.Equal(total, progress[^1].Done);
        Assert.DoesNotContain(server.Requests, request => request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_repeated_call_asks_only_for_what_is_missing_or_changed()
    {
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        server.Requests.Clear();
        progress.Clear();
        await FetchAsync(server);
        Assert.Single(server.Requests); // the listing
        Assert.Empty(progress);

        // same size, other content: an update of the repository
        var old = repository.Files[Weights];
        repository.Files[Weights] = HubRepository.WithCheckpoint(seed: 2).Files[Weights];
        Assert.Equal(old.Length, repository.Files[Weights].Length);
        File.Delete(folder.File("generation_config.json"));
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
        repository.Replace = (name, request, before) => name == Weights && before < 3
            ? HubReply.File(repository.Files[name], request) with { CutAfter = 20_000, HideLength = hideLength }
            : null;
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([null, 20_000, 40_000, 60_000], server.Requests.Where(IsForWeights).Select(request => request.From));
    }

    [Fact]
    public async Task After_too_many_cuts_the_part_stays_and_the_next_call_continues_it()
    {
        repository.Replace =
            (name, request, _) => name == Weights ? HubReply.File(repository.Files[name], request) with { CutAfter = 10_000 } : null;
        using var server = new LoopbackServer(repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("4 attempts", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File(Weights)));
        Assert.Equal(40_000, new FileInfo(folder.File(Weights + ".part")).Length);

        // and a folder in this state says so when opened
        Assert.Contains("not complete", Assert.Throws<QwenException>(() => Checkpoint.Open(folder.Path)).Message, StringComparison.Ordinal);

        repository.Replace = (_, _, _) => null;
        server.Requests.Clear();
        await FetchAsync(server);
        Assert.Equal(40_000, Assert.Single(server.Requests, IsForWeights).From);
        AssertComplete();
    }

    [Fact]
    public async Task A_part_of_another_version_is_noticed_and_replaced()
    {
        await File.WriteAllBytesAsync(folder.File(Weights + ".part"), new byte[30_000], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.File("config.json.part"), new byte[100_000], TestContext.Current.CancellationToken);
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([30_000, null], server.Requests.Where(IsForWeights).Select(request => request.From));
    }

    [Theory]
    [InlineData("ignores the range", 2)]
    [InlineData("another range", 3)]
    [InlineData("416", 3)]
    public async Task A_server_that_cannot_continue_is_asked_for_everything_again(string behaviour, int requests)
    {
        repository.Replace = (name, request, before) => (name, before, behaviour) switch
        {
            (Weights, 0, _) => HubReply.File(repository.Files[name], request) with { CutAfter = 20_000 },
            (Weights, 1, "ignores the range") => new HubReply(200, repository.Files[name]),
            (Weights, 1, "another range") => new HubReply(206, repository.Files[name][7..])
            {
                Headers = { ["Content-Range"] = $"bytes 7-{repository.Files[name].Length - 1}/{repository.Files[name].Length}" }
            },
            (Weights, 1, "416") => new HubReply(416, []),
            _ => null,
        };
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal(requests, server.Requests.Count(IsForWeights));
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(3_000_000)] // so much that the first attempt counts as progress; the same bytes again do not
    public async Task A_server_that_cuts_and_refuses_to_continue_for_ever_is_given_up(int cutAfter)
    {
        repository.Files[Weights] = new byte[4_000_000];
        repository.Replace = (name, request, _) => name != Weights ? null
            : request.From is null ? new HubReply(200, repository.Files[name]) { CutAfter = cutAfter } : new HubReply(416, []);
        using var server = new LoopbackServer(repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(4, server.Requests.Count(IsForWeights));
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
        repository.Replace = (_, _, before) => before < 2 ? new HubReply(status, []) { Headers = { ["Retry-After"] = "0" } } : null;
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
    }

    [Fact]
    public async Task Retry_after_is_obeyed_and_too_long_a_wait_is_said()
    {
        repository.Replace =
            (name, _, before) => name == Weights && before == 0 ? new HubReply(429, []) { Headers = { ["Retry-After"] = "1" } } : null;
        using (var server = new LoopbackServer(repository.Answer))
        {
            var start = Environment.TickCount64;
            await FetchAsync(server);
            Assert.True(Environment.TickCount64 - start >= 990);
        }

        File.Delete(folder.File(Weights));
        repository = HubRepository.WithCheckpoint();
        repository.Replace = (name, _, _) => name == Weights ? new HubReply(429, []) { Headers = { ["Retry-After"] = "3600" } } : null;
        using var patient = new LoopbackServer(repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(patient));
        Assert.Contains("3600 seconds", error.Message, StringComparison.Ordinal);
        Assert.Single(patient.Requests, IsForWeights);
    }

    [Theory]
    [InlineData(401, null, "HF_TOKEN")]
    [InlineData(403, "hf_abc", "HF_TOKEN")]
    [InlineData(404, null, "spelling")]
    [InlineData(400, null, "400")]
    [InlineData(418, null, "418")]
    public async Task Refusals_end_at_once_with_what_to_do(int status, string? token, string hint)
    {
        repository.Replace = (_, _, _) => new HubReply(status, []);
        using var server = new LoopbackServer(repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server, token));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Contains(server.Address, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_abc", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task The_token_goes_to_the_endpoint_and_nowhere_else()
    {
        // another port is another server
        using var storage = new LoopbackServer(request => HubReply.File(repository.Files[request.Path.Split('/')[^1]], request));
        repository.Replace = (name, request, before) => name switch
        {
            Weights => HubReply.Redirect($"{storage.Address}/{name}"),
            "config.json" when before == 0 => HubReply.Redirect(request.Path, 307), // relative, same host
            _ => null,
        };
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server, token: "hf_abc");
        AssertComplete();
        Assert.All(server.Requests, request => Assert.Equal("Bearer hf_abc", request.Headers["Authorization"]));
        Assert.Equal(2, server.Requests.Count(request => request.Path.EndsWith("/config.json", StringComparison.Ordinal)));
        Assert.DoesNotContain("Authorization", Assert.Single(storage.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_cut_behind_a_redirect_is_continued_there()
    {
        using var storage = new LoopbackServer(request => request.From is null
            ? HubReply.File(repository.Files[Weights], request) with { CutAfter = 15_000 }
            : HubReply.File(repository.Files[Weights], request));
        repository.Replace = (name, _, _) => name == Weights ? HubReply.Redirect($"{storage.Address}/{name}") : null;
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([null, 15_000], storage.Requests.Select(request => request.From));
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
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Wrong_content_is_never_kept()
    {
        repository.Replace = (name, request, _) => name == Weights ? HubReply.File([.. repository.Files[name].Reverse()], request) : null;
        using var server = new LoopbackServer(repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("hash", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count(IsForWeights));
        AssertNoTraceOf(Weights);
    }

    [Fact]
    public async Task Small_files_are_checked_too()
    {
        repository.Replace =
            (name, request, _) => name == "generation_config.json" ? HubReply.File([.. repository.Files[name].Reverse()], request) : null;
        using var server = new LoopbackServer(repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        AssertNoTraceOf("generation_config.json");
    }

    [Theory]
    [InlineData(-10, false)]
    [InlineData(10, false)]
    [InlineData(10, true)]
    public async Task A_file_of_another_size_than_listed_is_refused(int surplus, bool hideLength)
    {
        repository.Replace = (name, request, _) => name == Weights
            ? HubReply.File(
                surplus < 0 ? repository.Files[name][..^-surplus] : [.. repository.Files[name], .. new byte[surplus]],
                request) with { HideLength = hideLength }
            : null;
        using var server = new LoopbackServer(repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("the hub lists", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, IsForWeights);
        AssertNoTraceOf(Weights);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_hashes_in_the_listing_nothing_is_continued_but_everything_comes(bool sizes)
    {
        repository.EditListing = listing =>
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
            folder.File(Weights + ".part"), new byte[repository.Files[Weights].Length], TestContext.Current.CancellationToken);
        repository.Replace = (name, request, before) =>
            name == Weights && before == 0 ? HubReply.File(repository.Files[name], request) with { CutAfter = 9_000 } : null;
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([null, null], server.Requests.Where(IsForWeights).Select(request => request.From));
        Assert.All(progress, p => Assert.Equal(sizes, p.Total > 0));
    }

    [Theory]
    [InlineData("listing")]
    [InlineData("config.json")]
    [InlineData(Weights)]
    public async Task A_web_page_in_place_of_a_file_is_recognised(string file)
    {
        repository.Replace = (name, _, _) => name == file ? HubReply.Text(200, "<html>Sign in</html>", "text/html; charset=utf-8") : null;
        using var server = new LoopbackServer(repository.Answer);
        var error = await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Contains("web page", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File(file)));
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
        repository.Replace = (name, _, _) => name == "listing" ? HubReply.Text(200, listing) : null;
        using var server = new LoopbackServer(repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(folder.Path));
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
        repository.EditListing = listing => listing["siblings"]!.AsArray().Add(new JsonObject { ["rfilename"] = name, ["size"] = 3 });
        using var server = new LoopbackServer(repository.Answer);
        Assert.Contains(
            "Do not trust", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_disk_that_is_too_small_is_said_before_the_first_byte()
    {
        repository.EditListing =
            listing => listing["siblings"]!.AsArray().Single(item => (string?)item!["rfilename"] == Weights)!["size"] = 1L << 43;
        using var server = new LoopbackServer(repository.Answer);
        Assert.Contains("free", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_disk_that_fills_up_on_the_way_is_said_and_the_next_call_goes_on()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 4096);
        if (disk is null)
            Assert.Skip("No disk can be mounted here.");
        var hoard = disk.File("hoard");
        repository.Replace = (name, _, before) =>
        {
            // somebody else fills the disk after the space was looked at
            if (name == Weights && before == 0)
                Assert.Throws<IOException>(() => File.WriteAllBytes(hoard, new byte[8 << 20]));
            return null;
        };
        using var server = new LoopbackServer(repository.Answer);
        var client = new HubClient(Options(server), http);
        var error = await Assert.ThrowsAsync<QwenException>(
            () => client.FetchAsync(HubRepository.Name, disk.Path, null, TestContext.Current.CancellationToken));
        Assert.Contains("Make room", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(disk.File(Weights)));
        File.Delete(hoard);
        await client.FetchAsync(HubRepository.Name, disk.Path, null, TestContext.Current.CancellationToken);
        Assert.Equal(repository.Files[Weights], await File.ReadAllBytesAsync(disk.File(Weights), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_part_whose_end_never_reached_the_disk_is_noticed()
    {
        // as after a loss of power: the length is there, the bytes are not
        var torn = repository.Files[Weights].ToArray();
        torn.AsSpan(torn.Length / 2).Clear();
        await File.WriteAllBytesAsync(folder.File(Weights + ".part"), torn, TestContext.Current.CancellationToken);
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
    }

    [Fact]
    public async Task A_wait_until_a_time_long_past_is_none()
    {
        repository.Replace = (name, _, before) => name == Weights && before == 0
            ? HubReply.Text(503, "later") with { Headers = new() { ["Retry-After"] = "Thu, 01 Jan 1970 00:00:00 GMT" } }
            : null;
        using var server = new LoopbackServer(repository.Answer);
        await FetchAsync(server);
        AssertComplete();
    }

    [Fact]
    public async Task Another_kind_of_model_is_refused_before_its_weights_come()
    {
        repository.Files["config.json"] = "{\"model_type\":\"qwen3_vl\"}"u8.ToArray();
        using var server = new LoopbackServer(repository.Answer);
        Assert.Contains("Qwen3-VL", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, IsForWeights);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));

        // a folder that was there with such a file keeps it
        await File.WriteAllBytesAsync(folder.File("config.json"), repository.Files["config.json"], TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server));
        Assert.True(File.Exists(folder.File("config.json")));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_file_that_is_not_to_be_had_leaves_nothing(int status)
    {
        repository.Replace = (name, _, _) => name == "config.json" ? HubReply.Text(status, "No.", "text/plain") : null;
        using var server = new LoopbackServer(repository.Answer);
        var deep = Path.Combine(folder.Path, "owner", "name");
        await Assert.ThrowsAsync<QwenException>(() => new HubClient(Options(server), http).FetchAsync(HubRepository.Name, deep));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));

        // of a folder that was there, nothing is taken
        Directory.CreateDirectory(deep);
        await Assert.ThrowsAsync<QwenException>(() => new HubClient(Options(server), http).FetchAsync(HubRepository.Name, deep));
        Assert.Empty(Directory.GetFileSystemEntries(deep));
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        repository.Replace =
            (name, request, _) => name == Weights ? HubReply.File(repository.Files[name], request) with { Stall = true } : null;
        using var server = new LoopbackServer(repository.Answer);
        var options = Options(server) with { StallTimeout = TimeSpan.FromMilliseconds(200), MaxAttempts = 2 };
        var error = await Assert.ThrowsAsync<QwenException>(() => new HubClient(options, http).FetchAsync(HubRepository.Name, folder.Path));
        Assert.Contains("no answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count(IsForWeights));
    }

    [Fact]
    public async Task An_unreachable_server_is_given_up()
    {
        string address;
        using (var server = new LoopbackServer(repository.Answer))
            address = server.Address;
        var options = new HubClientOptions { Endpoint = address, Token = "", MaxAttempts = 2, RetryDelay = TimeSpan.FromMilliseconds(1) };
        var error = await Assert.ThrowsAsync<QwenException>(() => new HubClient(options, http).FetchAsync(HubRepository.Name, folder.Path));
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_stops_at_once_and_leaves_no_finished_name()
    {
        using var cancel = new CancellationTokenSource();
        repository.Replace = (name, request, _) =>
        {
            if (name == Weights)
                cancel.CancelAfter(50);
            return name == Weights ? HubReply.File(repository.Files[name], request) with { Stall = true } : null;
        };
        using var server = new LoopbackServer(repository.Answer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new HubClient(Options(server), http).FetchAsync(HubRepository.Name, folder.Path, null, cancel.Token));
        Assert.False(File.Exists(folder.File(Weights)));
    }

    [Fact]
    public async Task A_part_that_another_download_holds_is_said()
    {
        using var held = new FileStream(folder.File("config.json.part"), FileMode.Create, FileAccess.Write, FileShare.None);
        using var server = new LoopbackServer(repository.Answer);
        Assert.Contains(
            "other download", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "is a pipe")]
    [InlineData("link", "is a link")]
    [InlineData("folder", "is a folder")]
    public async Task What_lies_under_the_name_of_a_part_is_neither_waited_for_nor_written_through(string kind, string reason)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("There are no pipes among files on Windows, and links take a privilege.");
        var (part, other) = (folder.File(Weights + ".part"), folder.File("other"));
        await File.WriteAllTextAsync(other, "mine", TestContext.Current.CancellationToken);
        if (kind == "pipe")
        {
            using var make = System.Diagnostics.Process.Start("mkfifo", [part]);
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        else if (kind == "link")
        {
            File.CreateSymbolicLink(part, other);
        }
        else
        {
            Directory.CreateDirectory(part);
        }

        using var server = new LoopbackServer(repository.Answer);
        Assert.Contains(
            reason, (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
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
        using var server = new LoopbackServer(repository.Answer);
        await Assert.ThrowsAsync<QwenException>(() => new HubClient(Options(server), http).FetchAsync(name, folder.Path));
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

    [Fact]
    public async Task Revisions_with_slashes_are_escaped()
    {
        using var server = new LoopbackServer(repository.Answer);
        await new HubClient(Options(server) with { Revision = "refs/pr/1" }, http).FetchAsync(HubRepository.Name, folder.Path);
        Assert.Equal($"/api/models/{HubRepository.Name}/revision/refs%2Fpr%2F1?blobs=true", server.Requests.First().Path);
        AssertComplete();
    }

    private static bool IsForWeights(HubRequest request) => request.Path.EndsWith("/" + Weights, StringComparison.Ordinal);

    private static HubClientOptions Options(LoopbackServer server, string? token = null) => new()
    {
        Endpoint = server.Address,
        Token = token ?? "",
        MaxAttempts = 4,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private Task<string> FetchAsync(LoopbackServer server, string? token = null)
        => new HubClient(Options(server, token), http)
            .FetchAsync(HubRepository.Name, folder.Path, new Collector(progress), TestContext.Current.CancellationToken);

    private void AssertComplete()
    {
        var expected = repository.Files.Keys.Where(name => name != "README.md").Order();
        Assert.Equal(
            expected.Append("qwenvl-source.json"), Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)!).Order());
        Assert.All(expected, name => Assert.Equal(repository.Files[name], File.ReadAllBytes(folder.File(name))));
    }

    private void AssertNoTraceOf(string name)
        => Assert.DoesNotContain(
            Directory.GetFiles(folder.Path), path => Path.GetFileName(path)!.StartsWith(name, StringComparison.Ordinal));

    private sealed class Collector(List<QwenProgress> list) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => list.Add(value);
    }
}
