using Qwen.Screens;
using Qwen.Screens.Recording;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Simulated.Tests.Scoring;

public sealed class ScreenSpotTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void ScreenSpot_is_scored_by_platform_and_type()
    {
        File.WriteAllText(
            path,
            """
            {"img_filename": "a.png", "bbox": [10, 20, 30, 40], "instruction": "back", "data_type": "icon", "data_source": "ios"}
            {"img_filename": "b.png", "bbox": [0, 0, 10, 10], "instruction": "open", "data_type": "text", "data_source": "windows"}

            {"img_filename": "c.png", "bbox": [5, 5, 10, 10], "instruction": "buy", "data_type": "text", "data_source": "shop"}
            {"img_filename": "d.png", "bbox": [5, 5, 10, 10], "instruction": "buy", "data_type": "text", "data_source": "android"}
            """);
        var questions = ScreenSpotCase.ReadScreenSpot(path).ToList();
        Assert.Equal(new ScreenBox(10, 20, 40, 60), questions[0].Target);

        PointAnswer[] answers = [new(40, 60), new(11, 5), new(6, 6), PointAnswer.Unreadable];
        var table = ScreenSpotScorer.Score(questions.Zip(answers));
        Assert.Equal((2, 4), table.Rows["all"]);
        Assert.Equal((1, 1), table.Rows["mobile/icon"]);
        Assert.Equal((1, 2), table.Rows["mobile"]);
        Assert.Equal((0, 1), table.Rows["desktop/text"]);
        Assert.Equal((1, 1), table.Rows["web"]);
        Assert.Equal((1, 3), table.Rows["text"]);
        Assert.Equal(0.5, table.Share("all"));
        Assert.Contains("all", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ScreenSpot_Pro_has_other_boxes_and_questions_without_a_target()
    {
        File.WriteAllText(
            path,
            """
            [{"img_filename": "a.png", "bbox": [10, 20, 30, 40], "instruction": "cut", "ui_type": "icon", "group": "CAD", "application": "autocad", "gt_type": "positive"},
             {"img_filename": "a.png", "instruction": "fly", "ui_type": "text", "group": "CAD", "application": "autocad", "gt_type": "negative"},
             {"img_filename": "b.png", "instruction": "fly", "ui_type": "text", "group": "Office", "application": "word", "gt_type": "negative"},
             {"img_filename": "b.png", "bbox": [1, 1, 2, 2], "instruction": "save", "ui_type": "text", "group": "Office", "application": "word"}]
            """);
        var questions = ScreenSpotCase.ReadScreenSpotPro(path).ToList();
        Assert.Equal(new ScreenBox(10, 20, 30, 40), questions[0].Target);
        Assert.Null(questions[1].Target);

        PointAnswer[] answers = [new(30, 40), new(null, null, SaysAbsent: true), new(3, 3), new(1, 1, SaysAbsent: true)];
        var table = ScreenSpotScorer.Score(questions.Zip(answers));
        Assert.Equal((2, 4), table.Rows["all"]);
        Assert.Equal((2, 2), table.Rows["CAD/autocad"]);
        Assert.Equal((1, 2), table.Rows["negative"]);
        Assert.Equal((1, 2), table.Rows["positive"]);
        Assert.Equal((0, 2), table.Rows["Office"]);
    }

    [Theory]
    [InlineData("""{"img_filename": "a.png"}""", "Line 1 of")]
    [InlineData(
        """{"img_filename": "a.png", "bbox": [1, 2], "data_source": "ios", "data_type": "text", "instruction": "x"}""", "four numbers")]
    [InlineData("not json", "is not JSON")]
    public void A_line_that_is_no_question_is_named(string line, string message)
    {
        File.WriteAllText(path, line);
        Assert.Contains(
            message, Assert.Throws<QwenException>(() => ScreenSpotCase.ReadScreenSpot(path).ToList()).Message, StringComparison.Ordinal);
        Assert.Throws<QwenException>(() => JsonLines.Read(path + ".missing"));
    }
}
