using Qwen.Testing;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Answers from the field that were read wrongly, where their folders are beside the checkout.</summary>
public sealed class FieldDocumentTests
{
    [Fact]
    public void Pages_from_the_field_lose_no_sign()
    {
        foreach (var (name, answer) in Answers("html-", "answer.html"))
        {
            var page = DocumentPage.Parse(answer, new PictureSize(100, 100), new PictureSize(100, 100));
            var markdown = page.ToMarkdown();
            Assert.NotEmpty(page.Blocks);
            if (name != "html-superscript")
                continue;
            Assert.Equal("The area is 3 × 10⁶ m², as shown before¹².", page.Blocks[0].Text);
            Assert.Contains("3 × 10<sup>6</sup> m<sup>2</sup>, as shown before<sup>12</sup>.", markdown, StringComparison.Ordinal);
            Assert.Equal("10⁶", page.Blocks[1].Table!.Rows[0][0].Text);
            Assert.Contains("| 10<sup>6</sup> |", markdown, StringComparison.Ordinal);
            Assert.Equal("Total ~~100~~ 80", page.Blocks[2].Text);
            Assert.Contains("Total ~~100~~ 80", markdown, StringComparison.Ordinal);
            Assert.Equal("if a:\n  b()", page.Blocks[3].Text);
            Assert.Contains("```\nif a:\n  b()\n```", markdown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tables_from_the_field_are_read_whole()
    {
        foreach (var (name, answer) in Answers("table-", "answer.md"))
        {
            var table = await new ReadingTasks(new FixedAnswerClient(answer)).ReadTableAsync(
                TestPicture.Encode(56, 56), TableFormat.Markdown, TestContext.Current.CancellationToken);
            Assert.NotEmpty(table.Rows);
            switch (name)
            {
                case "table-dash-row":
                    Assert.Equal([["year", "a", "b"], ["2020", "1", "2"], ["-", "-", "-"], ["2022", "3", "4"]], table.Rows);
                    break;
                case "table-second-lost":
                    Assert.Equal([["a", "b"], ["1", "2"]], table.Rows);
                    Assert.Equal([["c", "d"], ["3", "4"]], Assert.Single(table.FurtherTables));
                    Assert.Contains(table.Notes, note => note.Contains("2 tables", StringComparison.Ordinal));
                    break;
            }
        }
    }

    private static IEnumerable<(string Name, string Answer)> Answers(string kind, string file) =>
        FieldInputs.OfKind(kind)
            .Where(folder => File.Exists(Path.Combine(folder, file)))
            .Select(folder => (Path.GetFileName(folder), File.ReadAllText(Path.Combine(folder, file))));
}
