using System.CommandLine;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl fetch</c>: downloads a checkpoint.</summary>
internal static class FetchCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var repository = new Argument<string>("REPO") { Description = "Repository on the hub, owner/name." };
        var to = new Option<string?>("--to")
        {
            Description = "Folder to put it in; its place among the models that 'qwenvl models' lists when left out.",
            HelpName = "FOLDER"
        };
        var revision = new Option<string?>("--revision")
        {
            Description = "Branch, tag or commit; main when left out.",
            HelpName = "REVISION"
        };
        var endpoint = new Option<string?>("--endpoint") { Description = "Address of another hub (or set HF_ENDPOINT).", HelpName = "URL" };
        var command = new TaughtCommand(
            "fetch",
            "Download a checkpoint from a Hugging Face hub; what is there is kept, a broken download goes on. HF_TOKEN opens private ones.",
            "qwenvl fetch Qwen/Qwen2.5-VL-3B-Instruct",
            "qwenvl fetch Qwen/Qwen2.5-VL-7B-Instruct --to /data/qwen-7b")
        {
            repository, to, revision, endpoint,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(repository)!;
            var target = parsed.GetValue(to);
            var options = new HubClientOptions();
            if (parsed.GetValue(revision) is { } wanted)
                options = options with { Revision = wanted };
            if (parsed.GetValue(endpoint) is { } address)
                options = options with { Endpoint = address };

            var hub = new HubClient(options);
            var folder = await DownloadView.RunAsync(console, hub, name, target, cancellationToken);
            console.Out.WriteLine(folder);
            console.Note($"Next: qwenvl chat {(target is null ? name : folder)}");
            return ExitCode.Ok;
        });
        return command;
    }
}
