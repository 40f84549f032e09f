using System.CommandLine;
using Microsoft.Extensions.AI;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl read</c>: text, lines with their places, or a table.</summary>
internal static class ReadCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var lines = new Option<bool>("--lines") { Description = "Say where each line of text stands." };
        var table = new Option<string?>("--table") { Description = "Read a table, and write it so.", HelpName = "html|csv|markdown" };
        table.AcceptOnlyFromAmong("html", "csv", "markdown");
        var pictures = new PictureSettings();
        var command = new TaughtCommand(
            "read",
            "Read the text in pictures.",
            "qwenvl read sign.png",
            "qwenvl read poster.jpg --lines --draw lines.png",
            "qwenvl read table.png --table csv > table.csv")
        {
            lines, table,
        };
        pictures.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(lines) && result.GetValue(table) is not null)
                result.AddError("--lines and --table are two ways to read: choose one.");
            if (result.GetValue(pictures.Draw) is not null && !result.GetValue(lines))
                result.AddError("--draw needs --lines: text alone has no places.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = pictures.Read(parsed);
            if (parsed.GetValue(lines))
                return PictureRun.AskAsync(console, request, Lines, cancellationToken);
            return parsed.GetValue(table) is { } format
                ? PictureRun.AskAsync(
                    console, request, (client, options) => Table(client, options, Enum.Parse<TableFormat>(format, ignoreCase: true)),
                    cancellationToken)
                : PictureRun.AskAsync(console, request, Text, cancellationToken);
        });
        return command;
    }

    private static PictureQuestion<TextResult> Text(IChatClient client, QwenPictureOptions options) => new()
    {
        AskAsync = (picture, token) => new ReadingTasks(client, options).ReadTextAsync(picture, cancellationToken: token),
        ToLines = result => result.Lines,
        Json = () => ResultJson.Readable.TextResult,
    };

    private static PictureQuestion<SpottedTextResult> Lines(IChatClient client, QwenPictureOptions options) => new()
    {
        AskAsync = (picture, token) => new ReadingTasks(client, options).SpotLinesAsync(picture, cancellationToken: token),
        ToLines = result => TextTable.OfBoxes(result.Lines, "text"),
        Json = () => ResultJson.Readable.SpottedTextResult,
        ToBoxes = result => result.Lines,
    };

    private static PictureQuestion<TableResult> Table(IChatClient client, QwenPictureOptions options, TableFormat format)
    {
        var reading = new ReadingTasks(client, options);
        return new()
        {
            AskAsync = (picture, token) => reading.ReadTableAsync(picture, format, token),
            ToLines = result =>
                result.Rows.Count == 0 ? [] : Write(result, format).TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')),
            Json = () => ResultJson.Readable.TableResult,
        };
    }

    private static string Write(TableResult table, TableFormat format) => format switch
    {
        TableFormat.Html => table.ToHtml(),
        TableFormat.Csv => table.ToCsv(),
        _ => table.ToMarkdown(),
    };
}
