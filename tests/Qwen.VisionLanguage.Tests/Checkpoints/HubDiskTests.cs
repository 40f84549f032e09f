using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>What lies in the folder of a download, and what happens to its disk.</summary>
public sealed class HubDiskTests : HubDownloads
{
    [Fact]
    public async Task A_part_of_another_version_is_noticed_and_replaced()
    {
        await File.WriteAllBytesAsync(Folder.File(Weights + ".part"), new byte[30_000], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Folder.File("config.json.part"), new byte[100_000], TestContext.Current.CancellationToken);
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
        Assert.Equal([30_000, null], server.Requests.Where(IsForWeights).Select(request => request.From));
    }

    [Fact]
    public async Task A_disk_that_is_too_small_is_said_before_the_first_byte()
    {
        Repository.EditListing =
            listing => listing["siblings"]!.AsArray().Single(item => (string?)item!["rfilename"] == Weights)!["size"] = 1L << 43;
        using var server = new LoopbackServer(Repository.Answer);
        Assert.Contains("free", (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public async Task A_disk_that_fills_up_on_the_way_is_said_and_the_next_call_goes_on()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 4096);
        if (disk is null)
            Assert.Skip("No disk can be mounted here.");
        var hoard = disk.File("hoard");
        Repository.Replace = (name, _, before) =>
        {
            // somebody else fills the disk after the space was looked at
            if (name == Weights && before == 0)
                Assert.Throws<IOException>(() => File.WriteAllBytes(hoard, new byte[8 << 20]));
            return null;
        };
        using var server = new LoopbackServer(Repository.Answer);
        var client = new HubClient(Options(server), Http);
        var error = await Assert.ThrowsAsync<QwenException>(
            () => client.FetchAsync(HubRepository.Name, disk.Path, null, TestContext.Current.CancellationToken));
        Assert.Contains("Make room", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(disk.File(Weights)));
        File.Delete(hoard);
        await client.FetchAsync(HubRepository.Name, disk.Path, null, TestContext.Current.CancellationToken);
        Assert.Equal(Repository.Files[Weights], await File.ReadAllBytesAsync(disk.File(Weights), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_part_whose_end_never_reached_the_disk_is_noticed()
    {
        // as after a loss of power: the length is there, the bytes are not
        var torn = Repository.Files[Weights].ToArray();
        torn.AsSpan(torn.Length / 2).Clear();
        await File.WriteAllBytesAsync(Folder.File(Weights + ".part"), torn, TestContext.Current.CancellationToken);
        using var server = new LoopbackServer(Repository.Answer);
        await FetchAsync(server);
        AssertComplete();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_file_that_is_not_to_be_had_leaves_nothing(int status)
    {
        Repository.Replace = (name, _, _) => name == "config.json" ? HubReply.Text(status, "No.", "text/plain") : null;
        using var server = new LoopbackServer(Repository.Answer);
        var deep = Path.Combine(Folder.Path, "owner", "name");
        await Assert.ThrowsAsync<QwenException>(() => new HubClient(Options(server), Http).FetchAsync(HubRepository.Name, deep));
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));

        // of a folder that was there, nothing is taken
        Directory.CreateDirectory(deep);
        await Assert.ThrowsAsync<QwenException>(() => new HubClient(Options(server), Http).FetchAsync(HubRepository.Name, deep));
        Assert.Empty(Directory.GetFileSystemEntries(deep));
    }

    [Fact]
    public async Task A_part_that_another_download_holds_is_said()
    {
        using var held = new FileStream(Folder.File("config.json.part"), FileMode.Create, FileAccess.Write, FileShare.None);
        using var server = new LoopbackServer(Repository.Answer);
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
        var (part, other) = (Folder.File(Weights + ".part"), Folder.File("other"));
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

        using var server = new LoopbackServer(Repository.Answer);
        Assert.Contains(
            reason, (await Assert.ThrowsAsync<QwenException>(() => FetchAsync(server))).Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
    }
}
