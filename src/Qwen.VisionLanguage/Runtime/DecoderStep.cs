namespace Qwen.VisionLanguage.Runtime;

/// <summary>New tokens for the decoder. Arrays may be longer than needed; they are read during the run only.</summary>
internal readonly record struct DecoderStep
{
    /// <summary>S: number of new tokens.</summary>
    public required int Count { get; init; }

    /// <summary>Their embeddings. // [S, hidden]</summary>
    public required float[] Embeddings { get; init; }

    /// <summary>Cosines of their rotary angles. // [S, head dim / 2]</summary>
    public required float[] Cos { get; init; }

    /// <summary>Sines of their rotary angles. // [S, head dim / 2]</summary>
    public required float[] Sin { get; init; }

    /// <summary>Which of the new tokens' logits are wanted. // [R]</summary>
    public required long[] LogitIndex { get; init; }
}
