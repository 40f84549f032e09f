using Qwen.Extensions.AI.Media;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Whatever stands in poppler's place ends in a sentence, and leaves no folder behind.</summary>
public sealed class FakePopplerTests : IDisposable
{
    private const string OnePage = "printf 'Pages: 1\\nPage    1 size: 100 x 100 pts\\n'";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fake-poppler-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("sleep 1000", "took longer")]
    [InlineData("setsid sleep 1000 & sleep 1000", "took longer")]
    [InlineData("exec >&- 2>&-; sleep 1000", "took longer")]
    [InlineData("setsid sleep 1000 & exit 1", "cannot be read")]
    [InlineData("cat /dev/zero", "wrote more than")]
    [InlineData("while :; do echo 'Pages: 1'; done", "wrote more than")]
    [InlineData("true", "has no pages")]
    [InlineData("printf '\\000\\001'", "has no pages")]
    [InlineData("echo Pages: 99999999999999999999", "has no pages")]
    [InlineData("echo Pages: -1", "has no pages")]
    [InlineData("kill -9 $$", "cannot be read")]
    [InlineData("head -c 9000000 /dev/zero >&2; exit 1", "cannot be read")]
    public Task A_reader_of_headers_that_misbehaves_is_ended(string pdfinfo, string reason) => AssertFailsAsync(pdfinfo, "true", reason);

    [Theory]
    [InlineData("sleep 1000", "took longer")]
    [InlineData("setsid sleep 1000 & sleep 1000", "took longer")]
    [InlineData("setsid sleep 1000 &", "cannot be rendered")]
    [InlineData("cat /dev/zero", "wrote more than")]
    [InlineData("true", "cannot be rendered")]
    [InlineData("exit 99", "cannot be rendered")]
    public Task A_renderer_that_misbehaves_is_ended(string pdftoppm, string reason) => AssertFailsAsync(OnePage, pdftoppm, reason);

    [Fact]
    public async Task A_page_that_keeps_the_renderer_busy_is_named()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Linux counts all that a program starts.");
        Write("pdfinfo", "printf 'Pages: 9\\nPage    7 size: 100 x 100 pts\\n'");
        Write("pdftoppm", "while :; do :; done");
        var options = new PdfOptions { PopplerPath = folder.FullName, MaxProcessorTime = TimeSpan.FromSeconds(1) };
        using var pdf = await PdfFile.OpenAsync("%PDF-1.4"u8.ToArray(), options, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<QwenException>(() => pdf.RenderAsync(7, TestContext.Current.CancellationToken));
        Assert.Equal(
            "Rendering page 7 of the PDF file: 'pdftoppm' took more than 1 seconds of processor time and was stopped. "
                + "It may be made to keep a reader busy. PdfOptions.MaxProcessorTime is the limit.",
            error.Message);
    }

    [Theory]
    [InlineData("0 x 100")]
    [InlineData("1e400 x 1e400")]
    [InlineData("1e-300 x 1e-300")]
    [InlineData("99999999999 x 1")]
    public Task Odd_sizes_are_a_sentence(string size) =>
        AssertFailsAsync($"printf 'Pages: 1\\nPage    1 size: {size} pts\\n'", "exit 1", "Page 1");

    private async Task AssertFailsAsync(string pdfinfo, string pdftoppm, string reason)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("There is no shell of this kind on Windows.");
        Write("pdfinfo", pdfinfo);
        Write("pdftoppm", pdftoppm);
        var options = new PdfOptions { PopplerPath = folder.FullName, MaxTime = TimeSpan.FromSeconds(reason == "took longer" ? 1 : 60) };
        var error = await Assert.ThrowsAsync<QwenException>(async () =>
        {
            using var pdf = await PdfFile.OpenAsync("%PDF-1.4"u8.ToArray(), options, TestContext.Current.CancellationToken);
            await pdf.RenderAsync(1, TestContext.Current.CancellationToken);
        });
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string script)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
