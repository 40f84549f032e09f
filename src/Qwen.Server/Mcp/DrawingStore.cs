using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>
/// Keeps the pictures that were drawn last, under addresses that nobody can guess: who holds an address may read the picture, and pass it
/// to another tool. Safe for concurrent use.
/// </summary>
/// <param name="limit">Most pictures; the oldest go first.</param>
internal sealed class DrawingStore(int limit)
{
    /// <summary>What every address begins with.</summary>
    public const string Prefix = "qwen://drawings/";

    private readonly Lock gate = new();
    private readonly Dictionary<string, DataContent> drawings = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Keeps a picture.</summary>
    /// <returns>Its address.</returns>
    public string Add(DataContent picture)
    {
        var address = $"{Prefix}{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        lock (gate)
        {
            drawings.Add(address, picture);
            order.Enqueue(address);
            while (order.Count > limit)
                drawings.Remove(order.Dequeue());
        }

        return address;
    }

    /// <summary>A picture that is kept.</summary>
    /// <exception cref="QwenException">There is none of that address.</exception>
    public DataContent Get(string address)
    {
        lock (gate)
        {
            return drawings.TryGetValue(address, out var picture)
                ? picture
                : throw new QwenException($"There is no '{address}': the last {limit} drawn pictures are kept. Draw it again.");
        }
    }
}
