using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Qwen.Perception;
using Qwen.Perception.Forms;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Published pages of a large model: no word of them may be lost on the way.</summary>
public partial class RecordedPagesTests(ITestOutputHelper output)
{
    private static readonly PictureSize Page = new(2400, 3200);

    [Fact]
    public void Every_word_reaches_a_block_in_its_place()
    {
        foreach (var (name, answer) in RecordedAnswers.All("docparsing"))
        {
            var page = DocumentPage.Parse(answer, Page, Page);
            var written = new StringBuilder(page.Title);
            foreach (var block in page.Blocks)
                written.Append(WordsOf(block));
            Assert.Equal(SourceWords(answer), Bare(written.ToString()));
            Assert.Empty(page.Notes);
            output.WriteLine($"{name}: {page.Blocks.Count} blocks, {SourceWords(answer).Length} characters");
        }
    }

    [Fact]
    public void Every_box_of_the_source_is_on_a_block_and_scaled_by_its_own_axis()
    {
        foreach (var (_, answer) in RecordedAnswers.All("docparsing"))
        {
            var page = DocumentPage.Parse(answer, new PictureSize(1200, 6400), Page);
            var expected = Box().Matches(answer).Where(match => match.Groups["tag"].Value != "img")
                .Select(match => match.Groups["box"].Value.Split(' ').Select(int.Parse).ToArray())
                .Select(box => new DocumentBox(Half(box[0]), box[1] * 2, Half(box[2]), box[3] * 2));
            Assert.Equal(expected, page.Blocks.Where(block => block.Box is not null).Select(block => block.Box));
        }

        static int Half(int x) => (int)Math.Round(x / 2.0);
    }

    [Fact]
    public void Every_word_reaches_the_markdown_and_the_html()
    {
        foreach (var (_, answer) in RecordedAnswers.All("docparsing"))
        {
            var page = DocumentPage.Parse(answer, Page, Page);
            var markdown = Bare(Comment().Replace(page.ToMarkdown(), "")).Replace("\\", "", StringComparison.Ordinal);
            var at = 0;
            foreach (var block in page.Blocks)
            {
                var words = Bare(WordsOf(block)).Replace("\\", "", StringComparison.Ordinal);
                at = markdown.IndexOf(words, at, StringComparison.Ordinal);
                Assert.True(at >= 0, $"lost: {words}");
                at += words.Length;
            }

            Assert.Equal(SourceWords(answer), SourceWords(page.ToHtml()));
            Assert.DoesNotContain("data-bbox", page.ToHtml(), StringComparison.Ordinal);
        }
    }

    private static string WordsOf(DocumentBlock block) =>
        block.Notation + block.Text + string.Concat(block.Items?.Select(item => item.Text) ?? [])
        + string.Concat(block.Table?.Rows.SelectMany(row => row).Select(cell => cell.Text) ?? []);

    // what a browser would show, found without the reader under test
    private static string SourceWords(string answer)
    {
        var html =
            Unseen().Replace(answer.Replace("```html", "", StringComparison.Ordinal).Replace("```", "", StringComparison.Ordinal), "");
        html = Alternative().Replace(html, match => match.Groups["alt"].Value);
        return Bare(WebUtility.HtmlDecode(Tag().Replace(html, "")));
    }

    private static string Bare(string text) => Blank().Replace(text.Replace("$$", "", StringComparison.Ordinal), "");

    [GeneratedRegex("""<(?<tag>\w+)[^<>]*?data-bbox="(?<box>[0-9 ]+)"[^<>]*>""")]
    private static partial Regex Box();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<style.*?</style>|<script.*?</script>|<!DOCTYPE.*?>", RegexOptions.Singleline)]
    private static partial Regex Unseen();

    [GeneratedRegex("""<img[^<>]* alt="(?<alt>[^"]*)"[^<>]*>""")]
    private static partial Regex Alternative();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s")]
    private static partial Regex Blank();
}
