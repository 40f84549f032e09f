using System.CommandLine;
using System.CommandLine.Parsing;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Cli.Commands;

/// <summary>Which device and which form of the weights: options that several commands share.</summary>
internal sealed class ModelSettings
{
    private const string Auto = "auto";

    private static readonly string[] Processors = [Auto, "cpu", "native-cpu", "onnx-cpu"], Cards = ["cuda", "directml", "webgpu"];

    private readonly Option<string> device = new("--device")
    {
        Description = "auto, cpu, native-cpu or onnx-cpu; also cuda, directml or webgpu where the environment variable "
            + $"{RuntimeVariable} names the folder of an ONNX Runtime that has them. Several, separated by commas, are tried in order.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => Auto,

        // proposals for somebody who types, not all that there is to say: several may stand in a list
        CompletionSources = { context => context.ParseResult.Tokens.Count == 0 ? [] : DeviceNames() },
        Validators = { CheckDevices },
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

    private readonly Option<string?> converted = new("--converted")
    {
        Description = "Folder of the converted form, where 'convert --out' put it elsewhere; QWENVL_CONVERTED names one for all models.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> profile = new("--profile")
    {
        Description = "How the model was trained to be asked: " + string.Join(", ", QwenProfile.Known.Select(known => known.Name))
            + ", or a .json file; chosen by its name when left out.",
        HelpName = "PROFILE",
    };

    private readonly Option<bool> addedTokens = new("--added-tokens")
    {
        Description = "Let tokens that a fine-tune added to the tokenizer count as tokens where a question has them; without this they are "
            + "text.",
    };

    /// <summary>Environment variable that names the folder of another native ONNX Runtime than the command's own.</summary>
    private const string RuntimeVariable = "QWENVL_ONNXRUNTIME";

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="takesConverted">Whether it may be told where the converted form lies; one that writes it has its own option.</param>
    public void AddTo(Command command, bool takesConverted = true)
    {
        command.Add(device);
        command.Add(precision);
        command.Add(adapter);
        command.Add(profile);
        command.Add(addedTokens);
        if (takesConverted)
            command.Add(converted);
    }

    /// <summary>What the command line says.</summary>
    public QwenModelOptions Read(ParseResult parsed) => new()
    {
        Device = Choose(parsed.GetValue(device)!),
        Adapter = parsed.GetValue(adapter),
        ConvertedFolder = parsed.GetResult(converted) is null ? null : parsed.GetValue(converted),
        Profile = parsed.GetValue(profile),
        AddedTokensInText = parsed.GetValue(addedTokens),
        Precision = Enum.GetValues<QwenPrecision>().Single(p => NameOf(p) == parsed.GetValue(precision)),
    };

    /// <summary>Loads the checkpoint; says which device runs and why, where another one was asked for.</summary>
    /// <param name="console">Where progress and questions go.</param>
    /// <param name="folder">Folder of the checkpoint, or the name of a model; one that is not here may be fetched.</param>
    /// <param name="options">Device and form of the weights.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    public static async Task<QwenModel> LoadAsync(
        CliConsole console, string folder, QwenModelOptions options, CancellationToken cancellationToken)
    {
        var found = await ModelLookup.FindAsync(console, folder, cancellationToken);
        var model = await ProgressView.RunAsync(console, progress => QwenModel.LoadAsync(found, options, progress, cancellationToken));
        if (IsSecondChoice(options.Device, model.Device))
            console.Note(model.DeviceReason.Split(" Its kernels are ")[0]);
        foreach (var note in model.Notes)
            console.Note(note);
        if (model.Profile != QwenProfile.Known[0])
            console.Note($"Asked as {model.Profile} was trained to be ({model.Profile.Source}).");
        return model;
    }

    // "auto" asks for what is there; who names a folder with another runtime asks for its devices
    private static bool IsSecondChoice(string asked, string device)
    {
        var first = asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[0];
        return first.Equals(Auto, StringComparison.OrdinalIgnoreCase)
            ? HasOwnRuntime() && device == "cpu"
            : !first.Equals(device, StringComparison.OrdinalIgnoreCase);
    }

    // the command's own runtime has no card: not to ask it saves loading it
    private static string Choose(string device) =>
        device.Equals(Auto, StringComparison.OrdinalIgnoreCase) && !HasOwnRuntime() ? Processors[1] : device;

    private static bool HasOwnRuntime() => Environment.GetEnvironmentVariable(RuntimeVariable) is { Length: > 0 };

    private static string[] DeviceNames() =>
        [.. Processors, .. HasOwnRuntime() ? Cards : []];

    private static void CheckDevices(OptionResult result)
    {
        string[] known = [.. Processors, .. Cards];
        foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                result.AddError($"--device takes {string.Join(", ", known)}, or several with commas between; '{name}' is none of them.");
        }
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
