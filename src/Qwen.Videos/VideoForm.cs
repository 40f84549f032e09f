using Qwen.Extensions.AI;

namespace Qwen.Videos;

/// <summary>How sampled frames are handed to a client.</summary>
public enum VideoForm
{
    /// <summary>As a video where the client is the local model, as pictures elsewhere.</summary>
    Auto,

    /// <summary>As <see cref="QwenVideoContent"/>: one video with real times.</summary>
    Video,

    /// <summary>As pictures, each behind its time in words.</summary>
    Pictures,
}
