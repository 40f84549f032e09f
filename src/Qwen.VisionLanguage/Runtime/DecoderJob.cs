namespace Qwen.VisionLanguage.Runtime;

/// <summary>One sequence's step of a run.</summary>
/// <param name="Cache">The sequence so far; it takes the step in.</param>
/// <param name="Step">The new tokens.</param>
/// <param name="Logits">Receives the wanted rows. // [R, vocabulary]</param>
/// <param name="CancellationToken">The caller's.</param>
internal sealed record DecoderJob(KeyValueCache Cache, DecoderStep Step, float[] Logits, CancellationToken CancellationToken);
