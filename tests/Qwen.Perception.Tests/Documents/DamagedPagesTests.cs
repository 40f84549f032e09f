using System.Text;
using Qwen.Perception;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Pages damaged at random: nothing throws, and no box leaves its page.</summary>
public class DamagedPagesTests(ITestOutputHelper output)
{
    private const int Rounds = 5_000;

    private static readonly string[] Pieces =
    [
        "<", ">", "\"", "'", "/", "=", "&", ";", "$$", "```", "<div>", "</div>", "<p>", "</p>", "<table>", "</table>", "<td colspan=\"7\">",
        "<tr>", "<li>", "<ol>",
        "</li>", "<!--", "-->", "<style>", "</html>", "</body>", "data-bbox=\"5 5 -9 1e9\"", "<img data-bbox=\"900 10 20 30\"/>",
        "<div class=\"formula\">", "\0", "\ud800",
        "&#99999999;", "<address>", "<h2 data-bbox=\"9 9 9 9\">", "<svg>", "<div class=\"chart\">",
    ];

    [Fact]
    public void Damaged_pages_never_throw_and_never_leave_the_page()
    {
        var answers = RecordedAnswers.All("docparsing").Select(recorded => recorded.Answer).ToList();
        answers.Add(
            "<html><body><style>a{}</style><table data-bbox=\"1 2 90 40\"><tr><th "
            + "rowspan=2>a</th><td>b</td></tr><tr><td>c</td></tr></table>"
                + "<div class=\"music sheet\" format=\"abc notation\" data-bbox=\"1 50 90 60\"><img data-bbox=\"1 50 90 "
                + "60\"/><div>X:1\nK:C\nCDE</div></div>"
                + "<ol><li data-bbox=\"1 70 90 75\">one<ul><li>two</li></ul></li></ol></body></html>");
        var random = new Random(19_760_401);
        var boxes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var size = new PictureSize(random.Next(1, 3000), random.Next(1, 3000));
            var page = DocumentPage.Parse(
                Damage(answers[round % answers.Count], random), size, new PictureSize(random.Next(1, 90) * 28, random.Next(1, 90) * 28));
            var found = page.Blocks.Select(block => block.Box)
                .Concat(page.Blocks.SelectMany(block => block.Items ?? []).Select(item => item.Box))
                .OfType<DocumentBox>()
                .ToList();
            Assert.All(
                found, box => Assert.True(
                    box.X1 >= 0 && box.Y1 >= 0 && box.X1 < box.X2 && box.Y1 < box.Y2 && box.X2 <= size.Width && box.Y2 <= size.Height,
                    $"{box} on {size}"));
            boxes += found.Count;
            Assert.NotNull(page.ToMarkdown(expandSpans: round % 2 == 0));
            Assert.EndsWith("</body></html>\n", page.ToHtml(dropDetails: round % 2 == 0), StringComparison.Ordinal);
        }

        output.WriteLine($"{Rounds} damaged pages, {boxes} boxes, all on their page");
        Assert.True(boxes > Rounds); // the pages are damaged, not destroyed
    }

    private static string Damage(string answer, Random random)
    {
        var text = new StringBuilder(answer);
        for (var changes = random.Next(1, 8); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 60), text.Length - at);
            switch (random.Next(8))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2 when random.Next(4) == 0:
                    text.Length = at; // cut off
                    break;
                case 3:
                    text.Insert(at, random.NextInt64(-100_000_000_000, 100_000_000_000));
                    break;
                default:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return text.ToString();
    }
}
