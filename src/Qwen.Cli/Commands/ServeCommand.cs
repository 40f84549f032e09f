using System.CommandLine;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Qwen.Cli.Serving;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Server;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl serve</c>: models for every program that speaks the OpenAI form over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console)
    {
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "Folders of checkpoints, each as FOLDER or NAME=FOLDER; the demo model when left out. "
                + "The first is opened at once and answers "
                + "requests that name no model, the others are opened when they are asked for.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        folders.RefuseOptions();
        var settings = new ServeSettings();
        var modelSettings = new ModelSettings();
        var command = new TaughtCommand(
            "serve",
            "Answer programs over HTTP, in the form of OpenAI clients and as tools of the Model Context Protocol (/mcp), and people on a "
            + "page (/), until Ctrl-C. One line with the address is written when it is ready.",
            "qwenvl serve Qwen/Qwen2.5-VL-3B-Instruct --port 8080",
            "qwenvl serve small=Qwen/Qwen2.5-VL-3B-Instruct large=Qwen/Qwen2.5-VL-7B-Instruct --idle 10",
            "QWENVL_API_KEY=… qwenvl serve --address 0.0.0.0 --port 8080")
        {
            folders,
        };
        settings.AddTo(command);
        modelSettings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var places = parsed.GetValue(folders) is { Length: > 0 } given ? given : [DemoModel.Folder()];
            using var log = LoggerFactory.Create(
                builder => builder.SetMinimumLevel(LogLevel.Information).AddProvider(new NoteLoggerProvider(console)));
            var options = settings.Read(parsed, parsed.GetValue(folders) is not { Length: > 0 }, log);
            var idle = settings.ReadIdleTime(parsed);
            var modelOptions = modelSettings.Read(parsed);
            if (places.Length > 1 && modelOptions.ConvertedFolder is not null)
                throw new QwenException("--converted is the folder of one model: with several, name a folder for all in QWENVL_CONVERTED.");
            var models = places.Select(place => Serve(place)).ToList();
            if (models.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
                throw new QwenException($"Two models are called '{twice.Key}': write NAME=FOLDER to give them different names.");

            await using var host = await QwenServerHost.StartAsync(models, options, cancellationToken);
            console.Out.WriteLine(
                $"Listening on {host.Address.AbsoluteUri.TrimEnd('/')} ({string.Join(", ", models.Select(model => model.Name))})");
            console.Out.Flush();
            await WaitAsync(cancellationToken);
            if (host.OpenRequests is > 0 and var open)
                console.Note(
                    $"Waiting for {open} open requests, at most {options.DrainTime.TotalSeconds:0} seconds. Once more breaks them off.");
            await host.StopAsync(CancellationToken.None);
            return ExitCode.Ok;

            QwenServedModel Serve(string place)
            {
                var cut = place.IndexOf('=', StringComparison.Ordinal);
                var folder = cut < 0 ? place : place[(cut + 1)..];
                var name = cut < 0 ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) : place[..cut];
                if (string.IsNullOrWhiteSpace(name))
                    throw new QwenException($"'{place}' names no model: write NAME=FOLDER.");
                return new QwenServedModel(name, async cancellation =>
                {
                    var model = await ModelSettings.LoadAsync(console, folder, modelOptions, cancellation);
                    return model.AsIChatClient(new QwenChatClientOptions { DisposesModel = true, LoggerFactory = log });
                })
                { IdleTime = idle };
            }
        });
        return command;
    }

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }
}
