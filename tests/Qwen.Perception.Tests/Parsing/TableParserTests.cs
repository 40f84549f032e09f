using Qwen.Perception;
using Qwen.Perception.Parsing;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Tests.Parsing;

public class TableParserTests
{
    [Theory]
    [InlineData(
        "Here:\n```html\n<table border=\"1\"><tr><th>Item</th><th>Price</th></tr>\n<tr><td>Tea &amp; "
        + "cake</td><td>2.50</td></tr></table>\n```")]
    [InlineData("<html><body><table data-bbox=\"1 2 3 4\">\n<tr>\n<th>Item\n<th><b>Price</b>\n<tr><td>Tea &amp; cake<td>2.50</body>")]
    [InlineData("| Item | Price |\n|:---|---:|\n| Tea & cake | 2.50 |\n\nThat is all.")]
    [InlineData("```csv\nItem,Price\n\"Tea & cake\",2.50\n```")]
    public void Every_form_gives_the_same_rows(string answer) =>
        Assert.Equal([["Item", "Price"], ["Tea & cake", "2.50"]], TableParser.Parse(answer).Rows);

    [Fact]
    public void Cells_over_several_places_keep_the_grid()
    {
        var table = TableParser.Parse(
            "<table><tr><td rowspan=2>a</td><td "
            + "colspan=\"2\">b</td></tr><tr><td>c</td><td>d</td></tr><tr><td>e<br>f</td><td>g</td><td>h</td></tr></table>");
        Assert.Equal([["a", "b", ""], ["", "c", "d"], ["e\nf", "g", "h"]], table.Rows);
        Assert.False(table.HasHeader);
    }

    [Fact]
    public void Short_rows_are_filled_up_and_said()
    {
        var table = TableParser.Parse("| a | b |\n| --- | --- |\n| c |");
        Assert.Equal([["a", "b"], ["c", ""]], table.Rows);
        Assert.True(table.HasHeader);
        Assert.Single(table.Repairs.Sentences);
    }

    [Fact]
    public void A_table_cut_off_is_said() =>
        Assert.Single(TableParser.Parse("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d").Repairs.Sentences);

    [Theory]
    [InlineData("I see no table")]
    [InlineData("")]
    [InlineData("<table>")]
    [InlineData("|")]
    public void Words_are_no_table(string answer) => Assert.Empty(TableParser.Parse(answer).Rows);

    [Fact]
    public void What_is_written_is_read_back()
    {
        IReadOnlyList<IReadOnlyList<string>> rows = [["a|b", "c, \"d\""], ["1 < 2", "e"]];
        var table = new TableResult
        {
            Rows = rows, HasHeader = true, Notes = [], RawText = "", PictureSize = new(1, 1), ModelSize = new(28, 28),
        };
        Assert.Equal(rows, TableParser.Parse(table.ToCsv()).Rows);
        Assert.Equal(rows, TableParser.Parse(table.ToMarkdown()).Rows);
        Assert.Equal(rows, TableParser.Parse(table.ToHtml()).Rows);
    }
}
