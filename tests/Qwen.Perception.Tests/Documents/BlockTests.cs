using System.Text.Json;
using Qwen.Perception;
using Qwen.Perception.Forms;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Each element of the format, whole and damaged.</summary>
public class BlockTests
{
    [Fact]
    public void Headings_and_paragraphs()
    {
        var page = Parse(
            "<html><body><h1 data-bbox=\"10 20 30 40\">A &amp; B</h1>\n<p data-bbox=\"0 50 100 60\">one<br>two\n three $x<y$</p><p></p><p "
            + "data-bbox=\"1 2 3 4\"></p></body></html>");
        Assert.Equal(
            [DocumentBlockKind.Heading, DocumentBlockKind.Paragraph, DocumentBlockKind.Paragraph], page.Blocks.Select(block => block.Kind));
        Assert.Equal((1, "A & B", new DocumentBox(10, 20, 30, 40)), (page.Blocks[0].Level, page.Blocks[0].Text, page.Blocks[0].Box));
        Assert.Equal("one\ntwo three $x<y$", page.Blocks[1].Text);
        Assert.Equal(("", new DocumentBox(1, 2, 3, 4)), (page.Blocks[2].Text, page.Blocks[2].Box));
        Assert.Empty(page.Notes);
    }

    [Theory]
    [InlineData("formula", "", "<div>$$a_{1}=b$$ (3)</div> where a", DocumentBlockKind.Formula, "a_{1}=b", "(3)\nwhere a")]
    [InlineData("formula.machine_printed", "", "<div>$$E=mc^2$$</div>", DocumentBlockKind.Formula, "E=mc^2", "")]
    [InlineData("formula", "", "<p>$$x$$</p>", DocumentBlockKind.Formula, "x", "")]
    [InlineData("music sheet", "format=\"abc notation\"", "<div>X:1\nK:C\nCDEF|</div>", DocumentBlockKind.Music, "X:1\nK:C\nCDEF|", "")]
    [InlineData("chemical formula", "format=\"smile\"", "<div>C1=CC=CC=C1</div>", DocumentBlockKind.Chemistry, "C1=CC=CC=C1", "")]
    [InlineData("image", "", "", DocumentBlockKind.Picture, null, "")]
    [InlineData("image caption", "", "<p>A cat.</p>", DocumentBlockKind.PictureWithCaption, null, "A cat.")]
    [InlineData("image ocr", "", "<p>EXIT</p>", DocumentBlockKind.PictureWithText, null, "EXIT")]
    public void Special_blocks(string name, string more, string content, DocumentBlockKind kind, string? notation, string text)
    {
        var block = Assert.Single(
            Parse($"<div class=\"{name}\" {more} data-bbox=\"10 10 90 50\"><img data-bbox=\"10 10 90 50\"/>{content}</div>").Blocks);
        Assert.Equal((kind, notation, text, new DocumentBox(10, 10, 90, 50)), (block.Kind, block.Notation, block.Text, block.Box));
    }

    [Fact]
    public void A_chart_keeps_its_table()
    {
        var block = Assert.Single(Parse(
            "<div class=\"chart\" data-bbox=\"1 1 9 9\"><img data-bbox=\"1 1 9 "
            + "9\"/><table><tr><th>Year</th><th>t</th></tr><tr><td>2020</td><td>7</td></tr></table></div>").Blocks);
        Assert.Equal(DocumentBlockKind.Chart, block.Kind);
        Assert.Equal([["Year", "t"], ["2020", "7"]], block.Table!.ToGrid());
    }

    [Fact]
    public void A_table_keeps_its_spans()
    {
        var block = Assert.Single(Parse(
            "<style>.table1 td{border:1px}</style><table data-bbox=\"1 1 9 9\" class=\"table1\"><caption>Sales</caption><thead><tr><th "
            + "rowspan=\"2\">a</th><th colspan=2>b"
            + "<tr><td>c<td>d</thead><tr><td>e</td><td>f</td><td>g</td></tr></table>").Blocks);
        Assert.Equal((DocumentBlockKind.Table, "Sales"), (block.Kind, block.Text));
        Assert.Equal([["a", "b", ""], ["", "c", "d"], ["e", "f", "g"]], block.Table!.ToGrid());
        Assert.Equal([["a", "b", "b"], ["a", "c", "d"], ["e", "f", "g"]], block.Table.ToGrid(repeat: true));
    }

