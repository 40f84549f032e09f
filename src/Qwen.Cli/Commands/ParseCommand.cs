using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Qwen.Cli.Files;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl parse</c>: pages to Markdown, HTML or blocks.</summary>
internal static class ParseCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
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
        var describe = new Option<bool>("--describe") { Description = "Describe pictures on the pages in words." };
        var pictures = new PictureSettings(
            "PDF files, TIFF files or pictures of pages: files, folders, patterns, - for standard input.", maxOutputTokens: 8192);
        var command = new TaughtCommand(
            "parse",
            "Turn pages of documents, PDF files or pictures, into Markdown, HTML or JSON. Pages are written as they come, however "
            + "many there are; stopped, what is done is kept.",
            "qwenvl parse report.pdf --pages 1-3 -o report.md --model Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl parse scan.png --to html > scan.html",
            "qwenvl parse *.pdf --json -o parsed")
        {
            to, output, describe,
        };
        pictures.AddTo(command);
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && result.GetValue(pictures.Files) is { } named
                && OutputTarget.FindMistake("--output", path, InputFiles.Expand(named, InputFiles.Pictures)) is { } mistake)
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
                var options = new QwenDocumentOptions { Pictures = request.Options, Pdf = request.Pdf };
                var documents = new DocumentsTasks(client, options);
                return async index =>
                {
                    var file = request.Files[index];
                    var document = await InputFile.ReadAsync(file, options.Pdf.MaxBytes, cancellationToken);
                    var wait = new WaitView(console);
                    var stream = documents.StreamPagesAsync(
                        document, request.Pages, parsed.GetValue(describe), wait, cancellationToken);
                    var writer = new PageWriter(console, file, form, request.Files.Count > 1);
                    var parsing = wait.EachAsync($"Parsing {file}", stream);
                    using var drawn = request.Drawings is null
                        ? null
                        : await PageFile.OpenAsync(document, options.Pdf, cancellationToken);
                    if (drawn is not null)
                        parsing = DrawAsync(console, parsing, drawn, request.Drawings![index], cancellationToken);
                    if (outputs is null)
                        await writer.WriteAsync(parsing, console.Out);
                    else
                        await writer.WriteFileAsync(parsing, outputs[index]);
                };
            }, cancellationToken);
        });
        return command;
    }

    // the blocks of each page, with what they are
    private static async IAsyncEnumerable<DocumentPage> DrawAsync(
        CliConsole console, IAsyncEnumerable<DocumentPage> pages, PageFile document, string drawing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in pages)
        {
            var boxes = page.Blocks.Where(block => block.Box is not null).Select(block => new LocatedBox
            {
                X1 = block.Box!.X1, Y1 = block.Box.Y1, X2 = block.Box.X2, Y2 = block.Box.Y2,
                Label = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{block.Kind}"),
            });
            var picture = await document.ReadAsync(page.Page, cancellationToken);
            var path = document.PageCount > 1 ? PagePath.Of(drawing, page.Page) : drawing;
            await PictureRun.DrawAsync(console, path, FindingsDrawing.DrawPng(picture, [.. boxes]));
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
