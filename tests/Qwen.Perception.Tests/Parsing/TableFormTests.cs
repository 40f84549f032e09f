using Qwen.Perception.Parsing;

namespace Qwen.Perception.Tests.Parsing;

/// <summary>Tables as models really write them: nothing is lost or made up without a word.</summary>
public class TableFormTests
{
    [Theory]
    [InlineData("| a | b |\n|---|---|\n| - | - |\n| --- | --- |\n| 1 | 2 |", "a;b/-;-/---;---/1;2", true)]
    [InlineData("| a | b |\n| - | - |\n| 1 | 2 |", "a;b/1;2", true)]
    [InlineData("|  |  |\n|---|---|\n| 1 | 2 |", "1;2", false)]
    [InlineData("|---|---|\n| 1 | 2 |", "1;2", false)]
    [InlineData("| 1 | 2 |\n| 3 | 4 |", "1;2/3;4", false)]
    [InlineData("a | b\n--- | ---\n1 | 2\n- | -\n\nwords | more", "a;b/1;2/-;-", true)]
    [InlineData("| a | b |\n|---|---|\n| x \\| y | `p|q` |\n| $|z|$ | $\\|n\\|$ |", "a;b/x | y;p|q/$|z|$;$\\|n\\|$", true)]
    [InlineData("| a | b |\n|---|---|\n| $5 | $6 |", "a;b/$5;$6", true)]
    [InlineData("| a | b |\n|:-:|--:|\n| one<br>two | **3** &amp; 4 \\* 5 |", "a;b/one\ntwo;3 & 4 * 5", true)]
    [InlineData("| a |\n|---|\n| 10<sup>6</sup> ~~7~~ |", "a/10⁶ ~~7~~", true)]
    [InlineData("| a | b | |\n|---|---|---|\n| 1 |  | |", "a;b;/1;;", true)]
    public void Markdown(string answer, string rows, bool hasHeader) => AssertTable(answer, rows, hasHeader);

    [Theory]
    [InlineData(
        "|    &nbsp;    |  Pr(>\\|t\\|)  |\n|:------------:|:------------:|\n| **(Intercept)** |  1.134e-113  |",
        ";Pr(>|t|)/(Intercept);1.134e-113")]
    [InlineData("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |", "f|oo/b | az/b | im")]
    [InlineData("|a|b|\n|--|--|\n|101|VOMdc=0.33*VD \\(\\mathsf{D_Q|}\\)|", "a;b/101;VOMdc=0.33*VD \\(\\mathsf{D_Q|}\\)")]
    public void Markdown_from_public_reports(string answer, string rows) => AssertTable(answer, rows, hasHeader: true);

