using Qwen.Perception.Documents;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Markdown and HTML for people.</summary>
public class WritingTests
{
    [Fact]
    public void Markdown_of_every_kind()
    {
        var page = Parse(
            "<h2>A_b *c*</h2><p># no heading<br>3. no list, $a*b$ but 2*3</p><ul><li>x<ol><li>y</li></ol></li></ul>"
            + "<table><tr><th>a|b</th><th>c</th></tr><tr><td>1<br>2</td><td>3</td></tr></table>"
            + "<div class=\"formula\"><div>$$x^2$$</div>with x</div><div class=\"image caption\" data-bbox=\"1 2 3 4\"><p>A cat.</p></div>"
            + "<div class=\"chemical formula\"><div>CCO</div></div><div class=\"music sheet\"><div>X:1\nCDE</div></div>");
        Assert.Equal(
            """
            ## A_b \*c\*

            \# no heading  
            3\. no list, $a*b$ but 2\*3

            - x
                1. y

            | a\|b | c |
            | --- | --- |
            | 1<br>2 | 3 |

            $$
            x^2
            $$

            with x

            <!-- picture: page 1, box 1 2 3 4 -->

            A cat.

            ```smiles
            CCO
            ```

            ```abc
            X:1
            CDE
            ```

            """.ReplaceLineEndings("\n"),
            page.ToMarkdown());
    }

    [Fact]
    public void Spanned_cells_are_html_or_repeated()
    {
        var page = Parse("<table><tr><th colspan=\"2\">a&lt;</th></tr><tr><td>b</td><td>é</td></tr></table>");
        Assert.Equal("<table>\n<tr><th colspan=\"2\">a&lt;</th></tr>\n<tr><td>b</td><td>é</td></tr>\n</table>\n", page.ToMarkdown());
        Assert.Equal("| a< | a< |\n| --- | --- |\n| b | é |\n", page.ToMarkdown(expandSpans: true));
    }

    private const string Whole =
        "<html><body><p data-bbox=\"1 2 3 4\" style=\"color: red; margin: 0\">a</p><p style=\"color:red;\" "
        + "data-polygon=\"1 2 3 4 5 6\">b</p>"
        + "<div class=\"formula.handwritten formula\"><img data-bbox=\"1 2 3 4\"/><div>$$x$$</div></div><div class=\"image "
        + "caption\"><img/><p>c</p></div>"
        + "<div class=\"music sheet\" format=\"abc notation\"><div>X:1</div></div><div "
        + "class=\"chart\"><table><tr><td>7</td></tr></table></div></body></html>";

    [Fact]
    public void Html_for_people_deletes_nothing_that_can_be_read()
    {
        Assert.Equal(
            HtmlFrame.Start
            + "<p style=\"margin: 0\">a</p>\n<p>b</p>\n<div class=\"formula\"><img/><div>$$x$$</div></div>\n<div class=\"image "
            + "caption\"><img/><p>c</p></div>\n"
            + "<div class=\"music sheet\" format=\"abc notation\"><div>X:1</div></div>\n<div "
            + "class=\"chart\"><table><tr><td>7</td></tr></table></div>\n</body></html>\n",
            Parse(Whole).ToHtml());
    }

    [Fact]
    public void Html_by_the_notebooks_rules()
    {
        Assert.Equal(
            HtmlFrame.Start + "<p style=\"margin: 0\">a</p>\n<p>b</p>\n<div class=\"formula\"><img/><div>$$x$$</div></div>\n<div "
            + "class=\"image\"></div>\n"
            + "<div class=\"music sheet\"></div>\n<div class=\"chart\"></div>\n</body></html>\n",
            Parse(Whole).ToHtml(dropDetails: true));
    }

    [Fact]
    public void Html_for_people_is_inert()
    {
        var html = Parse(
            "<p onclick=\"x()\">a<script>steal()</script></p><img src=\"https://elsewhere/x.png\" onerror=\"x()\"><a "
            + "href=\"javascript:x()\">b</a>"
            + "<p style=\"background:image-set('//elsewhere' 1x)\">d</p><form action=\"//elsewhere\"><textarea></textarea>"
            + "<noscript><p title=\"</noscript><img src=x onerror=x()>\">e</p></noscript><svg onload=\"x()\"></svg>"
            + "<p style=\"background:url(//elsewhere)\">c</p><iframe src=\"//elsewhere\"></iframe><style>@import "
            + "'x';</style><p>&lt;script&gt;</p>")
            .ToHtml();
        Assert.DoesNotMatch("onclick|<img[^>]*onerror|onload|<script|elsewhere|javascript|import|iframe", html);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_for_people_says_its_encoding_draws_its_tables_and_runs_nothing()
    {
        var html = Parse("<p>Ł</p><table><tr><td>1</td></tr></table>").ToHtml();
        Assert.StartsWith("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">", html, StringComparison.Ordinal);
        Assert.Contains("td { border: 1px solid", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.EndsWith("<p>Ł</p>\n<table><tr><td>1</td></tr></table>\n</body></html>\n", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_is_written_page_by_page_and_ends_where_the_pages_fail()
    {
        using var output = new StringWriter();
        var pages = new[] { Parse("<p>a</p>"), Parse("<p>b</p>") };
        await DocumentResult.WriteHtmlAsync(pages.ToAsyncEnumerable(), output, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new DocumentResult { Pages = pages }.ToHtml(), output.ToString());
        using var cut = new StringWriter();
        await Assert.ThrowsAsync<InvalidOperationException>(() => DocumentResult.WriteHtmlAsync(FailingAsync(), cut));
        Assert.Equal(pages[0].ToHtml(), cut.ToString());

        static async IAsyncEnumerable<DocumentPage> FailingAsync()
        {
            yield return Parse("<p>a</p>");
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    private static DocumentPage Parse(string html) => DocumentPage.Parse(html, new PictureSize(100, 100), new PictureSize(100, 100));
}
