namespace Qwen.VisionLanguage.Runtime;

/// <summary>The decoder on a device: new tokens in, logits out, keys and values kept.</summary>
/// <remarks>
/// Safe for concurrent runs on different caches, one at a time where the device's profile says <see cref="DeviceProfile.Serial"/>.
/// </remarks>
internal abstract class Decoder : IDisposable
{
    /// <summary>Whether a cache can forget its last tokens and go on from there.</summary>
    public abstract bool CanTruncate { get; }

    /// <summary>Whether a cache gets more room by itself; otherwise it must be made large enough from the start.</summary>
    public abstract bool CanGrow { get; }

    /// <summary>Numbers in one row of logits.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>An empty cache with room for at least so many tokens.</summary>
    public abstract KeyValueCache CreateCache(int tokens);

    /// <summary>Runs new tokens on top of those in the cache, and takes them in.</summary>
    /// <param name="cache">The sequence so far, made by this decoder.</param>
    /// <param name="step">Embeddings and rotary rows of the new tokens, and the rows whose logits are wanted.</param>
    /// <param name="logits">Receives the wanted rows. // [R, vocabulary]</param>
    /// <param name="cancellationToken">Stops the run between two layers or nodes; the cache keeps its length.</param>
    public abstract void Run(KeyValueCache cache, DecoderStep step, float[] logits, CancellationToken cancellationToken);

    /// <summary>Whether steps of several sequences share a run, with the same results as one by one.</summary>
    public virtual bool SharesRuns => false;

    /// <summary>Runs steps of different sequences.</summary>
    /// <exception cref="OperationCanceledException">All callers cancelled; no cache changed.</exception>
    public virtual void Run(IReadOnlyList<DecoderJob> jobs)
    {
        foreach (var job in jobs)
            Run(job.Cache, job.Step, job.Logits, job.CancellationToken);
    }

    /// <summary>What keeps the sequences of finished requests.</summary>
    /// <param name="entries">How many to keep, where sequences do not share memory; 0 keeps none anywhere.</param>
    public virtual PrefixCache CreatePrefixes(int entries) => new ExclusivePrefixCache(this, entries);

    public abstract void Dispose();
}
