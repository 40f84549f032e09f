using Microsoft.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Pages through models that write Markdown: how they are asked, and what becomes of their published forms of answer.</summary>
public sealed class PageModelTests
{
    private const string OlmOcr = """
        ---
        primary_language: en
        is_rotation_valid: False
        rotation_correction: 90
        is_table: False
        is_diagram: False
        ---
        # Results

        The **main** result is shown in Table 1
        and goes on.

        <table>
        <tr><th>Year</th><th>Sum</th></tr>
        <tr><td>2024</td><td>5 &lt; 6</td></tr>
        </table>

        \[
        E = mc^2
        \]

        ![A bar chart](page_10_20_300_200.png)
        """;

    private const string Nanonets = """
        ## Invoice

        - [ ] paid
        - Total
          1. net
          2. gross

        | Item | Price |
        |------|------:|
        | Pen  | 2 \| 3 |

        $$a^2 + b^2$$ (1)

        <img>Company logo</img>
        <watermark>OFFICIAL COPY</watermark>
        <page_number>9/22</page_number>
        """;

    [Theory]
    [InlineData("olmocr", "Convert equations to LateX and tables to markdown.", true)]
    [InlineData("olmocr-2", "tables to HTML.", true)]
    [InlineData("rolmocr", "as if you were reading it naturally.", false)]
    [InlineData("nanonets-ocr", "Watermarks should be wrapped in brackets.", false)]
    public async Task A_page_model_is_asked_in_its_own_words(string profile, string part, bool textFirst)
    {
        var client = new PagesClient("Words.");
        await ParseAsync(client, profile, TestPicture.Encode(700, 1400));
        var question = client.Requests[0][1];
        Assert.Contains(part, question.Text, StringComparison.Ordinal);
        Assert.Equal(textFirst, question.Contents[0] is TextContent);
        Assert.Equal("You are a helpful assistant.", client.Requests[0][0].Text);
    }

    [Theory]
    [InlineData("---\nprimary_language: en\nis_table: False\n---\n# T\nBody")]
    [InlineData("```markdown\n---\nprimary_language: en\nis_table: False\n---\n# T\nBody\n```")]
    [InlineData("```markdown\n---\nprimary_language: en\nis_diagram: False\n---\n# T\nBody")] // cut off, or never closed
    [InlineData("```yaml\nprimary_language: en\nis_table: false\n---\n# T\nBody\n```")]
    [InlineData("```yaml\n---\nprimary_language: en\nis_table: false\n---\n```\n# T\nBody")]
    public async Task What_stands_above_a_page_is_no_part_of_it_in_whatever_fence(string answer)
    {
        var page = await ParseAsync(new PagesClient(answer), "olmocr-2", TestPicture.Encode(700, 1400));
        Assert.Equal(["T", "Body"], page.Blocks.Select(block => block.Text));
    }

    [Fact]
    public async Task A_page_of_nothing_has_no_blocks()
    {
        const string Empty = "---\nprimary_language: null\nis_rotation_valid: True\nrotation_correction: 0\nis_table: False\n---";
        Assert.Empty((await ParseAsync(new PagesClient(Empty), "olmocr", TestPicture.Encode(700, 1400))).Blocks);
    }