    [Fact]
    public void A_bar_that_nobody_escaped_is_said()
    {
        var table = TableParser.Parse("| Unit | Area |\n|---|---|\n| A01 |2001| | 398.08 |");
        Assert.Equal(4, table.Rows[1].Count);
        Assert.Contains(table.Repairs.Sentences, note => note.Contains("more cells than the header", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<tr><th>a<th>b</tr><tr><td>-<td>-</tr>", "a;b/-;-", true)]
    [InlineData("<thead><tr><td>a</td></tr></thead><tr><td>1</td></tr>", "a/1", true)]
    [InlineData("<tr><th></th><th></th></tr><tr><td>1</td><td>2</td></tr>", "1;2", false)]
    [InlineData("<thead><tr></tr></thead><tr><td>1</td></tr>", "1", false)]
    [InlineData("<tr><td rowspan=2>a</td><td rowspan=2>b</td></tr><tr></tr><tr><td>c</td><td>d</td></tr>", "a;b/;/c;d", false)]
    [InlineData("<tr><td rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr>", "a;b/;c/;d", false)]
    [InlineData("<tr><td>one<br/>two</td><td><p>three</p><p>four</p></td></tr>", "one\ntwo;three\nfour", false)]
    [InlineData("<tr><td>10<sup>6</sup> m<sub>2</sub></td><td><del>1</del></td></tr>", "10⁶ m₂;~~1~~", false)]
    [InlineData("<tr><td><ul><li>x</li><li>y<ol><li>z</li></ol></li></ul></td><td>w</td></tr>", "- x\n- y\n  1. z;w", false)]
    [InlineData("<tr><td>a|b</td><td>&lt;i&gt; &nbsp;|</td></tr>", "a|b;<i> \u00A0|", false)]
    [InlineData("<tr><td><pre>x\n y</pre></td></tr><!-- <tr><td>no</td></tr> -->", "x\n y", false)]
    [InlineData("<tr><td><a href=\"x>y\">b</a></td></tr>", "b", false)]
    public void Html(string table, string rows, bool hasHeader) => AssertTable($"<table>{table}</table>", rows, hasHeader);

    [Theory]
    [InlineData("[{\"a\": 1, \"b\": \"x\"}, {\"a\": 3.50, \"c\": null}]", "a;b;c/1;x;/3.50;;")]
    [InlineData("```json\n{\"columns\": [\"a\", \"b\"], \"data\": [[1, 2], [3, 4]]}\n```", "a;b/1;2/3;4")]
    [InlineData("{\"table\": {\"headers\": [\"a\"], \"rows\": [[\"1\"], [\"-\"]]}}", "a/1/-")]
    [InlineData("{\"year\": [2020, 2021], \"sum\": [1]}", "year;sum/2020;1/2021;")]
    [InlineData("{\"a\": 1, \"b\": 2}\n{\"a\": 3, \"b\": 4}", "a;b/1;2/3;4")]
    [InlineData(
        "\\begin{tabular}{|l|r|}\n\\hline\na & b \\\\\n\\hline\n1 \\& 2 & \\textbf{3} \\\\\n4\\% & -- \\\\\n\\hline\n\\end{tabular}",
        "a;b/1 & 2;3/4%;--")]
    [InlineData(
        "\\begin{tabular}{lll}\\toprule\n\\multicolumn{2}{c}{wide} & c\\\\ \\midrule\n1 & 2 & 3\\\\ \\bottomrule\\end{tabular}",
        "wide;;c/1;2;3")]
    [InlineData("+---+---+\n| a | b |\n+===+===+\n| 1 | - |\n+---+---+\n| 3 | 4 |\n+---+---+", "a;b/1;-/3;4")]
    [InlineData(" a | b \n---+---\n 1 | 2\n 3 | 4", "a;b/1;2/3;4")]
    [InlineData("┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ 1 │ 2 │\n└───┴───┘", "a;b/1;2")]
    public void Forms_of_programs(string answer, string rows) => AssertTable(answer, rows, hasHeader: true);

    [Theory]
    [InlineData("[[\"a\", \"b\"], [1, 2]]", "a;b/1;2")]
    [InlineData("{\"rows\": [[\"a\", \"b\"], [\"1\", \"2\"]]}", "a;b/1;2")]
    [InlineData("\\begin{array}{cc} 1 & 2 \\\\ 3 & 4 \\end{array}", "1;2/3;4")]
    [InlineData("+---+---+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+\n| 5 | 6 |\n+---+---+", "1;2/3;4/5;6")]
    public void Forms_of_programs_without_names(string answer, string rows) => AssertTable(answer, rows, hasHeader: false);

    [Fact]
    public void Two_tables_of_LaTeX_are_two()
    {
        const string One = "\\begin{tabular}{l} a \\\\ \\hline 1 \\end{tabular}";
        var table = TableParser.Parse($"{One}\n\n{One.Replace('1', '2')}");
        Assert.Equal([["a"], ["1"]], table.Rows);
        Assert.Equal([["a"], ["2"]], Assert.Single(table.Further));
    }

    [Theory]
    [InlineData("Item;Price\nTea;2,50\nCake;1.003,20", "Item;Price/Tea;2,50/Cake;1.003,20")]
    [InlineData("Tea;2,50;3,10\nCake;3,20;4,00", "Tea;2,50;3,10/Cake;3,20;4,00")]
    [InlineData("a\tb, c\n1\t2, 3", "a;b, c/1;2, 3")]
    [InlineData("a|b\n1|2", "a;b/1;2")]
    [InlineData("sep=;\na;b\n1;2", "a;b/1;2")]
    [InlineData("\uFEFFa,b\r\n1,2\r\n", "a;b/1;2")]
    [InlineData("\"a;b\",c\n\"d \"\"e\"\"\",\"f\ng\"", "a;b;c/d \"e\";f\ng")]
    [InlineData("Here is the table:\n\nItem,Price\nTea,2.50\n\nI hope that helps!", "Item;Price/Tea;2.50")]
    [InlineData("```csv\na,b\n\n1,2\n\n3,4\n```", "a;b/1;2/3;4")]
    public void Separated_values(string answer, string rows)
    {
        var table = TableParser.Parse(answer);
        Assert.Equal(rows, string.Join('/', table.Rows.Select(row => string.Join(';', row))));
        Assert.Empty(table.Further);
    }

    [Theory]
    [InlineData("I am sorry, there is no table in the picture.")]
    [InlineData("The picture shows a dog, a cat.\nThere is no table, sorry.")]
    [InlineData("Nothing; really.")]
    public void Sentences_are_no_table(string answer) => Assert.Empty(TableParser.Parse(answer).Rows);

    [Theory]
    [InlineData("<table><tr><td>a</td></tr></table> and <table><tr><td>b</td></tr></table>")]
    [InlineData("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>")]
    [InlineData("```html\n<table><tr><td>a</td></tr></table>\n```\n```html\n<table><tr><td>b</td></tr></table>\n```")]
    [InlineData("| a |\n|---|\n\nThen:\n\n| b |\n|---|")]
    public void Further_tables_are_kept_and_said(string answer)
    {
        var table = TableParser.Parse(answer);
        Assert.Equal([["a"]], table.Rows);
        Assert.Equal([["b"]], Assert.Single(table.Further));
        Assert.Contains(table.Repairs.Sentences, note => note.Contains("2 tables", StringComparison.Ordinal));
    }

    [Fact]
    public void Values_parted_by_an_empty_line_are_two_tables()
    {
        var table = TableParser.Parse("```csv\na,b\n1,2\n\nc,d,e\n3,4,5\n```");
        Assert.Equal([["a", "b"], ["1", "2"]], table.Rows);
        Assert.Equal([["c", "d", "e"], ["3", "4", "5"]], Assert.Single(table.Further));
    }

    [Fact]
    public void What_a_spreadsheet_would_calculate_is_text_unless_it_is_wanted()
    {
        var table = Table([
            "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "- item", "-5-3", "-5", "+3,5 %", "-1.000,00 €", "-€5", "-",
            "+49 (30) 12", "\t=1", "a=b",
        ]);
        Assert.Equal(
            "'=1+1,'@SUM(A1),'+cmd|' /C calc'!A0,'-2+3+cmd,'- item,'-5-3,-5,\"+3,5 %\",\"-1.000,00 €\",-€5,-,"
            + "+49 (30) 12,'\t=1,a=b\r\n",
            table.ToCsv());
        Assert.StartsWith("=1+1;@SUM(A1);", table.ToCsv(';', formulas: true), StringComparison.Ordinal);
        Assert.Contains(";+3,5 %;", table.ToCsv(';'), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_tables_are_written_one_after_the_other()
    {
        var table = Table(["a"]) with { FurtherTables = [[["b"]]] };
        Assert.Equal("a\r\n\r\nb\r\n", table.ToCsv());
        Assert.Equal("| a |\n| --- |\n\n| b |\n| --- |\n", table.ToMarkdown());
        Assert.Equal(2, table.ToHtml().Split("<table>").Length - 1);
    }

    [Fact]
    public void Markdown_cells_hold_no_markup_of_the_picture()
    {
        var table = Table(["<script>x</script>", "a*b_ `c`", "x|y\\", "$a|b$"]);
        Assert.Equal(
            "| \\<script>x\\</script> | a\\*b\\_ \\`c\\` | x\\|y\\\\ | $a\\|b$ |\n| --- | --- | --- | --- |\n", table.ToMarkdown());
    }

    private static void AssertTable(string answer, string rows, bool hasHeader)
    {
        var table = TableParser.Parse(answer);
        Assert.Equal(rows, string.Join('/', table.Rows.Select(row => string.Join(';', row))));
        Assert.Equal(hasHeader, table.HasHeader);
        Assert.Empty(table.Further);
    }

    private static TableResult Table(IReadOnlyList<string> row) => new()
    {
        Rows = [row], HasHeader = false, Notes = [], RawText = "", PictureSize = new(1, 1), ModelSize = new(28, 28),
    };
}
