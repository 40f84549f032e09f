namespace Qwen.Videos;

/// <summary>What a search shows the model when it asks whether a hit is one indeed.</summary>
public enum VideoVerification
{
    /// <summary>Nothing: hits are not confirmed.</summary>
    None,

    /// <summary>The frames of the closer look once more. Sees what moves.</summary>
    Frames,

    /// <summary>The frame in the middle of the hit alone, as a picture at a larger size. Sees what is small.</summary>
    KeyFrame,
}
