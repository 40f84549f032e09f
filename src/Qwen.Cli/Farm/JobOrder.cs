using System.CommandLine;
using Qwen.Cli.Commands;
using Qwen.Cli.Pictures;
using Qwen.Orleans;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Farm;

/// <summary>A job as a command line orders it.</summary>
internal sealed class JobOrder
{
    private readonly Argument<string> task = new("TASK")
    {
        Description = "read, lines, extract, parse, locate, count, recognise, describe, events, index, or a task of the silos' own.",
    };

    private readonly Argument<string> source = new("SOURCE")
    {
        Description = "Folder as the silos see it, with a pattern such as /scans/*.pdf or /scans/**/*.png; or a file with an item in "
            + "each line, such as /scans/list.jsonl.",
    };

    private readonly Option<string?> what = new("--what") { Description = "What is located, counted or looked for.", HelpName = "TEXT" };

    private readonly Option<string?> schema = new("--schema")
    {
        Description = "File with the JSON schema of what 'extract' fills.",
        HelpName = "FILE"
    };

    private readonly Option<string?> name = new("--name") { Description = "What the job is called.", HelpName = "TEXT" };

    private readonly Option<int> priority = new("--priority") { Description = "Higher ones are served first.", HelpName = "N" };

    private readonly Option<double?> hours = new("--within") { Description = "Hours after which the job stops.", HelpName = "HOURS" };

    private readonly Option<int> attempts = new("--attempts")
    {
        Description = "How often an item is tried.",
        HelpName = "N",
        DefaultValueFactory = _ => 3
    };

    private readonly Option<long?> failures = new("--failures")
    {
        Description = "Items that may be set aside; with one more the job stops.",
        HelpName = "N"
    };

    private readonly Option<double> timeout = new("--timeout")
    {
        Description = "Most seconds for a try.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 600
    };

    private readonly Option<string?> model = new("--model") { Description = "The model that answers.", HelpName = "NAME" };

    private readonly Option<double?> window = new("--window")
    {
        Description = "Cut films into windows of this length.",
        HelpName = "SECONDS"
    };

    private readonly Option<int?> maxPixels = new("--max-pixels") { Description = "Shrink pictures to this area.", HelpName = "AREA" };

    /// <summary>Adds arguments and options to a command.</summary>
    public void AddTo(Command command)
    {
        priority.Between(int.MinValue, int.MaxValue);
        hours.Between(0.001, 87_600);
        attempts.Between(1, 1000);
        failures.Between(0, long.MaxValue);
        timeout.Between(0.001, 604_800);
        window.Between(0.1, 86_400);
        maxPixels.AtLeast(PictureSettings.SmallestArea);
        command.Add(task);
        command.Add(source);
        foreach (var option in new Option[]
            { what, schema, name, priority, hours, attempts, failures, timeout, model, window, maxPixels })
            command.Add(option);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="QwenException">Something is missing, or makes no sense.</exception>
    public QwenJob Read(ParseResult parsed)
    {
        var from = parsed.GetValue(source)!;
        return new QwenJob
        {
            Name = parsed.GetValue(name) ?? $"{parsed.GetValue(task)} {from}",
            Task = ReadTask(parsed),
            Source = ReadSource(from),
            Priority = parsed.GetValue(priority),
            Deadline = parsed.GetValue(hours) is { } limit ? DateTimeOffset.UtcNow.AddHours(limit) : null,
            Attempts = parsed.GetValue(attempts),
            FailureLimit = parsed.GetValue(failures),
            ItemTimeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
            Model = parsed.GetValue(model),
            WindowSeconds = parsed.GetValue(window),
            MaxPixels = parsed.GetValue(maxPixels),
        };
    }

    /// <summary>A folder with a pattern, or a file of lines.</summary>
    internal static JobSource ReadSource(string from)
    {
        var last = Path.GetFileName(from);
        if (!last.AsSpan().ContainsAny('*', '?'))
            return Path.GetExtension(from) is ".jsonl" or ".txt" or ".ndjson" ? JobSource.Lines(from) : JobSource.Folder(from);
        var folder = Path.GetDirectoryName(from) is { Length: > 0 } named ? named : ".";
        return Path.GetFileName(folder) == "**"
            ? JobSource.Folder(Path.GetDirectoryName(folder) is { Length: > 0 } above ? above : ".", last, recursive: true)
            : JobSource.Folder(folder, last);
    }

    private JobTask ReadTask(ParseResult parsed)
    {
        var told = parsed.GetValue(what);
        return parsed.GetValue(task) switch
        {
            "extract" => JobTask.Extract(parsed.GetValue(schema) is { } file
                ? FieldSchema.Read(file).GetRawText()
                : throw new QwenException("'extract' needs --schema with the JSON schema of what is to be filled.")),
            "locate" => JobTask.Locate(told ?? throw Missing("locate")),
            "count" => JobTask.Count(told ?? throw Missing("count")),
            "recognise" => JobTask.Recognise(told ?? "things"),
            "events" => JobTask.Events(told),
            var other => new JobTask { Name = other!, What = told },
        };

        static QwenException Missing(string task) => new($"'{task}' needs --what: what is meant, in words.");
    }
}