    [Fact]
    public void Lists_keep_numbers_depth_and_boxes()
    {
        var block = Assert.Single(Parse(
            "<ol start=\"3\"><li data-bbox=\"10 10 50 20\">x<ul><li>y</li></ul></li><li><p data-bbox=\"10 30 60 40\">z</p></ol>").Blocks);
        Assert.Equal(DocumentBlockKind.List, block.Kind);
        Assert.Equal([("x", 3, 0), ("y", null, 1), ("z", (int?)4, 0)], block.Items!.Select(item => (item.Text, item.Number, item.Depth)));
        Assert.Equal(new DocumentBox(10, 10, 60, 40), block.Box);
    }

    [Fact]
    public void Authors_have_no_box()
    {
        var block = Assert.Single(Parse("<address class=\"author\"><p>Ann</p><p>Ben</p></address>").Blocks);
        Assert.Equal((DocumentBlockKind.Authors, "Ann\nBen", null), (block.Kind, block.Text, block.Box));
    }

    [Theory]
    [InlineData("<html><body><p data-bbox=\"1 2 3 4\">a</p><p data-bbox=\"5 6 7 8\">b", "ab", 2, "ends before")]
    [InlineData("<html><body><p data-bbox=\"1 2 3 4\">a</p><p data-bbox=\"5 6", "a", 1, "ends before")]
    [InlineData("<html><body><p data-bbox=\"1 2 3 4\">a</p></html></body>", "a", 1, "wrong order")]
    [InlineData("<p data-bbox=\"1 2 3 4>a</p><p data-bbox=5 6 7 8>b</p>", "ab", 2, "quote")]
    [InlineData("<p data-bbox=\"1 2 3 4\"<b>a</b></p>", "a", 1, "lacked its '>'")]
    [InlineData("<h2 data-bbox=\"1 2 3 4\">a<p data-bbox=\"5 6 7 8\">b</p>", "ab", 2, "missing")]
    [InlineData("<p data-bbox=\"1 2 3 4\">a</p></div></span>", "a", 1, "close nothing")]
    [InlineData("<p data-polygon=\"1 2 9 2 9 4 1 4\">a</p>", "a", 1, null)]
    [InlineData("<p data-bbox=\"9 8 3 4\">a</p>", "a", 1, "Swapped")]
    [InlineData("<p data-bbox=\"90 90 300 400\">a</p>", "a", 1, "edge")]
    [InlineData("<p data-bbox=\"200 200 300 400\">a</p>", "a", 0, "outside")]
    [InlineData("<p data-bbox=\"one two\">a</p>", "a", 0, "cannot be read")]
    [InlineData("Here it is:\n```html\n<p data-bbox=\"1 2 3 4\">a</p>\n```\nDone.", "a", 1, "before or after")]
    [InlineData("just words\nin lines", "just words in lines", 0, "no HTML")]
    [InlineData("<table><tr><td>a</td><td>b<p data-bbox=\"1 2 3 4\">c", "abc", 1, "ends before")]
    [InlineData("<p>5 <6 and a<b, <foo> & &lt;p&gt;</p>", "5 <6 and a<b, <foo> & <p>", 0, null)]
    public void Damage_is_mended_and_said(string html, string words, int boxes, string? note)
    {
        var page = Parse(html);
        Assert.Equal(words, string.Concat(page.Blocks.Select(block =>
            block.Text + string.Concat(block.Table?.Rows.SelectMany(row => row).Select(cell => cell.Text) ?? []))));
        Assert.Equal(boxes, page.Blocks.Count(block => block.Box is not null));
        if (note is null)
            Assert.Empty(page.Notes);
        else
            Assert.Contains(page.Notes, sentence => sentence.Contains(note, StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_of_hostile_spans_stays_small()
    {
        var rows = string.Concat(
            Enumerable.Repeat("<tr>" + string.Concat(Enumerable.Repeat("<td colspan=99999 rowspan=99999>x", 20)), 500));
        var table = Assert.Single(Parse($"<table>{rows}</table>").Blocks).Table!;
        Assert.True(table.ToGrid(repeat: true).Sum(row => (long)row.Count) < 2_000_000);
    }

    [Fact]
    public void Deep_nesting_is_flattened()
    {
        var page = Parse(string.Concat(Enumerable.Repeat("<div>", 100_000)) + "deep");
        Assert.Equal("deep", Assert.Single(page.Blocks).Text);
    }

    [Fact]
    public void Json_has_snake_case_names()
    {
        var json = JsonSerializer.SerializeToElement(Parse("<div class=\"image ocr\"><p>x</p></div>"));
        Assert.Equal("picture_with_text", json.GetProperty("blocks")[0].GetProperty("kind").GetString());
        Assert.Equal(100, json.GetProperty("model_size").GetProperty("width").GetInt32());
    }

    private static DocumentPage Parse(string html) => DocumentPage.Parse(html, new PictureSize(100, 100), new PictureSize(100, 100));
}
