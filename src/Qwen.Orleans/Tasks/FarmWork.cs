using Microsoft.Extensions.AI;

namespace Qwen.Orleans;

/// <summary>An item on the silo that works on it.</summary>
public sealed class FarmWork
{
    internal FarmWork(QwenJob job, JobItem item, FarmFile file, IChatClient client) =>
        (Job, Item, File, Client) = (job, item, file, client);

    /// <summary>The job.</summary>
    public QwenJob Job { get; }

    /// <summary>The item.</summary>
    public JobItem Item { get; }

    /// <summary>Its file; for a page of a document, the page as a picture.</summary>
    public FarmFile File { get; }

    /// <summary>The silo's model.</summary>
    public IChatClient Client { get; }
}
