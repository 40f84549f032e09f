namespace Qwen.Perception.Grounding;

/// <summary>The questions of <see cref="GroundingTasks"/>. A model is sensitive to them: a test freezes each.</summary>
internal static class GroundingPrompts
{
    public static string LocateOne(string what) => $"Locate the {what}, report the bbox coordinates in JSON format.";

    public static string LocateEvery(string what) => $"Locate every {what} in the image, output the bbox coordinates in JSON format.";

    public static string PointToOne(string what) => $"Point to the {what}, output its coordinates in JSON format.";

    public static string PointToEvery(string what) => $"Point to each {what} and output the coordinates in JSON format.";

    public static string Count(string what) => $"How many {what} are there in the image?";

    public static string DetectAndCount(string what) =>
        $"First output the bbox coordinates of every one of the {what} in this image in JSON format, and then answer how many {what} "
        + "there are in the image.";

    public static string DescribeEach(string what) =>
        $"Locate every {what} and describe their features, output the bbox coordinates in JSON format.";

    /// <summary>Shows the wanted shape, which is how the model learns of further keys.</summary>
    public static string DescribeEach(string what, IEnumerable<string> attributes) =>
        $"Detect every {what} in the image and return their locations in the form of coordinates. The format of output should be like "
        + $$"""{"bbox_2d": [x1, y1, x2, y2], "label": "{{what}}"{{string.Concat(attributes.Select(key => $", \"{key}\": \"\""))}}}.""";
}
