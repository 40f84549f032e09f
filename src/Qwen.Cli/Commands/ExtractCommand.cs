using System.CommandLine;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.SemanticKernel.Plugins;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl extract</c>: named fields of receipts, forms and the like.</summary>
internal static class ExtractCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var fields = new Option<string[]>("--field", "-f") { Description = "Field to read, for example total; may be repeated.", HelpName = "NAME" };
        var schema = new Option<string?>("--schema")
        {
            Description = "JSON schema of an object, instead of --field: its properties are the fields.",
            HelpName = "FILE",
        };
        var pictures = new PictureSettings("Pictures of receipts, forms or other documents.", drawable: false);
        var command = new TaughtCommand(
            "extract",
            "Read named fields from pictures of receipts, forms and other documents.",
            "qwenvl extract receipt.png --field company --field date --field total",
            "qwenvl extract *.jpg --schema receipt.schema.json --json > receipts.jsonl");
        pictures.AddTo(command);
        command.Add(fields);
        command.Add(schema);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(fields) is { Length: > 0 }) == (result.GetValue(schema) is not null))
                result.AddError("Name the fields to read, each with --field, or give a --schema; not both.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var keys = parsed.GetValue(schema) is { } path ? FieldSchema.Read(path) : parsed.GetValue(fields)!;
            return PictureRun.AskAsync(console, pictures.Read(parsed), (client, options) =>
            {
                var reading = new ReadingPlugin(client, options);
                return new PictureQuestion<FieldsResult>
                {
                    AskAsync = (picture, token) => reading.ExtractFieldsAsync(picture, keys, token),
                    ToLines = ToLines,
                    Json = ResultJson.Readable.FieldsResult,
                };
            }, cancellationToken);
        });
        return command;
    }

    private static IEnumerable<string> ToLines(FieldsResult result) => TextTable.Format(
        ["field", "value"],
        [
            .. result.Fields.Where(field => field.Value.Length > 0).Select(field => (string[])[field.Key, field.Value.ReplaceLineEndings(" ")]),
            .. result.Missing.Select(key => (string[])[key, "(not found)"]),
        ]);
}
