using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Logging;
using Qwen.Cli.Commands;
using Qwen.Cli.Files;
using Qwen.Cli.Screens;
using Qwen.Cli.Videos;
using Qwen.Screens;
using Qwen.Server;
using Qwen.Videos;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Serving;

/// <summary>Where a server listens, who may ask, and how much.</summary>
internal sealed class ServeSettings
{
    /// <summary>The variable of the environment that holds a key.</summary>
    public const string KeyVariable = "QWENVL_API_KEY";

    // one instruction at a time is what the demo model knows; the last asks the person
    private const string DemoTask = "Open Contacts. Tap Alice Brown. Tap Call.";

    private const int MaxKeyBytes = 1 << 20;

    private readonly Option<int> port = new("--port")
    {
        Description = "Port to listen on; 0 for any that is free.",
        HelpName = "N",
        DefaultValueFactory = _ => 8080,
    };

    private readonly Option<string> address = new("--address")
    {
        Description = $"Address to listen on. Others than this machine are let in with a key only: {KeyVariable} or --key-file.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly Option<string?> keys = new("--key-file")
    {
        Description = $"File of API keys, one in each line; a single one may stand in {KeyVariable}.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> hosts = new("--allow-host")
    {
        Description = "A name by which the server may be asked, besides localhost; * for any. With a key any name will do.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> origins = new("--allow-origin")
    {
        Description = "Origin of pages that may ask, such as https://app.example.",
        HelpName = "ORIGIN",
    };

    private readonly Option<int> parallel = new("--parallel")
    {
        Description = "Requests that are answered at a time.",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<int> queue = new("--queue")
    {
        Description = "Requests that may wait; more are sent away.",
        HelpName = "N",
        DefaultValueFactory = _ => 32,
    };

    private readonly Option<int> timeout = new("--timeout")
    {
        Description = "Most seconds for a request.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 600,
    };

    private readonly Option<int> body = new("--max-body")
    {
        Description = "Most megabytes of a request.",
        HelpName = "MB",
        DefaultValueFactory = _ => 64,
    };

    private readonly Option<int> drain = new("--drain")
    {
        Description = "Seconds that running answers may go on after Ctrl-C.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<double?> idle = new("--idle")
    {
        Description = "Minutes without a request after which a model is let go.",
        HelpName = "MINUTES",
    };

    private readonly Option<string[]> files = new("--files")
    {
        Description = "Folder whose pictures, videos and documents the tools at /mcp may be given by path; may be repeated.",
        HelpName = "FOLDER",
    };

    private readonly Option<string> screen = new("--screen")
    {
        Description = "The screen on which people have tasks done from the page, asked there before anything serious; "
            + "none for no such page.",
        HelpName = $"{ServedScreen.Forms}|none",
        DefaultValueFactory = _ => "phone",
    };

    private readonly Option<string[]> apps = new("--app")
    {
        Description = "App of that screen that may be used, by its identifier; may be repeated. Simulated screens allow their own.",
        HelpName = "APP",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        parallel.Between(1, 10_000);
        queue.Between(0, 1_000_000);
        timeout.Between(1, 604_800);
        body.Between(1, 1_000_000);
        drain.Between(0, 86_400);
        port.Between(0, 65_535);
        idle.Between(0.001, 10_000);
        screen.Refuse(name => name == "none" ? null : ServedScreen.FindMistake(name));
        foreach (var option in new Option[]
            { port, address, keys, hosts, origins, parallel, queue, timeout, body, drain, idle, files, screen, apps })
            command.Add(option);
    }

    /// <summary>After how long a model is let go; null for never.</summary>
    public TimeSpan? ReadIdleTime(ParseResult parsed) =>
        parsed.GetValue(idle) is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

    /// <summary>What the command line and the environment say.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isDemo">Whether the demo model answers, which has to be asked in its own way.</param>
    /// <param name="log">Where the server says what it does.</param>
    public QwenServerHostOptions Read(ParseResult parsed, bool isDemo, ILoggerFactory log)
    {
        var server = new QwenServerOptions
        {
            ApiKeys = ReadKeys(parsed),
            AllowedOrigins = parsed.GetValue(origins) ?? [],
            MaxConcurrentRequests = parsed.GetValue(parallel),
            MaxWaitingRequests = parsed.GetValue(queue),
            MaxBodyBytes = (long)parsed.GetValue(body) << 20,
            RequestTimeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
        };

        // a foreign page that reaches the server by a name of its own has no key to show
        server.AllowedHosts = server.ApiKeys.Count > 0 ? ["*"] : [.. server.AllowedHosts, .. parsed.GetValue(hosts) ?? []];
        return new QwenServerHostOptions
        {
            Address = parsed.GetValue(address)!,
            Port = parsed.GetValue(port),
            DrainTime = TimeSpan.FromSeconds(parsed.GetValue(drain)),
            LoggerFactory = log,
            Server = server,
            Tools = new QwenToolOptions
            {
                AllowedFolders = [.. FileFolders.Require(parsed.GetValue(files) ?? [])],
                Videos = isDemo ? DemoVideo.Options : new QwenVideoOptions(),
            },
            Episodes = ReadEpisodes(parsed, isDemo),
        };
    }

    private QwenEpisodeOptions? ReadEpisodes(ParseResult parsed, bool isDemo)
    {
        var name = parsed.GetValue(screen)!;
        if (name == "none")
            return null;
        var options = new QwenEpisodeOptions(cancellationToken => ServedScreen.OpenScreenAsync(name, isDemo, cancellationToken))
        {
            Guard = new ScreenGuardOptions { Policy = ServedScreen.ReadPolicy(name, parsed.GetValue(apps) ?? []) },
            Agent = new ScreenAgentOptions { Form = isDemo ? PromptForm.Short : PromptForm.Full },
        };
        if (isDemo)
            options.Example = DemoTask;
        return options;
    }

    private List<string> ReadKeys(ParseResult parsed)
    {
        List<string> found = [];
        if (Environment.GetEnvironmentVariable(KeyVariable) is { } variable && !string.IsNullOrWhiteSpace(variable))
            found.Add(variable.Trim());
        if (parsed.GetValue(keys) is { } file)
        {
            var text = Encoding.UTF8.GetString(InputFile.Read(file, MaxKeyBytes));
            found.AddRange(text.Split('\n').Select(line => line.Trim('\uFEFF', ' ', '\t', '\r')).Where(line => line.Length > 0));
            if (found.Count == 0)
                throw new QwenException($"The file '{file}' holds no key: write one in each line.");
        }

        return found;
    }
}
