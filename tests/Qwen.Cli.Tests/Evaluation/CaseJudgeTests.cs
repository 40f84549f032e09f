using Qwen.Cli.Evaluation;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>The judge against judgements that were recorded elsewhere, and its rules one by one.</summary>
public sealed class CaseJudgeTests
{
    [Fact]
    [Trait("Category", "Golden")]
    public void Judges_every_held_out_answer_as_it_was_recorded() => AssertAgrees(CaseFolders.HeldOut());

    [Fact]
    public void Judges_the_embedded_cases_as_they_were_recorded() => AssertAgrees(CaseFolders.Embedded);

    [Fact]
    public void Judges_every_reference_right()
    {
        foreach (var question in CaseFolder.Read(CaseFolders.Embedded))
            Assert.True(CaseJudge.IsRight(question, question.Reference), question.File);
    }

    [Theory]
    [InlineData("""[{"bbox_2d": [10, 10, 30, 30], "label": "red circle"}]""", true)]
    [InlineData("```json\n[{\"bbox_2d\": [10, 10, 30, 30], \"label\": \"red circle\"}]\n```", true)]
    [InlineData("""[{"bbox_2d": [10, 10, 30, 20], "label": "red circle"}]""", true)] // IoU exactly 0.5
    [InlineData("""[{"bbox_2d": [10, 10, 30, 19], "label": "red circle"}]""", false)] // just below
    [InlineData("""[{"bbox_2d": [10, 10, 30, 30], "label": "red square"}]""", false)]
    [InlineData("""[{"bbox_2d": [10, 10, 30, 30], "label": "red circle"}, {"bbox_2d": [10, 10, 30, 30], "label": "red circle"}]""", false)]
    [InlineData("""[{"bbox_2d": [10, 10, 30], "label": "red circle"}]""", false)]
    [InlineData("""[{"bbox_2d": "10, 10, 30, 30", "label": "red circle"}]""", false)]
    [InlineData("""{"bbox_2d": [10, 10, 30, 30], "label": "red circle"}""", false)]
    [InlineData("""["red circle"]""", false)]
    [InlineData("[{\"bbox_2d\": [10, 10, 30", false)]
    [InlineData("[]", false)]
    [InlineData("", false)]
    public void Boxes_need_half_the_area_and_the_label(string answer, bool right)
        => Assert.Equal(right, CaseJudge.IsRight(Question("box1", """[{"bbox_2d": [10, 10, 30, 30], "label": "red circle"}]"""), answer));

    [Theory]
    [InlineData("""[{"point_2d": [20, 20], "label": "red circle"}]""", true)]
    [InlineData("""[{"point_2d": [10, 30], "label": "anything"}]""", true)] // on the corner
    [InlineData("""[{"point_2d": [9, 20], "label": "red circle"}]""", false)]
    [InlineData("""[{"point_2d": [99999999999, 20], "label": "red circle"}]""", false)]
    [InlineData("I do not know.", false)]
    public void Points_must_lie_inside(string answer, bool right)
    {
        var truth = new EvaluationTruth { Objects = [new EvaluationObject("red circle", [10, 10, 30, 30], [20, 20])] };
        Assert.Equal(
            right,
            CaseJudge.IsRight(Question("point1", """[{"point_2d": [20, 20], "label": "red circle"}]""") with { Truth = truth }, answer));
    }

    [Theory]
    [InlineData("""<tool_call>{"name": "mobile_use", "arguments": {"action": "swipe"}}</tool_call>""", true)]
    [InlineData("""{"name": "mobile_use", "arguments": {"action": "type", "text": "\"action\": \"swipe\""}}""", false)]
    [InlineData("swipe", false)]
    [InlineData("", false)]
    public void Actions_must_have_the_name(string answer, bool right)
        => Assert.Equal(
            right, CaseJudge.IsRight(Question("action", """{"name": "mobile_use", "arguments": {"action": "swipe"}}"""), answer));

    [Theory]
    [InlineData("<h1 data-bbox=\"10 10 100 30\">Heading</h1><p data-bbox=\"10 40 100 60\">Some words here</p>", true)]
    [InlineData(
        "<h1 data-bbox=\"10 10 100 30\">Heading</h1><p data-bbox=\"10 40 100 60\">Some wards here</p>", true)]   // one letter in fifteen
    [InlineData("<h1 data-bbox=\"10 10 100 30\">Heading</h1><p data-bbox=\"10 40 100 60\">Some wards hare</p>", false)]  // two
    [InlineData("<h1 data-bbox=\"10 10 100 30\">Heading</h1><p data-bbox=\"10 60 100 80\">Some words here</p>", false)]  // elsewhere
    [InlineData("<h2 data-bbox=\"10 10 100 30\">Heading</h2><p data-bbox=\"10 40 100 60\">Some words here</p>", false)]
    [InlineData("<h1 data-bbox=\"10 10 100 30\">Heading</h1>", false)]
    [InlineData("<h1 data-bbox=\"10 10 99999999999999999999 30\">Heading</h1>", false)]
    [InlineData("Heading", false)]
    public void Pages_need_four_blocks_in_five(string answer, bool right)
        => Assert.Equal(right, CaseJudge.IsRight(
            Question("page", "<h1 data-bbox=\"10 10 100 30\">Heading</h1><p data-bbox=\"10 40 100 60\">Some words here</p>"), answer));

    [Theory]
    [InlineData("00:01.00 - 00:03.00, 00:04.00 - 00:08.00", true)]
    [InlineData("1.0 - 3.0, 4.0 - 7.5", true)]
    [InlineData("1.0 - 3.0, 4.0 - 6.0", false)]      // (1 + 0.5) / 2
    [InlineData("1.0 - 3.0", false)]
    [InlineData("1.0 - 3.0, 4.0 - 8.0, 9.0 - 9.5", false)]
    [InlineData("never", false)]
    public void Event_lists_need_most_of_the_time(string answer, bool right)
        => Assert.Equal(right, CaseJudge.IsRight(Question("events", "00:01.00 - 00:03.00, 00:04.00 - 00:08.00"), answer));

    [Theory]
    [InlineData("read")]
    [InlineData("count")]
    [InlineData("when")]
    public void Texts_must_be_equal(string kind)
    {
        Assert.True(CaseJudge.IsRight(Question(kind, "2.0 - 5.0"), "2.0 - 5.0"));
        Assert.False(CaseJudge.IsRight(Question(kind, "2.0 - 5.0"), "2.0 - 5.0 "));
    }

    private static EvaluationCase Question(string kind, string reference)
        => new() { Task = "t", Kind = kind, File = "f.png", Prompt = "p", Reference = reference };

    private static void AssertAgrees(string folder)
    {
        var cases = CaseFolder.Read(folder);
        Assert.NotEmpty(cases);
        var differing = cases.Where(c => CaseJudge.IsRight(c, c.RecordedAnswer!) != c.RecordedRight).Select(c => c.File);
        Assert.Empty(differing);
    }
}
