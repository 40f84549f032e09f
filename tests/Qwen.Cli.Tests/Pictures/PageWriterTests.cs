using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;
using Spectre.Console;

namespace Qwen.Cli.Tests.Pictures;

/// <summary>Long documents that are stopped: what is done is kept, under a name that says that it is not whole.</summary>
public sealed class PageWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-pages-").FullName;
    private readonly StringWriter notes = new();

    public void Dispose()
    {
        notes.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("html", "report.html", "report.partial.html", "</body></html>\n")]
    [InlineData("markdown", "report.md", "report.partial.md", "Words of page 2\n")]
    [InlineData("json", "report.jsonl", "report.partial.jsonl", "}\n")]
    public async Task Pages_before_a_stop_are_kept(string form, string name, string kept, string end)
    {
        var path = Path.Combine(folder, name);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => new PageWriter(Console(), "report.pdf", form, several: false).WriteFileAsync(PagesAsync(2), path));
        Assert.Equal([Path.Combine(folder, kept)], Directory.GetFiles(folder));
        var written = await File.ReadAllTextAsync(Path.Combine(folder, kept), TestContext.Current.CancellationToken);
        Assert.Contains("Words of page 1", written, StringComparison.Ordinal);
        Assert.EndsWith(end, written, StringComparison.Ordinal);
        Assert.Contains("up to page 2. --pages 3- goes on", notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_before_the_first_page_leaves_nothing()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(() => new PageWriter(Console(), "report.pdf", "markdown", several: false)
            .WriteFileAsync(PagesAsync(0), Path.Combine(folder, "report.md")));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.DoesNotContain("Kept", notes.ToString(), StringComparison.Ordinal);
    }

    private CliConsole Console()
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(notes), Ansi = AnsiSupport.No });
        terminal.Profile.Width = 4096;
        return new CliConsole(TextReader.Null, TextWriter.Null, terminal, Interactive: false);
    }

    private static async IAsyncEnumerable<DocumentPage> PagesAsync(int count)
    {
        for (var page = 1; page <= count; page++)
        {
            await Task.Yield();
            yield return DocumentPage.Parse($"<p>Words of page {page}</p>", new PictureSize(9, 9), new PictureSize(9, 9), page);
        }

        throw new OperationCanceledException();
    }
}
