using System.CommandLine;
using System.Text.Json;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage.Models;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl models</c>: which models are on this machine, and how to be rid of them.</summary>
internal static class ModelsCommand
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(60);

    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var home = new Option<string?>("--home")
        {
            Description = $"Folder of the models; that of {ModelHome.FolderVariable}, or one in your local data, when left out.",
            HelpName = "FOLDER",
            Recursive = true,
        };
        var json = new Option<bool>("--json") { Description = "Write one line of JSON for each model." };
        var command = new TaughtCommand(
            "models",
            "List the models on this machine: size, converted forms, where they came from. Their names stand wherever the folder of a "
                + "checkpoint can.",
            "qwenvl models",
            "qwenvl models rm Qwen/Qwen2.5-VL-3B-Instruct --form int8",
            "qwenvl chat Qwen/Qwen2.5-VL-3B-Instruct")
        {
            home, json, CreateRemove(console, home),
        };
        command.SetAction(parsed =>
        {
            var models = new ModelHome(parsed.GetValue(home));
            var list = models.List();
            if (parsed.GetValue(json))
            {
                foreach (var model in list)
                    console.Out.WriteLine(JsonSerializer.Serialize(model, ModelsJsonContext.Default.StoredModel));
            }
            else
            {
                Show(console, models, list);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static TaughtCommand CreateRemove(CliConsole console, Option<string?> home)
    {
        var name = new Argument<string>("NAME") { Description = "The model, as it is listed." };
        var form = new Option<string?>("--form")
        {
            Description = "Remove this converted form only; the next load that needs it converts anew.",
            HelpName = "FORM"
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new TaughtCommand(
            "rm", "Remove a model, or one of its converted forms, from the disk.", "qwenvl models rm Qwen/Qwen2.5-VL-3B-Instruct")
        {
            name, form, yes,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var models = new ModelHome(parsed.GetValue(home));
            var model = models.Require(parsed.GetValue(name)!);
            var only = parsed.GetValue(form);
            var bytes = only is null ? model.TotalBytes : models.RequireForm(model.Name, only).Bytes;
            var what = only is null ? model.Name : $"the form {only} of {model.Name}";
            if (!parsed.GetValue(yes) && !await console.ConfirmAsync($"Remove {what}, {ByteSize.Format(bytes)}?", cancellationToken))
            {
                console.Note("Nothing was removed.");
                return ExitCode.Failure;
            }

            if (only is null)
                models.Remove(model.Name);
            else
                models.RemoveForm(model.Name, only);
            console.Note($"Removed {what}, {ByteSize.Format(bytes)}.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(CliConsole console, ModelHome home, IReadOnlyList<StoredModel> models)
    {
        var lines = TextTable.Format(
            new("model", [.. models.Select(model => model.Name)]),
            new("size", [.. models.Select(model => ByteSize.Format(model.Bytes))]),
            new("converted", [.. models.Select(Converted)]),
            new("source", [.. models.Select(Source)]));
        foreach (var line in models.Count == 0 ? [] : lines)
            console.Write(line);
        console.Note(models.Count == 0
            ? $"There are no models in {home.Folder}. 'qwenvl fetch Qwen/Qwen2.5-VL-3B-Instruct' downloads one."
            : $"{ByteSize.Format(models.Sum(model => model.TotalBytes))} in {home.Folder}.");
        foreach (var (model, form) in from model in models from form in model.Forms where DateTimeOffset.Now - form.LastUsed > Long select (
            model, form))
        {
            console.Note(
                $"{form.Name} of {model.Name} was last used on {form.LastUsed.ToLocalTime():yyyy-MM-dd}: "
                + $"'qwenvl models rm {model.Name} --form {form.Name}' frees {ByteSize.Format(form.Bytes)}.");
        }
    }

    private static string Converted(StoredModel model) => model switch
    {
        { IsComplete: false } => "not complete: fetch it again",
        { Forms.Count: 0 } => "not yet",
        _ => string.Join(", ", model.Forms.Select(form => $"{form.Name} {ByteSize.Format(form.Bytes)}")),
    };

    private static string Source(StoredModel model) => model.Source is { } source
        ? $"{new Uri(source.Endpoint).Host} {source.Commit[..Math.Min(8, source.Commit.Length)]}"
        : "";
}
