using Qwen.Cli.Terminal;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Models;

namespace Qwen.Cli.Commands;

/// <summary>Finds the model that a command line names; offers to fetch one that is not here.</summary>
internal static class ModelLookup
{
    /// <summary>The folder of a model.</summary>
    /// <param name="console">Where the offer goes; made only where a person sits there.</param>
    /// <param name="nameOrFolder">A folder, or the name of a model.</param>
    /// <param name="cancellationToken">Stops asking and fetching.</param>
    /// <exception cref="QwenException">It is a name, but no model has it and none was fetched.</exception>
    public static async Task<string> FindAsync(CliConsole console, string nameOrFolder, CancellationToken cancellationToken)
    {
        var found = ModelHome.Resolve(nameOrFolder);
        if (Path.Exists(found) || !ModelHome.IsName(nameOrFolder))
            return found;
        return await OfferAsync(console, nameOrFolder, cancellationToken)
            ?? throw new QwenException(
                $"There is no folder '{nameOrFolder}', and no model of that name in {new ModelHome().Folder}. "
                + "'qwenvl models' lists what is there"
                + (nameOrFolder.Contains('/', StringComparison.Ordinal) ? $"; 'qwenvl fetch {nameOrFolder}' downloads it." : "."));
    }

    // the hub hears of a name only after a yes: it may be a misspelt folder
    private static async Task<string?> OfferAsync(CliConsole console, string name, CancellationToken cancellationToken)
    {
        if (!console.Interactive || !name.Contains('/', StringComparison.Ordinal))
            return null;
        if (!await console.ConfirmAsync($"{name} is not on this machine. Ask the hub for it?", cancellationToken))
            return null;
        var hub = new HubClient();
        var estimate = await hub.EstimateAsync(name, cancellationToken: cancellationToken);
        var question = $"It has {DownloadView.Describe(estimate)}. Fetch it into {new ModelHome().FolderOf(name)}?";
        if (!await console.ConfirmAsync(question, cancellationToken))
            return null;
        return await DownloadView.RunAsync(console, hub, name, null, cancellationToken, estimate);
    }
}
