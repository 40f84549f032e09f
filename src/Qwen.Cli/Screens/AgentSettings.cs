using System.CommandLine;
using Qwen.Cli.Commands;
using Qwen.Cli.Terminal;
using Qwen.Screens;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Screens;

/// <summary>Which model drives a screen, and how it is asked: options that several commands share.</summary>
internal sealed class AgentSettings
{
    private readonly Option<string?> model = new("--model")
    {
        Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
        HelpName = "FOLDER"
    };

    private readonly Option<string?> form = new Option<string?>("--form")
    {
        Description = "How the model is asked: full (its tool, the task, the history) or short "
            + "(one instruction such as 'Tap Save.' at a time, "
            + "which is all the demo model knows). By default full, and short for the demo model.",
        HelpName = "full|short",
    }.AcceptOnlyFromAmong("full", "short");

    private readonly Option<int?> maxPixels = new("--max-pixels")
    {
        Description = "Largest area at which the model sees the screen.",
        HelpName = "AREA"
    };

    private readonly Option<int> steps = new("--steps") { Description = "Most steps.", HelpName = "N", DefaultValueFactory = _ => 30 };

    private readonly ModelSettings settings = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        steps.Between(1, 100_000);
        maxPixels.AtLeast(PictureSettings.SmallestArea);
        foreach (var option in new Option[] { model, form, maxPixels, steps })
            command.Add(option);
        settings.AddTo(command);
    }

    /// <summary>Whether instructions are put one at a time.</summary>
    public bool IsShort(ParseResult parsed) => (parsed.GetValue(form) ?? (parsed.GetValue(model) is null ? "short" : "full")) == "short";

    /// <summary>What the command line says.</summary>
    public ScreenAgentOptions Read(ParseResult parsed) => new()
    {
        Form = IsShort(parsed) ? PromptForm.Short : PromptForm.Full,
        MaxPixels = parsed.GetValue(maxPixels),
        MaxSteps = parsed.GetValue(steps),
    };

    /// <summary>Loads the model.</summary>
    public Task<QwenModel> LoadAsync(CliConsole console, ParseResult parsed, CancellationToken cancellationToken) =>
        ModelSettings.LoadAsync(console, parsed.GetValue(model) ?? DemoModel.Folder(), settings.Read(parsed), cancellationToken);
}
