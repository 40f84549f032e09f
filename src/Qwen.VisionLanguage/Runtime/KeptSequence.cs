namespace Qwen.VisionLanguage.Runtime;

/// <summary>A cache together with what it holds: one key per token, so that a later request can tell how much of it fits.</summary>
/// <param name="cache">Keys and values, owned.</param>
internal sealed class KeptSequence(KeyValueCache cache) : IDisposable
{
    private readonly List<ulong> tokens = [];

    public KeyValueCache Cache => cache;

    /// <summary>Key of every token in the cache: its id, or a hash of the picture's unit it stands for.</summary>
    public List<ulong> Tokens => tokens;

    /// <summary>Tokens at the start that are the same.</summary>
    public int CommonPrefix(ReadOnlySpan<ulong> prompt)
        => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens).CommonPrefixLength(prompt);

    /// <summary>Forgets everything from the given token on.</summary>
    public void Truncate(int length)
    {
        tokens.RemoveRange(length, tokens.Count - length);
        cache.Length = length;
    }

    public void Dispose() => cache.Dispose();
}
