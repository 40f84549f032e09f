using System.CommandLine;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Graphs.GenAI;

namespace Qwen.Cli.Commands;

/// <summary>
/// <c>qwenvl convert</c>: writes the form that a device reads now instead of at the first question, or a form for another program.
/// </summary>
internal static class ConvertCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Folder of a checkpoint, or the name of a model." };
        var settings = new ModelSettings();
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the converted form, which the other commands find by --converted; when left out, .qwenvl inside "
                + "FOLDER or inside that of the adapter, or the folder that QWENVL_CONVERTED names.",
            HelpName = "FOLDER",
        };
        var target = new Option<string?>("--for")
        {
            Description = "Write for another program instead: genai is what applications on ONNX Runtime GenAI load "
                + "(in --out itself, which has to be empty or such a form; --device is where they will run).",
            HelpName = "genai",
        }.AcceptOnlyFromAmong("genai");
        var calibrate = new Option<string?>("--calibrate")
        {
            Description = "Look at the pictures of FOLDER, or at drawn ones, and round 4-bit weights so that answers lose less (minutes).",
            HelpName = "FOLDER",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verify = new Option<bool>("--verify")
        {
            Description = "Convert nothing: read every converted form of FOLDER through, and tell whether it is as it was written.",
        };
        var command = new TaughtCommand(
            "convert",
            "Convert a checkpoint for the device and load it once, so that the first question need not wait. "
            + "Other commands convert by themselves.",
            "qwenvl convert Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl convert Qwen/Qwen2.5-VL-3B-Instruct --precision int4 --out /fast/converted",
            "qwenvl convert Qwen/Qwen2.5-VL-3B-Instruct --precision int4 --calibrate my-pictures",
            "qwenvl convert Qwen/Qwen2.5-VL-3B-Instruct --for genai --precision int4 --calibrate --out app/model",
            "qwenvl convert Qwen/Qwen2.5-VL-3B-Instruct --verify")
        {
            folder, output, target, calibrate, verify,
        };
        settings.AddTo(command, takesConverted: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = settings.Read(parsed) with
            {
                ConvertedFolder = parsed.GetValue(output),
                Calibrate = parsed.GetResult(calibrate) is not null,
                CalibrationFolder = parsed.GetValue(calibrate),
            };
            if (parsed.GetValue(target) is not null && parsed.GetValue(verify))
                throw new QwenException("--for writes and --verify only reads: name one of them.");
            var checkpoint = await ModelLookup.FindAsync(console, parsed.GetValue(folder)!, cancellationToken);
            if (parsed.GetValue(verify))
                return await VerifyAsync(console, checkpoint, options, cancellationToken);
            if (parsed.GetValue(target) is not null)
                return await WriteForGenAIAsync(console, checkpoint, options, cancellationToken);
            await using var model = await ModelSettings.LoadAsync(console, checkpoint, options, cancellationToken);
            console.Out.WriteLine(options.ConvertedFolder ?? ConvertedForms.FindFolder(checkpoint, options.Adapter));
            if (options.ConvertedFolder is { } elsewhere)
                console.Note($"Next: qwenvl chat {parsed.GetValue(folder)} --converted {elsewhere}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<int> WriteForGenAIAsync(
        CliConsole console, string checkpoint, QwenModelOptions options, CancellationToken cancellationToken)
    {
        var written = await ProgressView.RunAsync(
            console, progress => Task.Run(
                () => GenAIFolder.Write(checkpoint, options.ConvertedFolder, options, progress, cancellationToken), cancellationToken));
        console.Out.WriteLine(written);
        console.Note("Load it with Microsoft.ML.OnnxRuntimeGenAI 0.18 or later. What it cannot do there:");
        foreach (var limit in GenAIFolder.Limits)
            console.Note("  " + limit);
        return ExitCode.Ok;
    }

    private static async Task<int> VerifyAsync(
        CliConsole console, string checkpoint, QwenModelOptions options, CancellationToken cancellationToken)
    {
        var forms = await ProgressView.RunAsync(
            console, progress => Task.Run(
                () => ConvertedForms.Verify(checkpoint, options.Adapter, options.ConvertedFolder, progress, cancellationToken),
                cancellationToken));
        foreach (var form in forms)
        {
            var state = form.Damage.Count > 0
                ? "damaged"
                : form.IsCurrent ? "as it was written" : "as it was written, but not made from this checkpoint by this version";
            console.Out.WriteLine($"{form.Folder}: {ByteSize.Format(form.Bytes)}, {state}");
            foreach (var sentence in form.Weights)
                console.Out.WriteLine("  " + sentence);
            foreach (var damage in form.Damage)
                console.Out.WriteLine("  " + damage);
        }

        if (forms.Count == 0)
            throw new QwenException(
                $"{checkpoint} was not converted yet: "
                + $"there is no converted form of it{(options.ConvertedFolder is { } folder ? $" in {folder}" : "")}.");
        if (forms.All(form => form.Damage.Count == 0))
            return ExitCode.Ok;
        throw new QwenException("Converted files are damaged. The next load makes them anew; if that happens again, look after the disk.");
    }
}
