using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;
using Qwen.Testing;

namespace Qwen.Perception.Tests.Parsing;

/// <summary>Answers of grounding that are none of the usual forms, on the whole way to boxes of a picture of 560×420.</summary>
public partial class OtherFormsTests
{
    private const string One = "100,100,200,220";
    private const string Both = "100,100,200,220 300,100,400,220";

    private static readonly byte[] Picture = TestPicture.Encode(560, 420);

    public static TheoryData<string, string> Forms => new()
    {
        { "<|object_ref_start|>red square<|object_ref_end|><|box_start|>(100,100),(200,220)<|box_end|>", One },
        {
            "<|object_ref_start|>a<|object_ref_end|><|box_start|>(100,100),(200,220)<|box_end|>"
                + "<|box_start|>(300,100),(400,220)<|box_end|>",
            Both
        },
        { "<ref>red square</ref><box>(100,100),(200,220)</box><box>(300,100),(400,220)</box>", Both },
        { "<|box_start|>[100, 100, 200, 220]<|box_end|>", One },
        { "<|quad_start|>(100,110),(190,100),(200,220),(110,215)<|quad_end|>", One },
        { "red square(100,100),(200,220)", One },
        { "red square(100,100),(200,220)\nred square(300,100),(400,220)", Both },
        { "[[100, 100, 200, 220], [300, 100, 400, 220]]", Both },
        { "```json\n[[100, 100, 200, 220], [300, 100, 400, 220]]\n```", Both },
        { "[[[100, 100, 200, 220]], [[300, 100, 400, 220]]]", Both },
        { "[100, 100, 200, 220]", One },
        { "The bounding box is [100, 100, 200, 220].", One },
        { """{"label": "red square", "bbox_2d": [[100, 100, 200, 220], [300, 100, 400, 220]]}""", Both },
        { """[{"bbox_2d": [[100, 100], [200, 220]], "label": "red square"}]""", One },
        { """[{"bbox_2d": [[[100, 100, 200, 220]]], "label": "red square"}]""", One },
        { """[{"bbox_2d": "[100, 100, 200, 220]", "label": "red square"}]""", One },
        { """[{"bbox_2d": "(100,100),(200,220)", "label": "red square"}]""", One },
        { """[{"bbox_2d": ["100px", "100px", "200px", "220px"], "label": "red square"}]""", One },
        { """{"objects": [{"bbox_2d": [100, 100, 200, 220], "label": "a"}, {"bbox_2d": [300, 100, 400, 220], "label": "b"}]}""", Both },
        { """{"result": {"detections": [{"bbox": [100, 100, 200, 220], "class": "a"}], "count": 1}}""", One },
        { """{"red square": [[100, 100, 200, 220], [300, 100, 400, 220]]}""", Both },
        { """{"red square": {"bbox_2d": [100, 100, 200, 220]}}""", One },
        { """[["red square", [100, 100, 200, 220]], ["red square", [300, 100, 400, 220]]]""", Both },
        { """[[100, 100, 200, 220, "red square"], [300, 100, 400, 220, "red square"]]""", Both },
        { """[{"x1": 100, "y1": 100, "x2": 200, "y2": 220, "label": "red square"}]""", One },
        { """[{"bbox": {"xmin": 100, "ymin": 100, "xmax": 200, "ymax": 220}, "label": "red square"}]""", One },
        { """[{"label": "red square", "box": {"left": 100, "top": 100, "width": 100, "height": 120}}]""", One },
        { """[{"label": "red square", "bounding_box": {"x": 100, "y": 100, "width": 100, "height": 120}}]""", One },
        { """[{"label": "red square", "top_left": [100, 100], "bottom_right": [200, 220]}]""", One },
        { """[{"label": "red square", "top_left": {"x": 100, "y": 100}, "bottom_right": {"x": 200, "y": 220}}]""", One },
        {
            "```json\n[{\"bbox_2d\": [100, 100, 200, 220], \"label\": \"a\"}]\n```\nand\n```json\n"
                + "[{\"bbox_2d\": [300, 100, 400, 220], \"label\": \"b\"}]\n```",
            Both
        },
        {
            "```\n{\"bbox_2d\": [100, 100, 200, 220], \"label\": \"a\"}\n```\n```json\n"
                + "{\"bbox_2d\": [300, 100, 400, 220], \"label\": \"b\"}\n```",
            Both
        },
        { """[{"bbox_2d": [100, 100, 200, 220, 0.93], "label": "red square"}]""", One },
        { "[[100, 100, 200, 220, 0.93]]", One },
        { """[{"bbox_2d": [100, 110, 190, 100, 200, 220, 110, 215], "label": "red square"}]""", One },
        { "The red square is at (100, 100, 200, 220).", One },
        { "There is a red square from (100, 100) to (200, 220).", One },
        { "The red square: top-left (100, 100), bottom-right (200, 220).", One },
        { "Its top left corner is at (100, 100) and its bottom right corner at (200, 220).", One },
        { "x1=100, y1=100, x2=200, y2=220", One },
        { "1. **red square**: (100, 100, 200, 220)\n2. **red square**: (300, 100, 400, 220)", Both },
        { "红色方块的左上角(100,100)，右下角(200,220)", One },
        { "<bbox>100 100 200 220</bbox>", One },
        { "<object>red square</object><bbox>[100,100,200,220]</bbox><bbox>[300,100,400,220]</bbox>", Both },
        { "```xml\n<object label=\"red square\" x1=\"100\" y1=\"100\" x2=\"200\" y2=\"220\"/>\n```", One },
        { "<think>Maybe [10, 10, 20, 20]?</think>[[100, 100, 200, 220]]", One },
        { "| label | x1 | y1 | x2 | y2 |\n|---|---|---|---|---|\n| a | 100 | 100 | 200 | 220 |\n| b | 300 | 100 | 400 | 220 |", Both },
        { "| label | bbox |\n|---|---|\n| a | [100, 100, 200, 220] |\n| b | [300, 100, 400, 220] |", Both },
        { "label,x1,y1,x2,y2\na,100,100,200,220\nb,300,100,400,220", Both },
        { "Bounding box: x=100, y=100, width=100, height=120", One },
        { "x: 100, y: 100, w: 100, h: 120", One },
        { "left=100 top=100 right=200 bottom=220", One },
        { "- label: red square\n  bbox_2d:\n    - 100\n    - 100\n    - 200\n    - 220", One },
        { "El cuadrado: esquina superior izquierda (100, 100), esquina inferior derecha (200, 220).", One },
        { "赤い四角は (100, 100) から (200, 220) までです。", One },
        { "빨간 사각형: 왼쪽 위 (100, 100), 오른쪽 아래 (200, 220)", One },
        { "Красный квадрат: (100, 100)–(200, 220).", One },
        { "The box spans from x = 100 to x = 200 and from y = 100 to y = 220", One },
        { "The top-left corner is (100, 100) and the width and height are 100 and 120.", One },
        { "The object is at 100,100 to 200,220.", One },
        { "100 100 200 220", One },
        { "[100,100][200,220]", One },
        { "\\[100, 100, 200, 220\\]", One },
        { "［100，100，200，220］", One },
        { "（100，100），（200，220）", One },
        { "[(100,100,200,220),(300,100,400,220)]", Both },
        { "[[[100,100],[200,220]],[[300,100],[400,220]]]", Both },
        { """{"label":"a","vertices":[{"x":100,"y":100},{"x":200,"y":100},{"x":200,"y":220},{"x":100,"y":220}]}""", One },
        { """{"label":"a","polygon":[[100,100],[200,100],[200,220],[100,220]]}""", One },
        { """{"name":"a","bounds":"[100,100][200,220]"}""", One },
        { """[{"label": "a", "bbox_2d": [0.93, 100, 100, 200, 220]}]""", One },
        { """{"labels": ["a","b"], "boxes": [[100,100,200,220],[300,100,400,220]]}""", Both },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_form_gives_its_boxes_and_a_note(string answer, string boxes)
    {
        var found = await LocateAsync(answer);
        Assert.Equal(boxes, Show(found));
        Assert.NotEmpty(found.Notes);
    }

    [Fact]
    public async Task Labels_are_those_that_the_answer_gives()
    {
        foreach (var answer in new[]
        {
            "<|object_ref_start|>red square<|object_ref_end|><|box_start|>(100,100),(200,220)<|box_end|>",
            "red square(100,100),(200,220)",
            "The red square is at (100, 100, 200, 220).",
            "1. **red square**: (100, 100, 200, 220)",
            """{"red square": [[100, 100, 200, 220]]}""",
            """[["red square", [100, 100, 200, 220]]]""",
            """[[100, 100, 200, 220, "red square"]]""",
            """{"label": "red square", "boxes": [[100, 100, 200, 220]]}""",
        })
            Assert.Equal("red square", Assert.Single((await LocateAsync(answer)).Boxes).Label);
    }

    [Fact]
    public async Task A_fifth_number_is_kept_as_the_score()
    {
        var found = await LocateAsync("""[{"bbox_2d": [100, 100, 200, 220, 0.93], "label": "red square"}]""");
        Assert.Equal("0.93", Assert.Single(found.Boxes).Attributes["score"]);
        Assert.Contains(RepairLog.FifthNumber, found.Notes);
        var leading = await LocateAsync("""[{"bbox_2d": [0.93, 100, 100, 200, 220], "label": "red square"}]""");
        Assert.Equal("0.93", Assert.Single(leading.Boxes).Attributes["score"]);
    }

    [Theory]
    [InlineData("""[{"bbox_2d": [0.18, 0.24, 0.36, 0.52], "label": "red square"}]""", "101,101,202,218")]
    [InlineData("[[0.25, 0.5, 0.75, 1.0]]", "140,210,420,420")]
    [InlineData("""[{"bbox_2d": ["25%", "50%", "75%", "100%"], "label": "red square"}]""", "140,210,420,420")]
    [InlineData("""[{"bbox_2d": [0, 0, 1, 1], "label": "all"}]""", "0,0,560,420")]
    [InlineData("18%, 24%, 36%, 52%", "101,101,202,218")]
    [InlineData("x1=0.18, y1=0.24, x2=0.36, y2=0.52", "101,101,202,218")]
    [InlineData("<|box_start|>(0.18,0.24),(0.36,0.52)<|box_end|>", "101,101,202,218")]
    public async Task Shares_are_read_as_such_and_said(string answer, string box)
    {
        var found = await LocateAsync(answer);
        Assert.Equal(box, Show(found));
        Assert.Contains(found.Notes, note => note.Contains("shares", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thousandths_are_read_where_the_options_say_so()
    {
        const string Answer = """[{"bbox_2d": [250, 500, 750, 1000], "label": "red square"}]""";
        var told = await LocateAsync(Answer, new QwenPictureOptions { Coordinates = CoordinateConvention.Thousandths });
        Assert.Equal("140,210,420,420", Show(told));
        Assert.Empty(told.Notes);

        var untold = await LocateAsync(Answer);
        Assert.Contains(untold.Notes, note => note.Contains("thousandths", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Marks_with_thousandths_are_read_where_the_options_say_so()
    {
        const string Answer = "The spatial extent of the object is given by <|box_start|>(342,308),(670,766)<|box_end|>.";
        var options = new QwenPictureOptions { Coordinates = CoordinateConvention.Thousandths };
        Assert.Equal("192,129,375,322", Show(await LocateAsync(Answer, options)));
    }

    [Fact]
    public async Task What_does_not_look_like_the_convention_is_said()
    {
        const string Answer = """[{"bbox_2d": [250, 500, 750, 1200], "label": "red square"}]""";
        var thousandths = await LocateAsync(Answer, new QwenPictureOptions { Coordinates = CoordinateConvention.Thousandths });
        Assert.Contains(thousandths.Notes, note => note.Contains("beyond 1000", StringComparison.Ordinal));
        var shares = await LocateAsync(Answer, new QwenPictureOptions { Coordinates = CoordinateConvention.Shares });
        Assert.Contains(shares.Notes, note => note.Contains("beyond 1:", StringComparison.Ordinal));
        var pixels = await LocateAsync("""[{"bbox_2d": [100, 100, 200, 220], "label": "red square"}]""");
        Assert.Empty(pixels.Notes);
    }

    [Fact]
    public async Task Points_are_read_in_other_forms_and_are_no_boxes()
    {
        foreach (var answer in new[]
        {
            "The square is at (150, 160).", "<|point_start|>(150,160)<|point_end|>", """[{"x": 150, "y": 160, "label": "square"}]""",
            """[{"label": "square", "coordinates": [150, 160]}]""", "[[150, 160]]", "x=150, y=160",
        })
        {
            var tasks = new GroundingTasks(new FixedAnswerClient(answer));
            var point = Assert.Single((await tasks.PointAsync(Picture, "square")).Points);
            Assert.Equal((150, 160), (point.X, point.Y));
            var located = await tasks.LocateAsync(Picture, "square");
            Assert.Empty(located.Boxes);
            Assert.Contains(located.Notes, note => note.Contains("points", StringComparison.Ordinal));
        }

        foreach (var answer in new[]
        {
            "They are at (150, 160) and (250, 260).", "Links (150, 160), rechts (250, 260).",
            "The upper is at (150, 160), one below at (250, 260).",
            "[[150, 160], [250, 260]]", "[150, 160], [250, 260]",
        })
        {
            var two = await new GroundingTasks(new FixedAnswerClient(answer)).PointAsync(Picture, "square");
            Assert.Equal(2, two.Points.Count);
        }
    }

    [Theory]
    [InlineData("I see 3 squares (1 large, 2 small).")]
    [InlineData("""{"label": "red square"}""")]
    [InlineData("""[{"bbox_2d": [100, 100, 200], "label": "red square"}]""")]
    [InlineData("[1, 2, 3]")]
    [InlineData("In 2024 there were 3 of 12 squares, 5 more than 1 year before.")]
    [InlineData("| year | sum |\n|---|---|\n| 2020 | 4 |")]
    [InlineData("[-1, -1, -1, -1]")]
    [InlineData("<|box_start|>(100,100),(200)<|box_end|>")]
    public async Task What_names_no_box_gives_none_and_a_note(string answer)
    {
        var found = await LocateAsync(answer);
        Assert.Empty(found.Boxes);
        Assert.NotEmpty(found.Notes);
    }

    [Theory]
    [InlineData("""{"objects": []}""")]
    [InlineData("[]")]
    public async Task An_empty_list_is_no_finding_and_nothing_to_note(string answer)
    {
        var found = await LocateAsync(answer);
        Assert.Empty(found.Boxes);
        Assert.Empty(found.Notes);
    }

    [Fact]
    public async Task Boxes_that_nearly_cover_each_other_are_one_or_noted()
    {
        var one = await LocateAsync(
            """[{"bbox_2d": [100, 100, 200, 220], "label": "Diamond"}, {"bbox_2d": [104, 102, 203, 221], "label": "diamond"}]""");
        Assert.Single(one.Boxes);
        Assert.Contains("Removed 1 duplicate box.", one.Notes);

        var two = await LocateAsync(
            """[{"bbox_2d": [100, 100, 200, 220], "label": "diamond"}, {"bbox_2d": [120, 100, 220, 220], "label": "diamond"}]""");
        Assert.Equal(2, two.Boxes.Count);
        Assert.Contains(two.Notes, note => note.Contains("found twice", StringComparison.Ordinal));

        var others = await LocateAsync(
            """[{"bbox_2d": [100, 100, 200, 220], "label": "cup"}, {"bbox_2d": [100, 100, 200, 220], "label": "saucer"}]""");
        Assert.Equal(2, others.Boxes.Count);
        Assert.Empty(others.Notes);
    }

    [Fact]
    public async Task Answers_of_the_field_give_their_boxes()
    {
        foreach (var folder in FieldInputs.OfKind("ground-"))
        {
            var expected = await File.ReadAllTextAsync(Path.Combine(folder, "EXPECT.txt"), TestContext.Current.CancellationToken);
            var found = await LocateAsync(await File.ReadAllTextAsync(
                Path.Combine(folder, "answer.txt"), TestContext.Current.CancellationToken));
            var name = Path.GetFileName(folder);
            if (Count().Match(expected) is { Success: true } count)
                Assert.True(count.Groups["n"].Value == $"{found.Boxes.Count}", $"{name}: {found.Boxes.Count} boxes, {expected}");
            if (Box().Match(expected) is { Success: true } box)
                Assert.True(box.Groups["box"].Value == Show(found), $"{name}: {Show(found)}, {expected}");
        }
    }

    private static Task<LocateResult> LocateAsync(string answer, QwenPictureOptions? options = null) =>
        new GroundingTasks(new FixedAnswerClient(answer), options).LocateAsync(Picture, "red square");

    private static string Show(LocateResult found) =>
        string.Join(' ', found.Boxes.Select(box => FormattableString.Invariant($"{box.X1},{box.Y1},{box.X2},{box.Y2}")));

    [GeneratedRegex(@"picture: (?<n>[0-9]+) box")]
    private static partial Regex Count();

    [GeneratedRegex(@"picture: (?:[0-9]+ box(?:es)? )?(?<box>[0-9]+,[0-9]+,[0-9]+,[0-9]+)")]
    private static partial Regex Box();
}
