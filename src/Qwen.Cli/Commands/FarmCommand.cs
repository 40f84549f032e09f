using System.CommandLine;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Qwen.Cli.Farm;
using Qwen.Cli.Serving;
using Qwen.Cli.Terminal;
using Qwen.Orleans;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl farm join</c>: makes this machine one of those that work on jobs.</summary>
internal static class FarmCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console) => new TaughtCommand(
        "farm", "Machines that work on jobs together: see 'qwenvl farm join --help'.", "qwenvl farm join --files /scans")
    {
        Join(console),
    };

    private static TaughtCommand Join(CliConsole console)
    {
        var folder = new Argument<string?>("MODEL")
        {
            Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        folder.RefuseOptions();
        var files = new Option<string[]>("--files")
        {
            Description = "Folder whose files and lists jobs may name; may be repeated.",
            HelpName = "FOLDER",
        };
        var rows = new Option<int>("--rows")
        {
            Description = "Items to work on at the same time.",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        rows.Between(1, 1024);
        var address = new Option<string>("--address")
        {
            Description = "Address by which the other machines reach this one. Whoever reaches its ports may do what it likes there: "
                + "use a network that is closed to others.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var port = new Option<int>("--port")
        {
            Description = "Port for the other machines; 0 for any.",
            HelpName = "N",
            DefaultValueFactory = _ => 11111
        };
        var gateway = new Option<int>("--gateway-port")
        {
            Description = "Port for 'qwenvl job'; 0 for any.",
            HelpName = "N",
            DefaultValueFactory = _ => 30000
        };
        port.Between(0, 65_535);
        gateway.Between(0, 65_535);
        address.Refuse(FindAddressMistake);
        var (settings, cluster, remote) = (new ModelSettings(), new ClusterSettings(), new RemoteModel());
        var command = new TaughtCommand(
            "join",
            "Work on the jobs of a cluster until Ctrl-C; what is not done then is given back.",
            "qwenvl farm join Qwen/Qwen2.5-VL-7B-Instruct --files /scans --cluster \"Host=db;Database=farm;Username=farm\"",
            "qwenvl farm join --files /scans --rows 4 --address 10.0.0.7",
            "qwenvl farm join Qwen/Qwen2.5-VL-72B-Instruct --server http://gpu:8000/v1 --rows 16 --files /scans")
        {
            folder, files, rows, address, port, gateway,
        };
        remote.AddTo(command);
        settings.AddTo(command);
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] folders = [.. FileFolders.Require(parsed.GetValue(files) ?? [])];
            using var log = LoggerFactory.Create(
                builder => builder.SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.Critical)
                    .AddProvider(new NoteLoggerProvider(console)));
            var options = cluster.Read(parsed) with
            {
                Address = IPAddress.Parse(parsed.GetValue(address)!),
                Port = parsed.GetValue(port),
                GatewayPort = parsed.GetValue(gateway),
                LoggerFactory = log,
            };
            var choice = settings.Read(parsed);
            using var elsewhere = remote.Open(parsed, parsed.GetValue(folder));
            await using var model = elsewhere is not null ? null : await ModelSettings.LoadAsync(
                console, parsed.GetValue(folder) ?? DemoModel.Folder(), choice, cancellationToken);
            using var client = elsewhere ?? model!.AsIChatClient();
            await using var silo = await QwenFarmHost.JoinAsync(
                options,
                farm =>
                {
                    farm.Client = client;
                    farm.Rows = parsed.GetValue(rows);
                    farm.Form = model is null ? null : ModelSettings.NameOf(choice.Precision);
                    foreach (var allowed in folders)
                        farm.AllowedFolders.Add(allowed);
                },
                cancellationToken);
            console.Note($"This machine works on the jobs of '{options.Cluster}'. Ctrl-C ends that.");
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            console.Note("Giving back what is not done.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string? FindAddressMistake(string text) =>
        IPAddress.TryParse(text, out _) ? null : $"'{text}' is no address; give one such as 10.0.0.7.";
}
