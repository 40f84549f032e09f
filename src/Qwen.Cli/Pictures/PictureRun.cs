using Microsoft.Extensions.AI;
using Qwen.Cli.Commands;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.Shared.Files;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Cli.Pictures;

/// <summary>Works through the files of a command: what happens to one of them does not stop the others.</summary>
internal static class PictureRun
{
    private const int LongestQuote = 300;

    /// <summary>Pages of a document that are looked at unasked.</summary>
    private const int MaxPages = 100;

    /// <summary>Asks one question about each picture.</summary>
    /// <param name="console">Where results and notes go.</param>
    /// <param name="request">The files and the model.</param>
    /// <param name="create">Makes the question, given the loaded model and how to ask it.</param>
    /// <param name="cancellationToken">Stops the answer within one step; what was shown stays.</param>
    /// <returns>The exit code: a failure where a file could not be read, asked about or drawn on.</returns>
    public static Task<int> AskAsync<T>(
        CliConsole console, PictureRequest request, Func<IChatClient, QwenPictureOptions, PictureQuestion<T>> create,
        CancellationToken cancellationToken)
        where T : PictureResult =>
        ForEachAsync(console, request, client =>
        {
            var question = create(client, request.Options);
            var time = new TimeLeft();
            return index => AskAboutAsync(console, request, index, time, question, cancellationToken);
        }, cancellationToken);

    /// <summary>Loads the model and does the work for each file, by its number, that is there.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public static async Task<int> ForEachAsync(
        CliConsole console, PictureRequest request, Func<IChatClient, Func<int, Task>> create, CancellationToken cancellationToken)
    {
        var failed = false;

        // a mistyped name is told before a large model is loaded
        List<int> there = [];
        for (var i = 0; i < request.Files.Count; i++)
        {
            var file = request.Files[i];
            if (await TryAsync(file, () => CheckAsync(file)))
                there.Add(i);
        }

        if (there.Count == 0)
            return ExitCode.Failure;
        await using var model = await ModelSettings.LoadAsync(console, request.Checkpoint, request.Model, cancellationToken);
        using var client = new QwenChatClient(model);
        var work = create(client);
        foreach (var i in there)
            await TryAsync(request.Files[i], () => work(i));
        return failed ? ExitCode.Failure : ExitCode.Ok;

        static Task CheckAsync(string file)
        {
            InputFile.Require(file);
            return Task.CompletedTask;
        }

        async Task<bool> TryAsync(string file, Func<Task> step)
        {
            try
            {
                await step();
                return true;
            }
            catch (QwenException error)
            {
                failed = true;
                console.Fail(error.Message.Contains(file, StringComparison.Ordinal) ? error.Message : $"{file}: {error.Message}");
                if (request.Json)
                    console.Out.WriteLine(ResultJson.ToErrorLine(file, console.Words.Say(error.Message)));
                return false;
            }
        }
    }

    /// <summary>Writes a drawing and says where it is.</summary>
    /// <exception cref="QwenException">It cannot be written.</exception>
    public static async Task DrawAsync(CliConsole console, string path, byte[] png)
    {
        await WholeFile.WriteAsync(path, stream => stream.WriteAsync(png).AsTask());
        console.Note($"Drawn: {path}");
    }

    /// <summary>Says what was mended and, where nothing was found for it, what the model wrote instead.</summary>
    /// <param name="console">Where notes go.</param>
    /// <param name="file">The file; null where there is only one.</param>
    /// <param name="result">The result.</param>
    /// <param name="empty">Whether nothing was found.</param>
    public static void ShowNotes(CliConsole console, string? file, PictureResult result, bool empty)
    {
        var prefix = file is null ? "" : $"{file}: ";
        foreach (var note in result.Notes)
            console.Note(prefix + note);
        if (!empty)
            return;
        console.Note($"{prefix}Nothing found.");
        var said = string.Join(' ', result.RawText.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (said is not ("" or "[]" or "```json [] ```")) // an empty list says no more
            console.Note($"{prefix}The model wrote: {(said.Length > LongestQuote ? said[..LongestQuote] + " …" : said)}");
    }

    // each page of a document is a picture; what happens to one does not stop the others
    private static async Task AskAboutAsync<T>(
        CliConsole console, PictureRequest request, int index, TimeLeft time, PictureQuestion<T> question,
        CancellationToken cancellationToken)
        where T : PictureResult
    {
        var (file, several) = (request.Files[index], request.Files.Count > 1);
        var document = await InputFile.ReadAsync(
            file, Math.Max(request.Options.Limits.MaxBytes, request.Pdf.MaxBytes), cancellationToken);
        using var pages = await PageFile.OpenAsync(document, request.Pdf, cancellationToken);
        if (request.Pages is null && pages.PageCount > MaxPages)
        {
            throw new QwenException(
                $"The document has {pages.PageCount} pages, and up to {MaxPages} are looked at unless --pages names them, "
                + $"for example --pages 1-{MaxPages}.");
        }

        var failed = 0;
        foreach (var page in pages.Choose(request.Pages))
        {
            int? number = pages.PageCount > 1 ? page : null;
            var name = number is null ? file : $"{file}, page {number}";
            try
            {
                var picture = await pages.ReadAsync(page, cancellationToken);
                MediaSource asked = picture;
                if (DemoModel.Is(request.Checkpoint))
                {
                    var decoded = ImageDecoder.Decode(picture, request.Options.Limits, cancellationToken);
                    if (PhotographGuess.IsLikely(decoded))
                        console.Note($"{name}: {DemoModel.Unlearned("to look at photographs")}");
                    asked = decoded;
                }

                var wait = several ? $"{name} ({index + 1} of {request.Files.Count}){time.Describe(index, request.Files.Count)}" : name;
                var result = await new WaitView(console).RunAsync(wait, () => question.AskAsync(asked, cancellationToken));
                if (request.Json)
                    console.Out.WriteLine(ResultJson.ToLine(file, result, question.Json(), number));
                else
                    Show(console, several || number is not null ? name : null, [.. question.ToLines(result)], result);
                if (request.Drawings?[index] is not { } drawing)
                    continue;
                var png = FindingsDrawing.DrawPng(picture, question.ToBoxes(result), question.ToPoints(result));
                await DrawAsync(console, number is null ? drawing : PagePath.Of(drawing, page), png);
            }
            catch (QwenException error) when (number is not null)
            {
                failed++;
                console.Fail($"{name}: {error.Message}");
                if (request.Json)
                    console.Out.WriteLine(ResultJson.ToErrorLine(file, console.Words.Say(error.Message), number));
            }
        }

        if (failed > 0)
            throw new QwenException($"{file}: {failed} of its pages could not be looked at.");
    }

    // of one picture the result alone; of several each with its file, on one line where there is room
    private static void Show(CliConsole console, string? file, IReadOnlyList<string> lines, PictureResult result)
    {
        if (file is not null && lines.Count == 1)
            console.Write($"{file}: {lines[0]}");
        else
        {
            if (file is not null && lines.Count > 0)
                console.Out.WriteLine($"{file}:");
            foreach (var line in lines)
                console.Write(file is null ? line : "  " + line);
        }

        ShowNotes(console, file, result, lines.Count == 0);
    }
}
