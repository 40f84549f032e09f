using System.CommandLine;
using Microsoft.Extensions.AI;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Screens;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary>Which index, and which model looks at frames: options that making and searching an index share.</summary>
internal sealed class IndexSettings
{
    private readonly Option<string> index = new("--index")
    {
        Description = "File of the index.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "videos.qwenindex",
    };

    private readonly Option<bool> json = new("--json") { Description = "Write JSON lines: one object for each result." };
    private readonly Option<string?> model = new("--model")
    {
        Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
        HelpName = "FOLDER",
    };
    private readonly ModelSettings settings = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { index, json, model })
            command.Add(option);
        settings.AddTo(command);
    }

    /// <summary>Path of the index.</summary>
    public string Path(ParseResult parsed) => parsed.GetValue(index)!;

    /// <summary>Whether the demo model looks.</summary>
    public bool IsDemo(ParseResult parsed) => DemoModel.Is(parsed.GetValue(model));

    /// <summary>Whether results are written as JSON.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Opens the index over the model that the command line names, and closes both afterwards.</summary>
    public async Task<int> RunAsync(
        CliConsole console, ParseResult parsed, VideoIndexOptions options, Func<VideoIndex, Task<int>> work,
        CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(model) ?? DemoModel.Folder();
        await using var loaded = await ModelSettings.LoadAsync(console, folder, settings.Read(parsed), cancellationToken);
        using IChatClient client = new QwenChatClient(loaded);
        using var opened = VideoIndex.Open(Path(parsed), client, options: options);
        return await work(opened);
    }
}
