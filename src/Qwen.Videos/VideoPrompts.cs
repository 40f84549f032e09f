namespace Qwen.Videos;

/// <summary>The questions of <see cref="VideosTasks"/>. <c>{0}</c> stands for what the caller looks for.</summary>
/// <remarks>A model is sensitive to the wording; these are the ones it was shown with. A test freezes each.</remarks>
public sealed record VideoPrompts
{
    /// <summary>When something happens.</summary>
    public string Moment { get; init; } =
        "Give the query: '{0}', when does the described content occur in the video? Use seconds for time format.";

    /// <summary>Whether a stretch shows something.</summary>
    public string Verify { get; init; } = "Does the video show the following: '{0}'? Answer yes or no.";

    /// <summary>What happens.</summary>
    public string Describe { get; init; } = "Could you go into detail about the content of this long video?";

    /// <summary>Everything that happens, with times.</summary>
    public string Events { get; init; } =
        "Localize a series of activity events in the video, output the start and end timestamp for each event, and describe each event "
        + "with sentences. Provide the result in json format with 'mm:ss.ff' format for time depiction.";

    /// <summary>What a stretch shows, in fields.</summary>
    public string Caption { get; init; } =
        "Describe the video in JSON format: {\"summary\": \"\", \"setting\": \"\", \"subjects\": [\"\"], \"actions\": [\"\"], "
        + "\"text\": [\"\"], \"camera\": \"\"}.";

    /// <summary>What text is to be read.</summary>
    public string Text { get; init; } =
        "Watch the video and list all the text that appears in it, one text on each line, without any additional descriptions.";

    /// <summary>What matters in a stretch.</summary>
    public string Summary { get; init; } = "Summarize the key points of this video in a list, one point on each line.";
}
