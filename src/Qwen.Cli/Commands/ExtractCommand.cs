using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Perception;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl extract</c>: named fields of receipts, forms and the like.</summary>
internal static class ExtractCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var fields = new Option<string[]>("--field", "-f")
        {
            Description = "Field to read, for example total; may be repeated.",
            HelpName = "NAME"
        };
        var schema = new Option<string?>("--schema")
        {
            Description = "JSON schema of the object to read, instead of --field; numbers, lists and objects may stand within it.",
            HelpName = "FILE",
        };
        var places = new Option<bool>("--places")
        {
            Description = "Say where each value stands, which takes a second question; --draw does so, too."
        };
        var pictures = new PictureSettings("Pictures of receipts, forms or other documents.");
        var command = new TaughtCommand(
            "extract",
            "Read named fields, or an object by its JSON schema, from pictures of receipts, forms and other documents.",
            "qwenvl extract receipt.png --field company --field date --field total",
            "qwenvl extract *.jpg --schema receipt.schema.json --json > receipts.jsonl",
            "qwenvl extract form.png -f name -f city --draw found.png",
            "qwenvl extract rechnung.png --schema receipt.schema.json --culture de-DE --currency EUR");
        pictures.AddTo(command, numbered: true, placed: true);
        foreach (var option in new Option[] { fields, schema, places })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(fields) is { Length: > 0 }) == (result.GetValue(schema) is not null))
                result.AddError("Name the fields to read, each with --field, or give a --schema; not both.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(schema) is { } path ? FieldSchema.Read(path) : FieldSchema.OfTexts(parsed.GetValue(fields)!);
            var request = pictures.Read(parsed);
            var locate = parsed.GetValue(places) || request.Drawings is not null;
            return PictureRun.AskAsync(console, request, (client, options) =>
            {
                var reading = new ReadingTasks(client, options);
                return new PictureQuestion<ExtractResult<JsonObject>>
                {
                    AskAsync = (picture, token) => reading.ExtractJsonAsync(picture, wanted, locate, cancellationToken: token),
                    ToLines = ToLines,
                    Json = () => ResultJson.Readable.ExtractResultJsonObject,
                    ToBoxes = ToBoxes,
                };
            }, cancellationToken);
        });
        return command;
    }

    private static IEnumerable<string> ToLines(ExtractResult<JsonObject> result)
    {
        var found = result.Fields.Where(field => field.Value.Length > 0).ToList();
        return TextTable.Format(
        [
            new("field", [.. found.Select(field => field.Key), .. result.Missing]),
            new(
                "confidence",
                [.. found.Select(field => TextTable.Share(Find(result.Confidence, field.Key))), .. result.Missing.Select(_ => "")]),
            new(
                "x1 y1 x2 y2",
                [.. found.Select(field => Describe(result.Boxes.GetValueOrDefault(field.Key))), .. result.Missing.Select(_ => "")]),
            new("value", [.. found.Select(field => field.Value), .. result.Missing.Select(_ => "(not found)")]),
        ]);
    }

    private static IReadOnlyList<LocatedBox> ToBoxes(ExtractResult<JsonObject> result) =>
    [
        .. result.Boxes.Where(pair => pair.Value is not null).Select(pair => new LocatedBox
        {
            X1 = pair.Value!.X1, Y1 = pair.Value.Y1, X2 = pair.Value.X2, Y2 = pair.Value.Y2, Label = pair.Key,
        }),
    ];

    private static double? Find(IReadOnlyDictionary<string, double> confidence, string key) =>
        confidence.TryGetValue(key, out var found) ? found : null;

    private static string Describe(DocumentBox? box) =>
        box is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{box.X1} {box.Y1} {box.X2} {box.Y2}");
}
