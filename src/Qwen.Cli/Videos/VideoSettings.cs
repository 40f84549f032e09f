using System.CommandLine;
using Qwen.Cli.Chat;
using Qwen.Cli.Commands;
using Qwen.Cli.Files;
using Qwen.Cli.Terminal;
using Qwen.Shared.Files;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Cli.Videos;

/// <summary>The file and options that the commands over videos share.</summary>
internal sealed class VideoSettings
{
    private readonly Argument<string> file = new("VIDEO") { Description = "The video; - for one that is piped in." };
    private readonly Option<string?> model = new("--model")
    {
        Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
        HelpName = "FOLDER"
    };
    private readonly Option<string?> sheet = new("--contact-sheet")
    {
        Description = "Draw the key frames with their times into this PNG file.",
        HelpName = "FILE",
    };
    private readonly MediaSettings media = new();
    private readonly ModelSettings settings = new();

    /// <summary>The <c>--json</c> option.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Write results as JSON lines, each with its file." };

    /// <summary>Adds the file, which comes before what the command asks.</summary>
    public void AddFileTo(Command command) => command.Add(file);

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Json, sheet, model })
            command.Add(option);
        media.AddTo(command);
        settings.AddTo(command);
    }

    /// <summary>The file named, or the only one in a folder or of a pattern.</summary>
    /// <exception cref="QwenException">There are several.</exception>
    public string File(ParseResult parsed)
    {
        var named = parsed.GetValue(file)!;
        var found = InputFiles.Expand([named], InputFiles.Videos);
        return found.Count == 1
            ? found[0]
            : throw new QwenException($"'{named}' means {found.Count} videos, '{found[0]}' the first of them: name one.");
    }

    /// <summary>Opens the file; what is piped in is gone back and forth in, and is kept in a temporary file for that.</summary>
    public static async Task<OpenVideo> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (file != InputFiles.StandardInput)
            return await OpenVideo.OpenAsync(file, cancellationToken: cancellationToken);
        var bytes = await InputFile.ReadAsync(file, new VideoLimits().MaxBytes, cancellationToken);
        return await OpenVideo.OpenAsync(bytes, cancellationToken: cancellationToken);
    }

    /// <summary>Whether no checkpoint was named, so that the demo model answers.</summary>
    public bool IsDemo(ParseResult parsed) => DemoModel.Is(parsed.GetValue(model));

    /// <summary>What the command line says about sampling.</summary>
    public MediaHints Media(ParseResult parsed) => media.Read(parsed);

    /// <summary>The plugin's options; the file was named by the person, who may read it.</summary>
    public QwenVideoOptions Options(ParseResult parsed)
    {
        var options = IsDemo(parsed) ? DemoVideo.Options : new QwenVideoOptions();
        var hints = media.Read(parsed);
        return options with
        {
            Fps = hints.Fps ?? options.Fps,
            MaxFrames = hints.MaxFrames ?? options.MaxFrames,
            MinPixels = hints.MinPixels ?? options.MinPixels,
            MaxPixels = hints.MaxPixels ?? options.MaxPixels,
        };
    }

    /// <summary>Loads the checkpoint.</summary>
    public Task<QwenModel> LoadAsync(CliConsole console, ParseResult parsed, CancellationToken cancellationToken) =>
        ModelSettings.LoadAsync(console, parsed.GetValue(model) ?? DemoModel.Folder(), settings.Read(parsed), cancellationToken);

    /// <summary>Draws the contact sheet, where one is wanted.</summary>
    public async Task DrawSheetAsync(CliConsole console, ParseResult parsed, Func<Task<byte[]>> draw, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(sheet) is not { } path)
            return;
        var png = await draw();
        await WholeFile.WriteAsync(path, target => target.WriteAsync(png, cancellationToken).AsTask());
        console.Note($"Contact sheet: {path}");
    }
}