    [Fact]
    public async Task The_longer_side_is_that_of_the_training_unless_the_options_say_otherwise()
    {
        var client = new PagesClient("Words.");
        var page = await ParseAsync(client, "olmocr-2", TestPicture.Encode(700, 1400));
        Assert.InRange(page.ModelSize.Height, 1260, 1316);
        var small = new QwenDocumentOptions { Profile = "olmocr-2", Pictures = new QwenPictureOptions { MaxPixels = 200 * 28 * 28 } };
        page = await new DocumentsTasks(client, small).ParsePageAsync(
            TestPicture.Encode(700, 1400), cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(page.ModelSize.Height * page.ModelSize.Width, 1, 200 * 28 * 28);
    }

    [Fact]
    public async Task The_form_of_olmOCR_becomes_blocks_and_tells_a_turned_page()
    {
        var page = await ParseAsync(new PagesClient(OlmOcr), "olmocr-2");
        Assert.Equal(
            [
                DocumentBlockKind.Heading, DocumentBlockKind.Paragraph, DocumentBlockKind.Table, DocumentBlockKind.Formula,
                DocumentBlockKind.Picture,
            ],
            page.Blocks.Select(block => block.Kind));
        Assert.Equal((1, "Results"), (page.Blocks[0].Level, page.Blocks[0].Text));
        Assert.Equal("The main result is shown in Table 1 and goes on.", page.Blocks[1].Text);
        Assert.Equal("E = mc^2", page.Blocks[3].Notation);
        Assert.Equal("A bar chart", page.Blocks[4].Text);
        Assert.All(page.Blocks, block => Assert.Null(block.Box));
        Assert.Contains(page.Notes, note => note.Contains("turned by 90 degrees", StringComparison.Ordinal));
        Assert.Equal(OlmOcr, page.RawText);
        Assert.Contains("5 &lt; 6", page.ToHtml(), StringComparison.Ordinal);
        Assert.StartsWith("# Results", page.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_Nanonets_becomes_blocks()
    {
        var page = await ParseAsync(new PagesClient("```markdown\n" + Nanonets + "\n```"), "nanonets-ocr");
        Assert.Equal(
            [
                DocumentBlockKind.Heading, DocumentBlockKind.List, DocumentBlockKind.Table, DocumentBlockKind.Formula,
                DocumentBlockKind.Paragraph, DocumentBlockKind.Picture, DocumentBlockKind.Paragraph, DocumentBlockKind.Paragraph,
            ],
            page.Blocks.Select(block => block.Kind));
        Assert.Equal(
            [("[ ] paid", 0, (int?)null), ("Total", 0, null), ("net", 1, 1), ("gross", 1, 2)],
            page.Blocks[1].Items!.Select(item => (item.Text, item.Depth, item.Number)));
        Assert.Equal("a^2 + b^2", page.Blocks[3].Notation);
        Assert.Equal(
            ["(1)", "Company logo", "OFFICIAL COPY", "9/22"], page.Blocks.Skip(4).Select(block => block.Text));
    }

    [Fact]
    public async Task Plain_words_stay_words_whatever_they_look_like()
    {
        var page = await ParseAsync(
            new PagesClient("<script>alert(1)</script> a < b & c > d\n\n1 | 2\n\n---\n\n---\nnot: front\n\n<table><tr><td>cut"), "rolmocr");
        Assert.Equal("<script>alert(1)</script> a < b & c > d", page.Blocks[0].Text);
        Assert.Equal("1 | 2", page.Blocks[1].Text);
        Assert.Equal("not: front", page.Blocks[2].Text);
        Assert.Equal(DocumentBlockKind.Table, page.Blocks[3].Kind);
        Assert.DoesNotContain("<script", page.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_formulas_and_marks_of_markdown_stay_what_they_are()
    {
        var page = await ParseAsync(
            new PagesClient(
                "10<sup>6</sup> ~~old~~ **new** \\* `a**b**c` $x__y__z$ &copy; &nosuch;\n\n"
                + "````python title=\"x\"\n  a = '''\n```\n<b>'''\n````\n\n~~~\nplain\n~~~\n\n"
                + "a | b\n--- | ---\n`p|q` | $|x|$\n- | -\n\n```\nnever ended"),
            "rolmocr");
        Assert.Equal("10⁶ ~~old~~ new * a**b**c $x__y__z$ © &nosuch;", page.Blocks[0].Text);
        Assert.Equal(
            [(DocumentBlockKind.Code, "  a = '''\n```\n<b>'''", "python"), (DocumentBlockKind.Code, "plain", null)],
            page.Blocks.Skip(1).Take(2).Select(block => (block.Kind, block.Text, block.Language)));
        Assert.Equal([["a", "b"], ["p|q", "$|x|$"], ["-", "-"]], page.Blocks[3].Table!.ToGrid());
        Assert.Equal("never ended", page.Blocks[4].Text);
        Assert.Contains("````python\n", page.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("10<sup>6</sup> <del>old</del>", page.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("---\n---\n---")]
    [InlineData("```markdown")]
    [InlineData("$$")]
    [InlineData("\\[ never ended")]
    [InlineData("| a |\n|---|")]
    [InlineData("- - - - - - - - -")]
    [InlineData("<img></img></img><img>")]
    public async Task Nothing_that_a_model_writes_makes_a_page_fail(string answer)
    {
        var page = await ParseAsync(new PagesClient(answer), "olmocr");
        Assert.Equal(answer, page.RawText);
        Assert.NotNull(page.ToMarkdown());
        Assert.NotNull(page.ToHtml());
    }

    [Fact]
    public void An_unknown_profile_is_told_at_once() => Assert.Contains(
        "There is no profile 'x'",
        Assert.Throws<QwenException>(() => new DocumentsTasks(new PagesClient(""), new QwenDocumentOptions { Profile = "x" })).Message,
        StringComparison.Ordinal);

    private static Task<DocumentPage> ParseAsync(PagesClient client, string profile, byte[]? picture = null) =>
        new DocumentsTasks(client, new QwenDocumentOptions { Profile = profile }).ParsePageAsync(
            picture ?? TestPicture.Encode(168, 112), cancellationToken: TestContext.Current.CancellationToken);
}
