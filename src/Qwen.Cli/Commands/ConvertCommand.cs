using System.CommandLine;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl convert</c>: writes the ONNX form now instead of at the first question.</summary>
internal static class ConvertCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Folder of a checkpoint." };
        var settings = new ModelSettings();
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the converted form; .qwenvl inside FOLDER when left out.",
            HelpName = "FOLDER",
        };
        var command = new TaughtCommand(
            "convert",
            "Convert a checkpoint to ONNX and load it once, so that the first question need not wait. Other commands convert by themselves.",
            "qwenvl convert models/Qwen2.5-VL-3B-Instruct",
            "qwenvl convert models/Qwen2.5-VL-3B-Instruct --precision int4 --out /fast/converted")
        {
            folder, output,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = settings.Read(parsed) with { ConvertedFolder = parsed.GetValue(output) };
            var checkpoint = parsed.GetValue(folder)!;
            await using var model = await ModelSettings.LoadAsync(console, checkpoint, options, cancellationToken);
            console.Out.WriteLine(options.ConvertedFolder ?? Path.Combine(checkpoint, ".qwenvl"));
            return ExitCode.Ok;
        });
        return command;
    }
}
