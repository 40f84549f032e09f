using System.CommandLine;
using Qwen.Orleans;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Farm;

/// <summary>Which cluster is meant: options that the commands about jobs share.</summary>
internal sealed class ClusterSettings
{
    /// <summary>The variable of the environment that holds the connection: it may have a password, which has no place on a command
    /// line.</summary>
    public const string Variable = "QWENVL_CLUSTER";

    private readonly Option<string?> cluster = new("--cluster")
    {
        Description = $"How to reach the PostgreSQL database of the cluster, such as \"Host=db;Database=farm\"; {Variable} when left out.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string> name = new("--cluster-name")
    {
        Description = "Name of the cluster, where several share a database.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "qwen",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(cluster);
        command.Add(name);
    }

    /// <summary>What the command line and the environment say.</summary>
    /// <exception cref="QwenException">They name no cluster.</exception>
    public QwenFarmHostOptions Read(ParseResult parsed) => new()
    {
        Connection = parsed.GetValue(cluster) ?? Environment.GetEnvironmentVariable(Variable) ?? throw new QwenException(
            $"No cluster is named: give --cluster \"Host=…;Database=…\", or put that into {Variable}."),
        Cluster = parsed.GetValue(name)!,
    };

    /// <summary>Connects, does something with the cluster's jobs, and leaves.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<IQwenJobs, Task<int>> act, CancellationToken cancellationToken)
    {
        await using var host = await QwenFarmHost.ConnectAsync(Read(parsed), cancellationToken);
        return await act(host.Jobs);
    }
}
