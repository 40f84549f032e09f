namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Sequences whose keys and values are in place, so that a request that begins like one of them starts where they part. Thread-safe.
/// </summary>
internal abstract class PrefixCache : IDisposable
{
    /// <summary>
    /// A sequence that begins like the prompt, cut to what both share; or an empty one. Its tokens are the keys of that start.
    /// </summary>
    /// <param name="prompt">Keys of the prompt's tokens.</param>
    /// <param name="answerTokens">Tokens the answer may have.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QwenException">Prompt and answer never fit into the memory that is allowed.</exception>
    public abstract ValueTask<KeptSequence> TakeAsync(ulong[] prompt, int answerTokens, CancellationToken cancellationToken);

    /// <summary>More tokens of a taken sequence's prompt are in place.</summary>
    public virtual void Advance(KeptSequence sequence)
    {
    }

    /// <summary>Gives a sequence back for later requests.</summary>
    public abstract void Return(KeptSequence sequence);

    public abstract void Dispose();
}
