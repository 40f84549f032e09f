using Microsoft.Extensions.AI;
using Qwen.Constraints;
using Qwen.Perception;
using Qwen.Perception.Tests.Forms;
using Qwen.Testing;

namespace Qwen.Perception.Tests;

/// <summary>Freezes what is sent: a model answers well only to what it was trained on.</summary>
public class PromptTests
{
    private static readonly byte[] Picture = TestPicture.Encode(84, 56);
    private readonly FixedAnswerClient client = new("[]");

    [Theory]
    [InlineData("locate", "Locate every red circle in the image, output the bbox coordinates in JSON format.")]
    [InlineData("locate one", "Locate the red circle, report the bbox coordinates in JSON format.")]
    [InlineData("point", "Point to each red circle and output the coordinates in JSON format.")]
    [InlineData("point one", "Point to the red circle, output its coordinates in JSON format.")]
    [InlineData("count", "How many red circles are there in the image?")]
    [InlineData(
        "detect and count",
        "First output the bbox coordinates of every one of the red circles in this image in JSON format, "
        + "and then answer how many red circles there are in the image.")]
    [InlineData("describe", "Locate every cake and describe their features, output the bbox coordinates in JSON format.")]
    [InlineData(
        "describe attributes",
        """Detect every cake in the image and return their locations in the form of coordinates. The format of output should be like {"bbox_2d": [x1, y1, x2, y2], "label": "cake", "colour": "", "size": ""}.""")]
    [InlineData("read", "Read all the text in the image.")]
    [InlineData("spot", "Spotting all the text in the image with line-level, and output in JSON format.")]
    [InlineData("fields", """Extract the key-value information in the format:{"company": "", "date": "", "total": ""}""")]
    [InlineData("table", "Read the table in the image and output it in HTML format, without any explanation.")]
    [InlineData("table csv", "Read the table in the image and output it in CSV format, without any explanation.")]
    [InlineData("table markdown", "Read the table in the image and output it in Markdown format, without any explanation.")]
    [InlineData("recognise", "Which birds are shown in this picture? Please give their names in Chinese and English.")]
    [InlineData("ask", "What is this?")]
    public async Task Every_question_is_sent_so(string question, string prompt)
    {
        await AskAsync(question);

        Assert.Equal([ChatRole.System, ChatRole.User], client.Messages.Select(message => message.Role));
        Assert.Equal("You are a helpful assistant.", client.Messages[0].Text);
        Assert.IsType<DataContent>(client.Messages[1].Contents[0]); // the picture first
        Assert.Equal(prompt, Assert.IsType<TextContent>(client.Messages[1].Contents[1]).Text);
        Assert.Equal(0, client.Options!.Temperature);
        Assert.Equal(1.0, client.Options.AdditionalProperties!["repetition_penalty"]);
    }

    [Theory]
    [InlineData("locate", true)]
    [InlineData("point one", true)]
    [InlineData("count", false)]
    [InlineData("detect and count", true)]
    [InlineData("describe attributes", true)]
    [InlineData("read", false)]
    [InlineData("spot", true)]
    [InlineData("fields", true)]
    [InlineData("table", true)]
    [InlineData("table csv", false)]
    [InlineData("ask", false)]
    public async Task A_form_goes_with_every_question_that_has_one(string question, bool hasForm)
    {
        await AskAsync(question);
        Assert.Equal(hasForm, client.Options!.AdditionalProperties!.ContainsKey("grammar"));
        Assert.Null(client.Options.ResponseFormat);

        await AskAsync(question, new QwenPictureOptions { EnforceForm = false });
        Assert.False(client.Options!.AdditionalProperties!.ContainsKey("grammar"));
    }

    [Theory]
    [InlineData("locate", """{"bbox_2d": [1, 2, 3, 4], "label": "cup"}""")]
    [InlineData("describe attributes", """{"bbox_2d": [1, 2, 3, 4], "label": "cup", "colour": "red", "size": "small"}""")]
    [InlineData("spot", """{"bbox_2d": [1, 2, 3, 4], "text_content": "cup"}""")]
    [InlineData("point", """{"point_2d": [1, 2], "label": "cup"}""")]
    public async Task A_server_gets_the_schema_of_the_same_answers(string question, string entry)
    {
        await AskAsync(question, new QwenPictureOptions { SendSchema = true });
        var format = Assert.IsType<ChatResponseFormatJson>(client.Options!.ResponseFormat);
        var grammar = Grammar.FromJsonSchema(LetterVocabulary.Instance, format.Schema!.Value);
        Assert.Null(LetterVocabulary.Refuses(grammar, $"[{entry}]"));
        Assert.NotNull(LetterVocabulary.Refuses(grammar, $"[{entry.Replace("2d", "3d", StringComparison.Ordinal)}]"));
    }

    [Fact]
    public async Task Two_pictures_are_numbered()
    {
        await new RecognitionTasks(client).CompareAsync(Picture, Picture);
        Assert.Equal(
            ["Picture 1: ", "image/png", "Picture 2: ", "image/png", "What is the same in these pictures, and what differs?"],
            client.Messages[1].Contents.Select(content => content is DataContent data ? data.MediaType : content.ToString()!));
    }

    private Task AskAsync(string question, QwenPictureOptions? options = null)
    {
        var grounding = new GroundingTasks(client, options);
        var reading = new ReadingTasks(client, options);
        var recognition = new RecognitionTasks(client);
        return question switch
        {
            "locate" => grounding.LocateAsync(Picture, "red circle"),
            "locate one" => grounding.LocateAsync(Picture, " red\n circle ", every: false),
            "point" => grounding.PointAsync(Picture, "red circle"),
            "point one" => grounding.PointAsync(Picture, "red circle", every: false),
            "count" => grounding.CountAsync(Picture, "red circles"),
            "detect and count" => grounding.CountAsync(Picture, "red circles", detectFirst: true),
            "describe" => grounding.DescribeEachAsync(Picture, "cake"),
            "describe attributes" => grounding.DescribeEachAsync(Picture, "cake", ["colour", "size"]),
            "read" => reading.ReadTextAsync(Picture),
            "spot" => reading.SpotLinesAsync(Picture),
            "fields" => reading.ExtractFieldsAsync(Picture, ["company", "date", "total"]),
            "table" => reading.ReadTableAsync(Picture),
            "table csv" => reading.ReadTableAsync(Picture, TableFormat.Csv),
            "table markdown" => reading.ReadTableAsync(Picture, TableFormat.Markdown),
            "recognise" => recognition.RecogniseAsync(Picture, "birds", "Chinese and English"),
            "ask" => recognition.AskAsync(Picture, "What is this?"),
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };
    }
}
