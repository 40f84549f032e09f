using System.Text;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Pictures;

/// <summary>Writes the pages of one document.</summary>
/// <param name="console">Where notes go.</param>
/// <param name="file">The document.</param>
/// <param name="form"><c>markdown</c>, <c>html</c> or <c>json</c>.</param>
/// <param name="several">Whether it is one of several documents.</param>
internal sealed class PageWriter(CliConsole console, string file, string form, bool several)
{
    /// <summary>Writes into a file.</summary>
    public async Task WriteAsync(IAsyncEnumerable<DocumentPage> pages, Stream target)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        {
            NewLine = "\n"
        };
        await WriteAsync(pages, writer, named: false);
    }

    /// <summary>Writes pages as they come, or HTML, which is one document, when all are there.</summary>
    public Task WriteAsync(IAsyncEnumerable<DocumentPage> pages, TextWriter output) => WriteAsync(pages, output, several && form != "json");

    private async Task WriteAsync(IAsyncEnumerable<DocumentPage> pages, TextWriter output, bool named)
    {
        if (named)
            await output.WriteLineAsync($"<!-- {file} -->\n"); // a comment in Markdown and in HTML
        var kept = new List<DocumentPage>();
        var written = false;
        await foreach (var page in pages)
        {
            if (form == "json")
                await output.WriteLineAsync(ResultJson.ToLine(file, page, ResultJson.Readable.DocumentPage));
            else if (form == "html")
                kept.Add(page);
            else if (page.ToMarkdown() is { Length: > 0 } markdown)
            {
                await output.WriteAsync(written ? "\n" + markdown : markdown);
                written = true;
            }

            await output.FlushAsync();
            if (form != "json")
                PictureRun.ShowNotes(console, $"{file}, page {page.Page}", page, page.Blocks.Count == 0);
        }

        if (form == "html")
            await output.WriteAsync(new DocumentResult { Pages = kept }.ToHtml());
        if (named)
            await output.WriteLineAsync();
    }
}
