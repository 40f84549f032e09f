namespace Qwen.VisionLanguage.Runtime;

/// <summary>Keys and values of one sequence in every layer. Belongs to one run at a time; not thread-safe.</summary>
internal abstract class KeyValueCache : IDisposable
{
    /// <summary>Tokens there is room for now.</summary>
    public abstract int Capacity { get; }

    /// <summary>Tokens whose keys and values are in place; setting it lower forgets the last ones.</summary>
    public int Length { get; set; }

    public abstract void Dispose();
}
