using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Positions;

/// <summary>Time, height and width position of every token of a prompt (multimodal rotary positions, arXiv 2502.13923 §2.1.3).</summary>
internal sealed class MropePositions
{
    private MropePositions(int length)
    {
        Time = new int[length];
        Height = new int[length];
        Width = new int[length];
    }

    /// <summary>Time positions. // [S]</summary>
    public int[] Time { get; }

    /// <summary>Height positions. // [S]</summary>
    public int[] Height { get; }

    /// <summary>Width positions. // [S]</summary>
    public int[] Width { get; }

    /// <summary>Position of the first token after the prompt, on all axes.</summary>
    public int Next { get; private set; }

    /// <summary>What is added to a later token's index to get its position.</summary>
    public int Delta => Next - Time.Length;

    /// <summary>
    /// Walks the prompt: text counts on, a medium spreads over height and width (and time), and text goes on after its largest position.
    /// </summary>
    /// <exception cref="QwenException">Placeholder runs and media do not match.</exception>
    public static MropePositions Compute(ReadOnlySpan<int> tokenIds, IReadOnlyList<PreparedVision> media, ModelConfig config)
    {
        var positions = new MropePositions(tokenIds.Length);
        var medium = 0;
        for (var i = 0; i < tokenIds.Length;)
        {
            if (tokenIds[i] != config.ImageTokenId && tokenIds[i] != config.VideoTokenId)
            {
                positions.Set(i++, positions.Next, positions.Next, positions.Next);
                positions.Next++;
                continue;
            }

            var vision = medium < media.Count ? media[medium++] : throw Mismatch(tokenIds, media, config);
            var expected = vision.IsVideo ? config.VideoTokenId : config.ImageTokenId;
            var count = vision.Grid.TokenCount;
            if (i + count > tokenIds.Length || tokenIds.Slice(i, count).ContainsAnyExcept(expected))
                throw Mismatch(tokenIds, media, config);
            positions.Place(i, vision, config.Vision);
            i += count;
        }

        return medium == media.Count ? positions : throw Mismatch(tokenIds, media, config);
    }

    private void Place(int index, PreparedVision vision, VisionConfig config)
    {
        int rows = vision.Grid.H / config.MergeSize, columns = vision.Grid.W / config.MergeSize;
        var (start, largest) = (Next, Next);
        for (var slice = 0; slice < vision.Grid.T; slice++)
        {
            var time = start + (vision.IsVideo ? TimeOffset(vision, slice, (float)config.TokensPerSecond) : 0);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                    Set(index++, time, start + row, start + column);
            }

            largest = Math.Max(largest, time);
        }

        Next = 1 + Math.Max(largest, start + Math.Max(rows, columns) - 1);
    }

    /// <summary>fp32 throughout and truncated once, at the end: rounding elsewhere gives other positions for some frame rates.</summary>
    private static int TimeOffset(PreparedVision vision, int slice, float tokensPerSecond)
    {
        var seconds = vision.SliceSeconds is { } real ? (float)real[slice] : slice * (float)vision.SecondsPerGrid;
        return (int)(seconds * tokensPerSecond);
    }

    private void Set(int index, int time, int height, int width) => (Time[index], Height[index], Width[index]) = (time, height, width);

    private static QwenException Mismatch(ReadOnlySpan<int> tokenIds, IReadOnlyList<PreparedVision> media, ModelConfig config)
        => new($"The prompt has {tokenIds.Count(config.ImageTokenId) + tokenIds.Count(config.VideoTokenId)} placeholder tokens, " +
               $"its {media.Count} pictures and videos need {media.Sum(m => (long)m.Grid.TokenCount)} in the same order.");
}
