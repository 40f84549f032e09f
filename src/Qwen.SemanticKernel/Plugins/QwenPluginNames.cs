using Qwen.Perception;
using Qwen.Screens;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.SemanticKernel;

/// <summary>Names of the plugins in a kernel.</summary>
public static class QwenPluginNames
{
    /// <summary>Name of the plugin of <see cref="GroundingTasks"/>.</summary>
    public const string Grounding = "Grounding";

    /// <summary>Name of the plugin of <see cref="RecognitionTasks"/>.</summary>
    public const string Recognition = "Recognition";

    /// <summary>Name of the plugin of <see cref="ReadingTasks"/>.</summary>
    public const string Reading = "Reading";

    /// <summary>Name of the plugin of <see cref="DocumentsTasks"/>.</summary>
    public const string Documents = "Documents";

    /// <summary>Name of the plugin of <see cref="VideosTasks"/>.</summary>
    public const string Videos = "Videos";

    /// <summary>Name of the plugin of <see cref="VideoIndexTasks"/>.</summary>
    public const string VideoIndex = "VideoIndex";

    /// <summary>Name of the plugin of <see cref="ScreensTasks"/>.</summary>
    public const string Screens = "Screens";
}
