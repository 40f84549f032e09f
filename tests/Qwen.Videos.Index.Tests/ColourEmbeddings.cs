using Microsoft.Extensions.AI;

namespace Qwen.Videos.Index.Tests;

/// <summary>Stands for an embedding model that knows colours and their other names: one direction for each, one for the rest.</summary>
internal sealed class ColourEmbeddings(int dimensions = 4) : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly string[][] Meanings = [["red", "crimson"], ["green", "emerald"], ["blue", "azure"]];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(ToVector(value)))));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private float[] ToVector(string text)
    {
        var vector = new float[dimensions];
        for (var i = 0; i < Meanings.Length; i++)
            vector[i] = Meanings[i].Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;
        if (vector.All(v => v == 0))
            vector[^1] = 1;
        return vector;
    }
}
