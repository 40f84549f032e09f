using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Media;

public sealed class AllowedFoldersTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Files_in_an_allowed_folder_and_below_are_readable()
    {
        var file = temporary.Write("open/deep/a b.png", [1]);
        using var open = Open().Open(new Uri(file));
        Assert.Equal((file, 1), (open.Path, open.Length));
    }

    [Theory]
    [InlineData("closed/a.png")]
    [InlineData("open-sesame/a.png")]
    [InlineData("open/../closed/a.png")]
    public void Files_elsewhere_are_refused(string name)
    {
        temporary.Write(name, [1]);
        temporary.Write("open/x", [1]);
        AssertRefused(new Uri(Path.Combine(temporary.FullPath, name)), "outside the folders");
    }

    [Fact]
    public void An_escaped_way_out_is_refused()
    {
        temporary.Write("closed/a.png", [1]);
        AssertRefused(new Uri($"file://{temporary.FullPath}/open/%2e%2e/closed/a.png"), "outside the folders");
    }

    [Fact]
    public void A_link_that_leads_out_is_refused()
    {
        temporary.Write("closed/a.png", [1]);
        temporary.Write("open/x", [1]);
        File.CreateSymbolicLink(Path.Combine(temporary.FullPath, "open", "link.png"), Path.Combine(temporary.FullPath, "closed", "a.png"));
        Directory.CreateSymbolicLink(Path.Combine(temporary.FullPath, "open", "folder"), Path.Combine(temporary.FullPath, "closed"));
        AssertRefused(new Uri(Path.Combine(temporary.FullPath, "open", "link.png")), "outside the folders");
        AssertRefused(new Uri(Path.Combine(temporary.FullPath, "open", "folder", "a.png")), "outside the folders");
    }

    [Fact]
    public void Other_machines_are_refused() => AssertRefused(new Uri("file://server/share/a.png"), "another machine");

    [Fact]
    public void A_missing_file_is_named() =>
        AssertRefused(new Uri(Path.Combine(temporary.FullPath, "open", "none.png")), "There is no file");

    [Fact]
    public void Nothing_is_readable_until_the_host_allows_a_folder()
    {
        var file = temporary.Write("a.png", [1]);
        var error = Assert.Throws<QwenException>(() => new AllowedFolders([]).Open(new Uri(file)));
        Assert.Contains("AllowedFolders", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_links_that_leads_out_is_refused()
    {
        Skip();
        temporary.Write("closed/a.png", [1]);
        temporary.Write("open/x", [1]);
        var (open, closed) = (Path.Combine(temporary.FullPath, "open"), Path.Combine(temporary.FullPath, "closed"));
        Directory.CreateSymbolicLink(Path.Combine(open, "way"), closed);
        // its target passes through another link
        File.CreateSymbolicLink(Path.Combine(open, "through.png"), Path.Combine(open, "way", "a.png"));
        File.CreateSymbolicLink(Path.Combine(open, "relative.png"), "way/a.png");
        File.CreateSymbolicLink(Path.Combine(open, "up.png"), "../closed/a.png");
        Directory.CreateSymbolicLink(Path.Combine(open, "back"), "..");
        File.CreateSymbolicLink(Path.Combine(open, "round.png"), "back/open/through.png");
        File.CreateSymbolicLink(Path.Combine(open, "self.png"), "self.png");
        foreach (var name in new[] { "through.png", "relative.png", "up.png", "round.png", "back/closed/a.png", "way/a.png" })
            AssertRefused(new Uri(Path.Combine(open, name)), "outside the folders");
        AssertRefused(new Uri(Path.Combine(open, "self.png")), "cannot be read");
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed_and_so_is_one_to_another_allowed_folder()
    {
        Skip();
        var file = temporary.Write("open/deep/a.png", [1]);
        var other = temporary.Write("second/b.png", [1, 2]);
        File.CreateSymbolicLink(Path.Combine(temporary.FullPath, "open", "link.png"), file);
        File.CreateSymbolicLink(Path.Combine(temporary.FullPath, "open", "other.png"), other);
        Directory.CreateSymbolicLink(Path.Combine(temporary.FullPath, "alias"), Path.Combine(temporary.FullPath, "second"));
        var folders = new AllowedFolders([Path.Combine(temporary.FullPath, "open"), Path.Combine(temporary.FullPath, "alias")]);
        using var inside = folders.Open(new Uri(Path.Combine(temporary.FullPath, "open", "link.png")));
        using var second = folders.Open(new Uri(Path.Combine(temporary.FullPath, "open", "other.png")));
        using var alias = folders.Open(new Uri(Path.Combine(temporary.FullPath, "alias", "b.png")));
        Assert.Equal((file, other, other), (inside.Path, second.Path, alias.Path));
    }

    [Theory]
    [InlineData("a%00.png")]
    [InlineData("%00")]
    [InlineData("a.png%00.txt")]
    public void A_zero_character_in_a_name_is_refused(string name)
    {
        temporary.Write("open/a.png", [1]);
        AssertRefused(new Uri($"file://{temporary.FullPath}/open/{name}"), "zero character");
    }

    [Theory]
    [InlineData("a\n.png")]
    [InlineData("a (deleted)")]
    [InlineData("ä ﬁ %41 ?#.png")]
    [InlineData("-i")]
    [InlineData("..png")]
    public void Odd_names_are_names(string name)
    {
        Skip();
        var file = temporary.Write("open/" + name, [1, 2, 3]);
        using var open =
            Open().Open(new UriBuilder
            {
                Scheme = "file",
                Host = "",
                Path = Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)
            }.Uri);
        Assert.Equal((file, 3), (open.Path, open.Length));
    }

    [Fact]
    public void What_is_no_regular_file_is_refused_at_once()
    {
        Skip();
        temporary.Write("open/x", [1]);
        var open = Path.Combine(temporary.FullPath, "open");
        Run("mkfifo", Path.Combine(open, "pipe.png"));
        File.CreateSymbolicLink(Path.Combine(open, "zero.png"), "/dev/zero");
        Directory.CreateDirectory(Path.Combine(open, "folder.png"));
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(open, "socket.png")));
        AssertRefused(new Uri(Path.Combine(open, "pipe.png")), "is a pipe");
        AssertRefused(new Uri(Path.Combine(open, "folder.png")), "is a folder");
        AssertRefused(new Uri(Path.Combine(open, "socket.png")), OperatingSystem.IsLinux() ? "is a socket" : "");
        AssertRefused(new Uri(Path.Combine(open, "zero.png")), "outside the folders");
        AssertRefused(new Uri("/dev/zero"), "outside the folders");
        AssertRefused(new Uri("/dev/no-such-device"), "outside the folders");
        var devices = Assert.Throws<QwenException>(() => new AllowedFolders(["/dev"]).Open(new Uri("/dev/zero")));
        Assert.Contains("is a device", devices.Message, StringComparison.Ordinal);
    }

    private static void Skip()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links and names of this kind are Unix's.");
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private AllowedFolders Open() => new([Path.Combine(temporary.FullPath, "open")]);

    private void AssertRefused(Uri address, string reason)
    {
        var error = Assert.Throws<QwenException>(() => Open().Open(address));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
