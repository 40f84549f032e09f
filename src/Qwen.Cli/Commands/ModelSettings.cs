using System.CommandLine;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Cli.Commands;

/// <summary>Which device and which form of the weights: options that several commands share.</summary>
internal sealed class ModelSettings
{
    private readonly Option<string> device = new("--device")
    {
        Description = "cpu, native-cpu, onnx-cpu, directml, webgpu, cuda, or auto; several separated by commas are tried in order.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> precision = new Option<string>("--precision")
    {
        Description = "Form of the weights: fp32 (exact), int8, int4 (smallest), int4+ (sensitive matrices in 8 bit), "
            + "or auto for what suits the checkpoint's size.",
        HelpName = "fp32|int8|int4|int4+|auto",
        DefaultValueFactory = _ => NameOf(QwenPrecision.Auto),
    }.AcceptOnlyFromAmong([.. Enum.GetValues<QwenPrecision>().Select(NameOf)]);

    private readonly Option<string?> adapter = new("--adapter")
    {
        Description = "Folder of a LoRA adapter that is merged into the weights; one beside the weights is merged without this.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> profile = new("--profile")
    {
        Description = "How the model was trained to be asked: " + string.Join(", ", QwenProfile.Known.Select(known => known.Name))
            + ", or a .json file; chosen by its name when left out.",
        HelpName = "PROFILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(device);
        command.Add(precision);
        command.Add(adapter);
        command.Add(profile);
    }

    /// <summary>What the command line says.</summary>
    public QwenModelOptions Read(ParseResult parsed) => new()
    {
        Device = parsed.GetValue(device)!,
        Adapter = parsed.GetValue(adapter),
        Profile = parsed.GetValue(profile),
        Precision = Enum.GetValues<QwenPrecision>().Single(p => NameOf(p) == parsed.GetValue(precision)),
    };

    /// <summary>Loads the checkpoint and says which device runs and why.</summary>
    /// <param name="console">Where progress and questions go.</param>
    /// <param name="folder">Folder of the checkpoint, or the name of a model; one that is not here may be fetched.</param>
    /// <param name="options">Device and form of the weights.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public static async Task<QwenModel> LoadAsync(
        CliConsole console, string folder, QwenModelOptions options, CancellationToken cancellationToken)
    {
        var found = await ModelLookup.FindAsync(console, folder, cancellationToken);
        var model = await ProgressView.RunAsync(console, progress => QwenModel.LoadAsync(found, options, progress, cancellationToken));
        console.Note($"{model.ModelId}: {model.DeviceReason}");
        foreach (var note in model.Notes)
            console.Note(note);
        if (model.Profile != QwenProfile.Known[0])
            console.Note($"Asked as {model.Profile} was trained to be ({model.Profile.Source}).");
        return model;
    }

    /// <summary>The name that <c>--precision</c> takes.</summary>
    public static string NameOf(QwenPrecision precision) => precision switch
    {
        QwenPrecision.Float32 => "fp32",
        QwenPrecision.Int8 => "int8",
        QwenPrecision.Int4 => "int4",
        QwenPrecision.Int4Plus => "int4+",
        _ => "auto",
    };
}
