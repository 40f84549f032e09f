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
        Assert.Equal(file, Open().Resolve(new Uri(file)));
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
    public void A_missing_file_is_named() => AssertRefused(new Uri(Path.Combine(temporary.FullPath, "open", "none.png")), "There is no file");

    [Fact]
    public void Nothing_is_readable_until_the_host_allows_a_folder()
    {
        var file = temporary.Write("a.png", [1]);
        var error = Assert.Throws<QwenException>(() => new AllowedFolders([]).Resolve(new Uri(file)));
        Assert.Contains("AllowedFolders", error.Message, StringComparison.Ordinal);
    }

    private AllowedFolders Open() => new([Path.Combine(temporary.FullPath, "open")]);

    private void AssertRefused(Uri address, string reason)
    {
        var error = Assert.Throws<QwenException>(() => Open().Resolve(address));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
