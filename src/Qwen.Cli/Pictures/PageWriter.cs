using System.Text;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Pictures;

/// <summary>Writes the pages of one document as they come; none is kept.</summary>
/// <param name="console">Where notes go.</param>
/// <param name="file">The document.</param>
/// <param name="form"><c>markdown</c>, <c>html</c> or <c>json</c>.</param>
/// <param name="several">Whether it is one of several documents.</param>
internal sealed class PageWriter(CliConsole console, string file, string form, bool several)
{
    private int lastPage;

    /// <summary>
    /// Writes a file. Where the pages end in an error, or are stopped, those before are kept, and it is said how to go on.
    /// </summary>
    public async Task WriteFileAsync(IAsyncEnumerable<DocumentPage> pages, string path)
    {
        try
        {
            await PartialFile.WriteAsync(path, target => WriteAsync(pages, target), () => lastPage > 0);
            console.Note($"Written: {path}");
        }
        catch (Exception) when (lastPage > 0)
        {
            console.Note($"Kept: {PartialFile.NameOf(path)}, up to page {lastPage}. --pages {lastPage + 1}- goes on.");
            throw;
        }
    }

    /// <summary>Writes into another program or the terminal.</summary>
    public Task WriteAsync(IAsyncEnumerable<DocumentPage> pages, TextWriter output) => WriteAsync(pages, output, several && form != "json");

    private async Task WriteAsync(IAsyncEnumerable<DocumentPage> pages, Stream target)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        {
            NewLine = "\n"
        };
        await WriteAsync(pages, writer, named: false);
    }

    private async Task WriteAsync(IAsyncEnumerable<DocumentPage> pages, TextWriter output, bool named)
    {
        if (named)
            await output.WriteLineAsync($"<!-- {file.Replace("--", "- -", StringComparison.Ordinal)} -->\n"); // a comment in either form
        if (form == "html")
            await DocumentResult.WriteHtmlAsync(ToldAsync(pages), output);
        else
        {
            var written = false;
            await foreach (var page in ToldAsync(pages))
            {
                if (form == "json")
                    await output.WriteLineAsync(ResultJson.ToLine(file, page, ResultJson.Readable.DocumentPage));
                else if (page.ToMarkdown() is { Length: > 0 } markdown)
                {
                    await output.WriteAsync(written ? "\n" + markdown : markdown);
                    written = true;
                }

                await output.FlushAsync();
            }
        }

        if (named)
            await output.WriteLineAsync();
    }

    // what is to be said of each page, once it is written
    private async IAsyncEnumerable<DocumentPage> ToldAsync(IAsyncEnumerable<DocumentPage> pages)
    {
        await foreach (var page in pages)
        {
            yield return page;
            lastPage = page.Page;
            if (form != "json")
                PictureRun.ShowNotes(console, $"{file}, page {page.Page}", page, page.Blocks.Count == 0);
        }
    }
}
