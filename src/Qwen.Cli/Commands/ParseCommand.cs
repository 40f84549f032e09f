using System.CommandLine;
using System.Text.Json;
using Qwen.Cli.Files;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;
using Qwen.Shared.Files;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl parse</c>: pages to Markdown, HTML or blocks.</summary>
internal static class ParseCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var pages = new Option<string?>("--pages")
        {
            Description = "Which pages of a PDF file, for example 1-3,7; all when left out.",
            HelpName = "PAGES"
        };
        pages.Refuse(PageList.FindMistake);
        var to = new Option<string>("--to")
        {
            Description = "What to write; json is one line for each page, with its blocks.",
            HelpName = "markdown|html|json",
            DefaultValueFactory = _ => "markdown",
        };
        to.AcceptOnlyFromAmong("markdown", "html", "json");
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Write into this file, or, for several documents, into this folder; standard output when left out.",
            HelpName = "PATH",
        };
        var password = new FreeTextOption("--password") { Description = "Password of protected PDF files.", HelpName = "TEXT" };
        var describe = new Option<bool>("--describe") { Description = "Describe pictures on the pages in words." };
        var pictures = new PictureSettings("PDF files or pictures of pages.", maxOutputTokens: 8192);
        var command = new TaughtCommand(
            "parse",
            "Turn pages of documents, PDF files or pictures, into Markdown, HTML or JSON. Pages are written as they come "
            + "(HTML at the end).",
            "qwenvl parse report.pdf --pages 1-3 -o report.md --model Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl parse scan.png --to html > scan.html",
            "qwenvl parse *.pdf --json -o parsed")
        {
            pages, password, to, output, describe,
        };
        pictures.AddTo(command);
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && result.GetValue(pictures.Files) is { } named
                && OutputTarget.FindMistake("--output", path, named) is { } mistake)
                result.AddError(mistake);
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = pictures.Read(parsed);
            var form = request.Json ? "json" : parsed.GetValue(to)!;
            request = request with { Json = form == "json" };
            var outputs = parsed.GetValue(output) is { } path ? OutputTarget.Choose(path, request.Files, EndingOf(form)) : null;
            return PictureRun.ForEachAsync(console, request, client =>
            {
                var options = new QwenDocumentOptions { Pictures = request.Options };
                options = options with { Pdf = options.Pdf with { Password = parsed.GetValue(password) } };
                var documents = new DocumentsTasks(client, options);
                return async index =>
                {
                    var file = request.Files[index];
                    var document = InputFile.Read(file, options.Pdf.MaxBytes);
                    if (request.Drawings is not null && document.AsSpan().StartsWith("%PDF"u8))
                        throw new QwenException("--draw takes pictures of pages, and this is a PDF file: leave it out, or give pictures.");
                    var wait = new WaitView(console);
                    var stream = documents.StreamPagesAsync(
                        document, parsed.GetValue(pages), parsed.GetValue(describe), wait, cancellationToken);
                    var writer = new PageWriter(console, file, form, request.Files.Count > 1);
                    var parsing = wait.EachAsync($"Parsing {file}", stream);
                    if (request.Drawings?[index] is { } drawing)
                        parsing = DrawAsync(console, parsing, document, drawing);
                    if (outputs is null)
                        await writer.WriteAsync(parsing, console.Out);
                    else
                    {
                        await WholeFile.WriteAsync(outputs[index], target => writer.WriteAsync(parsing, target));
                        console.Note($"Written: {outputs[index]}");
                    }
                };
            }, cancellationToken);
        });
        return command;
    }

    // the blocks of each page, with what they are
    private static async IAsyncEnumerable<DocumentPage> DrawAsync(
        CliConsole console, IAsyncEnumerable<DocumentPage> pages, byte[] picture, string drawing)
    {
        await foreach (var page in pages)
        {
            var boxes = page.Blocks.Where(block => block.Box is not null).Select(block => new LocatedBox
            {
                X1 = block.Box!.X1, Y1 = block.Box.Y1, X2 = block.Box.X2, Y2 = block.Box.Y2,
                Label = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{block.Kind}"),
            });
            await PictureRun.DrawAsync(console, drawing, FindingsDrawing.DrawPng(picture, [.. boxes]));
            yield return page;
        }
    }

    private static string EndingOf(string form) => form switch
    {
        "html" => ".html",
        "json" => ".jsonl",
        _ => ".md",
    };
}
