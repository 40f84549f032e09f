namespace Qwen.DemoModel.Tasks;

/// <summary>
/// How questions are worded. The first of each list are the exact texts that the plugins send; the last third is only asked in
/// training from time to time, so that a picture's question need not be worded in one way.
/// </summary>
internal static class Wordings
{
    public static readonly string[] Box =
    [
        "Locate the {x}, report the bbox coordinates in JSON format.", "Locate the {x}, output its bbox coordinates using JSON format.",
        "Outline the position of the {x} and output the coordinates in JSON format.", "Find the {x} and give its bbox in JSON.",
        "Where is the {x}? Report the bbox coordinates in JSON format.", "Give the bounding box of the {x} as JSON.", "Locate the {x}.",
    ];

    public static readonly string[] Boxes =
    [
        "Locate every {x} in the image, output the bbox coordinates in JSON format.",
        "Outline the position of each {x} and output all the coordinates in JSON format.",
        "Detect every {x} and give the bbox coordinates in JSON.",
        "Find each {x} in the picture and report the bbox coordinates in JSON format.",
    ];

    public static readonly string[] DescribeEach =
    [
        "Locate every {x} and describe their features, output the bbox coordinates in JSON format."
    ];

    public static readonly string[] Point =
    [
        "Point to the {x}, output its coordinates in JSON format.", "Point at the {x}, report the point in JSON.",
        "Where is the center of the {x}? Output the point in JSON format.",
    ];

    public static readonly string[] Points =
    [
        "Point to each {x} and output the coordinates in JSON format.", "Point to every {x}, output the points in JSON format.",
    ];

    public static readonly string[] Count =
    [
        "How many {x}s are there in the image?",
        "How many {x}s are in the picture?",
        "Count the {x}s in the image.",
        "How many {x} are there in the image?"
    ];

    public static readonly string[] CountAfterBoxes =
    [
        "First output the bbox coordinates of every one of the {x}s in this image in JSON format, "
            + "and then answer how many {x}s are there in the image.",
    ];

    public static readonly string[] Read =
    [
        "Read all the text in the image.",
        "Please output only the text content from the image without any additional descriptions or formatting.",
        "Read all texts in the image, output in lines.", "Recognise all texts in the image, output in lines.",
        "What does the text in the image say?", "Read the text.",
    ];

    public static readonly string[] Spot =
    [
        "Spotting all the text in the image with line-level, and output in JSON format.",
        "Spot all the text lines in the image and output them in JSON format.",
    ];

    public static readonly string[] Fields =
    [
        "Extract the key-value information in the format:{x}", "Extract the information from the image in the format:{x}",
    ];

    public static readonly string[] Page = ["QwenVL HTML", "QwenVL HTML "];

    public static readonly string[] Table =
    [
        "Read the table in the image and output it in HTML format, without any explanation.",
        "Read the table in the image and output it in Markdown format, without any explanation.",
        "Read the table in the image and output it in CSV format, without any explanation.",
    ];

    public static readonly string[] Tap =
    [
        "Tap {x}.", "Click on {x}.", "Tap on {x}", "Press {x}.", "Open {x}.", "Touch {x}.", "{x}",
    ];

    public static readonly string[] Moment =
    [
        "Give the query: '{x}', when does the described content occur in the video? Use seconds for time format.",
        "Give the query: '{x}', when does the described content occur in the video?",
        "When does the described content occur in the video: '{x}'? Use seconds for time format.",
    ];

    public static readonly string[] MomentQueries = ["the {x} is visible", "{x}", "the {x} appears", "a {x} can be seen", "a {x}"];

    public static readonly string[] Events =
    [
        "Localize a series of activity events in the video, output the start and end timestamp for each event, "
            + "and describe each event with sentences. Provide the result in json format with 'mm:ss.ff' format for time depiction.",
    ];

    public static readonly string[] Describe =
        ["Describe this image.", "Describe the picture.", "What is in this image?", "What can you see in the image?"];

    public static readonly string[] Compare =
        ["What is the same in these pictures, and what differs?", "What differs between the pictures?", "Compare the pictures."];

    public static readonly string[] Colour = ["What color is the {x}?", "Which color does the {x} have?"];

    /// <summary>A wording, the first ones more often; in evaluation always one of those that plugins send.</summary>
    public static string Pick(Drawing.Dice dice, string[] wordings, string x = "")
    {
        var first = Math.Min(wordings.Length, 3);
        var text = dice.HeldOut ? wordings[0] : dice.Chance(0.75) ? wordings[dice.Between(0, first - 1)] : dice.Pick(wordings);
        return text.Replace("{x}", x, StringComparison.Ordinal);
    }
}
