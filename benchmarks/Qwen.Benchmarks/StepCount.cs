using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;

namespace Qwen.Benchmarks;

/// <summary>What some answers cost, and how many of them were right.</summary>
internal sealed class StepCount
{
    public int Answers { get; private set; }

    public int Right { get; private set; }

    /// <summary>Tokens of the answers, those that end them included.</summary>
    public long Tokens { get; private set; }

    /// <summary>Runs of the decoder behind the prompt.</summary>
    public long Steps { get; private set; }

    public static StepCount Of(ChatResponse response, bool right)
    {
        return new StepCount
        {
            Answers = 1,
            Right = right ? 1 : 0,
            Tokens = response.Usage!.OutputTokenCount!.Value,
            Steps = response.Usage.AdditionalCounts![QwenPropertyNames.DecoderSteps],
        };
    }

    public void Add(StepCount other)
    {
        Answers += other.Answers;
        Right += other.Right;
        Tokens += other.Tokens;
        Steps += other.Steps;
    }

    /// <summary>
    /// Right answers, and tokens for each run. Each answer's first token, which the prompt's run yields, is left out: 1 where every token
    /// takes a run of its own.
    /// </summary>
    public override string ToString() => Answers == 0 ? " | "
        : Steps == 0 ? $"{Right} | no step"
        : string.Create(CultureInfo.InvariantCulture, $"{Right} | {(Tokens - Answers) / (double)Steps:f2}");
}
