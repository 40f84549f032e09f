using System.CommandLine;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qwen.Cli.Screens;
using Qwen.Cli.Serving;
using Qwen.Cli.Terminal;
using Qwen.Cli.Videos;
using Qwen.Extensions.AI;
using Qwen.Screens;
using Qwen.Server;
using Qwen.Server.Mcp;
using Qwen.Videos;
using Qwen.Videos.Index;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl mcp</c>: the tasks as tools of a program that speaks the Model Context Protocol.</summary>
internal static class McpCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var folder = new Argument<string?>("FOLDER")
        {
            Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        folder.RefuseOptions();
        var files = new Option<string[]>("--files")
        {
            Description = "Folder whose pictures, videos and documents may be named by path, as in the client's roots; may be repeated.",
            HelpName = "FOLDER",
        };
        var noRoots = new Option<bool>("--no-roots") { Description = "Read nothing in the client's roots, only in folders of --files." };
        var index = new Option<string?>("--index")
        {
            Description = "File of an index of videos to search and to add to.",
            HelpName = "FILE",
        };
        var screen = new Option<string?>("--screen")
        {
            Description = "Offer a screen: the simulated phone or desktop, an Android device, or an X desktop. "
                + "What a person would have to approve is refused.",
            HelpName = ServedScreen.Forms,
        };
        screen.Refuse(ServedScreen.FindMistake);
        var apps = new Option<string[]>("--app")
        {
            Description = "App of that screen that may be used, by its identifier; may be repeated.",
            HelpName = "APP",
        };
        var settings = new ModelSettings();
        var command = new TaughtCommand(
            "mcp",
            "Offer what the model can do with pictures, documents and videos as tools, over standard input and output, "
                + "to a program that speaks the Model Context Protocol and starts this one.",
            "qwenvl mcp Qwen/Qwen2.5-VL-7B-Instruct --files ~/Pictures",
            "qwenvl mcp --index videos.qwenindex --files /srv/films",
            "npx @modelcontextprotocol/inspector qwenvl mcp")
        {
            folder, files, noRoots, index, screen, apps,
        };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var log = LoggerFactory.Create(
                builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(new NoteLoggerProvider(console)));
            var checkpoint = parsed.GetValue(folder) is { } given
                ? await ModelLookup.FindAsync(console, given, cancellationToken)
                : DemoModel.Folder();
            await using var services = AddModel(checkpoint, settings.Read(parsed), log).BuildServiceProvider();
            var client = services.GetRequiredService<IChatClient>();
            using var opened = parsed.GetValue(index) is { } file ? VideoIndex.Open(file, client) : null;
            await using var guarded = parsed.GetValue(screen) is { } name
                ? await ServedScreen.OpenAsync(name, parsed.GetValue(apps) ?? [], cancellationToken)
                : null;
            var options = new QwenToolOptions
            {
                Client = client,
                AllowedFolders = [.. FileFolders.Require(parsed.GetValue(files) ?? [])],
                UseClientRoots = !parsed.GetValue(noRoots),
                Index = opened,
                Screen = guarded,
                Videos = parsed.GetValue(folder) is null ? DemoVideo.Options : new QwenVideoOptions(),
            };
            await QwenMcpServer.RunAsync(options, log, cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    // the model is loaded by the first call: a client waits for the list of tools, but not for long
    private static ServiceCollection AddModel(string folder, QwenModelOptions model, ILoggerFactory log)
    {
        if (!File.Exists(Path.Combine(folder, "config.json")))
            throw new QwenException($"'{folder}' holds no checkpoint: there is no config.json in it.");
        var services = new ServiceCollection();
        services.AddSingleton(log);
        services.AddQwenChatClient(options =>
        {
            options.CheckpointFolder = folder;
            (options.Device, options.Precision) = (model.Device, model.Precision);
            (options.Adapter, options.Profile) = (model.Adapter, model.Profile);
        });
        return services;
    }
}
