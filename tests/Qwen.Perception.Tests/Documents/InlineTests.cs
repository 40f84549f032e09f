namespace Qwen.Perception.Tests.Documents;

/// <summary>What letters alone do not say: raised, lowered and struck words, and the lines of code.</summary>
public class InlineTests
{
    [Theory]
    [InlineData("3 &times; 10<sup>-6</sup> m<sup>2</sup>", "3 × 10⁻⁶ m²", "3 × 10<sup>-6</sup> m<sup>2</sup>")]
    [InlineData("H<sub>2</sub>SO<sub>4</sub>", "H₂SO₄", "H<sub>2</sub>SO<sub>4</sub>")]
    [InlineData("x<sub>i</sub><sup>2</sup>", "xᵢ²", "x<sub>i</sub><sup>2</sup>")]
    [InlineData("v<sub>max</sub>", "v_{max}", "v<sub>max</sub>")]
    [InlineData("e<sup>2.5x</sup>", "e^{2.5x}", "e<sup>2.5x</sup>")]
    [InlineData("A<sup>T</sup>", "A^{T}", "A<sup>T</sup>")]
    [InlineData("the 1<sup>st</sup> and 22<sup>nd</sup>", "the 1st and 22nd", "the 1<sup>st</sup> and 22<sup>nd</sup>")]
    [InlineData("Ann<sup>1,2</sup>, Ben<sup>*</sup>", "Ann¹,², Ben*", "Ann<sup>1,2</sup>, Ben<sup>\\*</sup>")]
    [InlineData("Acme<sup>TM</sup>", "Acme™", "Acme<sup>TM</sup>")]
    [InlineData("2<sup>3<sup>4</sup></sup>", "2^{3⁴}", "2<sup>3<sup>4</sup></sup>")]
    [InlineData("<del>100</del> 80 <s>a</s> <strike>b</strike>", "~~100~~ 80 ~~a~~ ~~b~~", "~~100~~ 80 ~~a~~ ~~b~~")]
    [InlineData("<del> 100</del>", "~~ 100~~", "<del> 100</del>")]
    [InlineData("a<sup></sup>b<del> </del>c", "ab c", "ab c")]
    [InlineData("~~not struck~~", "~~not struck~~", "\\~~not struck\\~~")]
    [InlineData("<ins>new</ins> <b>bold</b>", "new bold", "new bold")]
    [InlineData("<input type=checkbox checked> paid <input type='checkbox'> open", "☑ paid ☐ open", "☑ paid ☐ open")]
    [InlineData("<input type=radio checked=checked>a <input type=radio>b", "◉ a ○ b", "◉ a ○ b")]
    public void Words_keep_what_is_raised_lowered_or_struck(string html, string text, string markdown)
    {
        var page = Parse($"<p>{html}</p>");
        Assert.Equal(text, Assert.Single(page.Blocks).Text);
        Assert.Equal(markdown + "\n", page.ToMarkdown());
        Assert.Empty(page.Notes);
    }

    [Fact]
    public void They_stay_in_headings_lists_captions_and_cells()
    {
        var page = Parse(
            "<h2>CO<sub>2</sub></h2><ul><li>m<sup>2</sup></li></ul>"
            + "<table><caption>in m<sup>3</sup></caption><tr><td colspan=2>10<sup>6</sup></td></tr>"
            + "<tr><td><del>1</del></td><td>2</td></tr></table>");
        Assert.Equal(["CO₂", "", "in m³"], page.Blocks.Select(block => block.Text));
        Assert.Equal("m²", page.Blocks[1].Items![0].Text);
        Assert.Equal([["10⁶", ""], ["~~1~~", "2"]], page.Blocks[2].Table!.ToGrid());
        Assert.Equal(
            "## CO<sub>2</sub>\n\n- m<sup>2</sup>\n\nin m<sup>3</sup>\n\n<table>\n<tr><td colspan=\"2\">10<sup>6</sup></td></tr>\n"
            + "<tr><td><del>1</del></td><td>2</td></tr>\n</table>\n",
            page.ToMarkdown());
    }

    [Fact]
    public void Code_keeps_its_lines_and_its_language()
    {
        var page = Parse(
            "<pre data-bbox=\"1 2 3 4\"><code class=\"hljs language-Python\">\n  if a &lt; b:\n\n\tc()  \n</code></pre>"
            + "<pre>\n\n</pre>");
        var block = Assert.Single(page.Blocks);
        Assert.Equal((DocumentBlockKind.Code, "  if a < b:\n\n\tc()", "python"), (block.Kind, block.Text, block.Language));
        Assert.Equal(new DocumentBox(1, 2, 3, 4), block.Box);
        Assert.Equal("```python\n  if a < b:\n\n\tc()\n```\n", page.ToMarkdown());
    }

    [Fact]
    public void Code_within_cells_and_lists_keeps_its_lines_too()
    {
        var page = Parse("<table><tr><td>x<pre>a:\n  b</pre></td><td>y</td></tr></table><ul><li>do<pre>c\n d</pre></li></ul>");
        Assert.Equal("x\na:\n  b", page.Blocks[0].Table!.Rows[0][0].Text);
        Assert.Equal("do\nc\n d", page.Blocks[1].Items![0].Text);
    }

    [Fact]
    public void A_fence_within_code_does_not_end_it()
    {
        Assert.Equal("````\n```js\nx\n```\n````\n", Parse("<pre>```js\nx\n```</pre>").ToMarkdown());
        Assert.Empty(Parse("<pre lang=\"x` y\">a</pre>").Notes);
        Assert.StartsWith("```x\n", Parse("<pre lang=\"x` y\">a</pre>").ToMarkdown(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]: a note", "\\[1]: a note")]
    [InlineData("[a](javascript:x)", "[a]\\(javascript:x)")]
    [InlineData("&amp;lt;", "\\&lt;")]
    [InlineData("$5 * 2 and $6 * 3", "$5 \\* 2 and $6 \\* 3")]
    [InlineData("$a*b$ and c*d", "$a*b$ and c\\*d")]
    [InlineData("$$a*b$$ costs $5", "$$a*b$$ costs $5")]
    [InlineData("by \\(a_b*c\\) and c*d", "by \\(a_b*c\\) and c\\*d")]
    public void Markdown_shows_what_was_read(string html, string markdown) =>
        Assert.Equal(markdown + "\n", Parse($"<p>{html}</p>").ToMarkdown());

    [Theory]
    [InlineData("&check;&lsqb;&rsqb;&plus;&NotEqual;", "✓[]+≠")]
    [InlineData("Kova&ccaron; &Lstrok;&oacute;d&zacute;", "Kovač Łódź")]
    [InlineData("&#150;&#x80;&#8211;&#x20AC;", "–€–€")]
    [InlineData("a &lt b &amp c R&D AT&T &ltimes &unknown;", "a < b & c R&D AT&T &ltimes &unknown;")]
    [InlineData("&amp;lt;b&amp;gt;", "&lt;b&gt;")]
    [InlineData("&#99999999;", "&#99999999;")]
    public void Entities_are_what_they_name(string html, string text) => Assert.Equal(text, Parse($"<p>{html}</p>").Blocks[0].Text);

    private static DocumentPage Parse(string html) => DocumentPage.Parse(html, new PictureSize(100, 100), new PictureSize(100, 100));
}
