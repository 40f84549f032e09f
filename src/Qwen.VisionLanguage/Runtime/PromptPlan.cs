using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// A prompt with everything its tokens need: positions, which picture's unit each placeholder stands for, and keys for reuse.
/// </summary>
internal sealed class PromptPlan
{
    private PromptPlan(ChatPrompt prompt, MropePositions positions, List<VisionRun> runs)
    {
        Prompt = prompt;
        Positions = positions;
        Runs = runs;
        Keys = new ulong[prompt.TokenIds.Count];
    }

    /// <summary>Ids and media.</summary>
    public ChatPrompt Prompt { get; }

    /// <summary>Tokens of the prompt.</summary>
    public int Length => Keys.Length;

    /// <summary>Positions of the prompt's tokens.</summary>
    public MropePositions Positions { get; }

    /// <summary>Temporal slices in prompt order.</summary>
    public IReadOnlyList<VisionRun> Runs { get; }

    /// <summary>One key per token: equal starts of two prompts have equal keys, and only they. // [S]</summary>
    public ulong[] Keys { get; }

    /// <summary>Plans a prompt.</summary>
    /// <exception cref="QwenException">Placeholders and media do not match, or a token has no row.</exception>
    public static PromptPlan Create(ChatPrompt prompt, ModelConfig config)
    {
        int[] ids = [.. prompt.TokenIds];
        if (Array.Find(ids, id => id >= config.Text.VocabularySize) is > 0 and var id)
        {
            throw new QwenException(
                $"The prompt holds the token {id}, but the model's embedding table has {config.Text.VocabularySize} rows: the tokenizer "
                + "knows a token that the weights do not. Leave it out of the text, or resize and train the embeddings with the tool that "
                + "added it.");
        }

        var runs = new List<VisionRun>();
        var plan = new PromptPlan(prompt, MropePositions.Compute(ids, prompt.Media, config), runs);
        var medium = 0;
        for (var i = 0; i < ids.Length;)
        {
            if (ids[i] != config.ImageTokenId && ids[i] != config.VideoTokenId)
            {
                plan.Keys[i] = (uint)ids[i];
                i++;
                continue;
            }

            var vision = prompt.Media[medium++];
            for (var slice = 0; slice < vision.Grid.T; slice++)
            {
                var run = new VisionRun(i, vision, slice, SliceKey.Of(vision, slice));
                runs.Add(run);
                for (var unit = 0; unit < vision.Grid.TokensPerSlice; unit++, i++)
                    plan.Keys[i] = UnitKey(run.Key, unit, plan.Positions.Time[i]);
            }
        }

        return plan;
    }

    /// <summary>The top bit keeps units apart from ids; the time position is part of what is cached for a video's unit.</summary>
    private static ulong UnitKey(UInt128 slice, int unit, int time)
        => ((ulong)slice ^ (ulong)(slice >> 64) ^ ((ulong)unit * 0x9E3779B97F4A7C15) ^ ((ulong)time * 0xC2B2AE3D27D4EB4F)) | (1UL << 63);
}
