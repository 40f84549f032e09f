using Microsoft.Extensions.AI;
using Qwen.Shared.Answers;

namespace Qwen.Videos.Spans;

/// <summary>What the model said about a window.</summary>
/// <param name="Sample">The frames it saw. Times in its answer count from the first.</param>
/// <param name="Text">The answer as written.</param>
/// <param name="Confidence">Geometric mean of the probabilities of its tokens; null where the client does not say.</param>
/// <param name="Usage">What the client counted; null where it does not say.</param>
/// <param name="Notes">What a reader of the result has to know.</param>
internal sealed record WindowAnswer(SampledWindow Sample, string Text, double? Confidence, UsageDetails? Usage, RepairLog Notes);
