using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;

namespace Qwen.Orleans;

/// <summary>What a silo offers to the farm, and what it may read.</summary>
public sealed class QwenFarmOptions
{
    private readonly Dictionary<string, Func<IServiceProvider, IFarmTask>> tasks = [];

    /// <summary>
    /// The model that works on this silo: a local one, or any server that a client speaks to. Null for the one among the services; where
    /// there is none either, the silo keeps jobs but works on none.
    /// </summary>
    public IChatClient? Client { get; set; }

    /// <summary>The model's name; null for what the client says of itself.</summary>
    public string? Model { get; set; }

    /// <summary>The form of its weights, for example <c>int8</c>: results of different forms are told apart. Null for unknown.</summary>
    public string? Form { get; set; }

    /// <summary>What it runs on; null for what a local model says of itself.</summary>
    public string? Device { get; set; }

    /// <summary>Items worked on at the same time: rows of a local model's step, or requests that a server takes from this silo.</summary>
    public int Rows { get; set; } = 1;

    /// <summary>Folders whose files items and lists may name, subfolders included. Empty for none.</summary>
    public IList<string> AllowedFolders { get; } = [];

    /// <summary>Gets addresses of the network; null: they are refused.</summary>
    public IMediaFetcher? MediaFetcher { get; set; }

    /// <summary>Most bytes of a picture or document.</summary>
    public long MaxFileBytes { get; set; } = 256L << 20;

    /// <summary>How long a silo that says nothing keeps its items.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long files in the folders of a silo that is away are waited for, before items that name them are set aside: long enough for a
    /// machine to start anew.
    /// </summary>
    public TimeSpan MaxAbsence { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a silo without work asks for some.</summary>
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a job looks after its buckets.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A silo without work takes over what another one works on for this long and for thrice its own time for an item.</summary>
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Classes of the application that do tasks, by their names.</summary>
    internal IReadOnlyDictionary<string, Func<IServiceProvider, IFarmTask>> Tasks => tasks;

    /// <summary>Adds a task of the application.</summary>
    /// <param name="name">Its name, as <see cref="JobTask.Own"/> is told.</param>
    /// <param name="create">Makes it, once for each silo.</param>
    public void AddTask(string name, Func<IServiceProvider, IFarmTask> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        tasks[name] = create;
    }
}
