using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Qwen.Cli.Tests.Pictures;

/// <summary><c>qwenvl parse</c> with the demo model: a page of one line.</summary>
public sealed class ParseCommandTests : IDisposable
{
    private static readonly string Page = DemoPictures.Path("line56-00.png");

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-parse-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_page_becomes_markdown()
    {
        var run = await AskAsync(Page);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        DemoPictures.AssertRead("SD33W", run.Output.Trim());
        Assert.Contains("page 1: ", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_becomes_html()
    {
        var run = await AskAsync(Page, "--to", "html");
        Assert.StartsWith("<!DOCTYPE html>", run.Output, StringComparison.Ordinal);
        Assert.Contains("<meta charset=\"utf-8\">", run.Output, StringComparison.Ordinal);
        DemoPictures.AssertRead("SD33W", Text(run.Output));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--to=json")]
    public async Task A_page_becomes_blocks(string option)
    {
        var run = await AskAsync(Page, option);
        using var json = JsonDocument.Parse(Assert.Single(DemoPictures.LinesOf(run.Output)));
        Assert.Equal(Page, json.RootElement.GetProperty("file").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("page").GetInt32());
        DemoPictures.AssertRead("SD33W", json.RootElement.GetProperty("blocks")[0].GetProperty("text").GetString()!);
    }

    [Theory]
    [InlineData("markdown", "page.md")]
    [InlineData("html", "page.html")]
    [InlineData("json", "page.jsonl")]
    public async Task A_document_is_written_into_the_file_named(string form, string name)
    {
        var written = Path.Combine(folder, "new", name);
        var run = await AskAsync(Page, "--to", form, "-o", written);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Empty(run.Output);
        Assert.Contains(written, run.Notes, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(written);
        DemoPictures.AssertRead("SD33W", form == "json" ? JsonNode.Parse(text)!["blocks"]![0]!["text"]!.GetValue<string>() : Text(text));
        Assert.Equal([written], Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Several_documents_go_into_a_folder_and_a_bad_one_leaves_nothing()
    {
        var bad = Path.Combine(folder, "bad.pdf");
        await File.WriteAllTextAsync(bad, "%PDF-1.7 nothing more");
        var target = Path.Combine(folder, "parsed");
        var run = await AskAsync(bad, Page, DemoPictures.Path("line28-00.png"), "-o", target);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains(bad, run.Notes, StringComparison.Ordinal);
        Assert.Equal(["line28-00.md", "line56-00.md"], Directory.GetFiles(target).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public async Task Several_documents_on_one_output_are_named()
    {
        var run = await AskAsync(Page, DemoPictures.Path("line28-00.png"));
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal(2, run.Output.Split("<!-- ").Length - 1);
        Assert.Contains($"<!-- {Page} -->", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_and_pages_of_a_pdf_are_drawn_on()
    {
        DemoPictures.RequirePoppler();
        var drawn = Path.Combine(folder, "drawn");
        var run = await AskAsync(Page, MakePdf(3), "--draw", drawn, "--json", "--pages", "1");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal(
            ["document-page-1-drawn.png", "line56-00-drawn.png"],
            Directory.GetFiles(drawn).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_of_a_pdf_are_chosen()
    {
        DemoPictures.RequirePoppler();
        var run = await AskAsync(MakePdf(3), "--pages", "2-", "--json");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal([2, 3], DemoPictures.LinesOf(run.Output).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("page").GetInt32();
        }));
    }

    [Theory]
    [InlineData("9", ExitCode.Failure, "There is no page 9")]
    [InlineData("one", ExitCode.Usage, "names no pages")]
    public async Task Pages_that_are_not_there_fail_with_one_sentence(string pages, int exitCode, string said)
    {
        DemoPictures.RequirePoppler();
        var run = await AskAsync(MakePdf(1), "--pages", pages, "-o", Path.Combine(folder, "page.md"));
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(said, run.Notes, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "page.md")));
    }

    // what stands between the tags
    private static string Text(string html) => Regex.Replace(html, "<style>.*?</style>|<[^>]*>", "", RegexOptions.Singleline).Trim();

    private static Task<CommandRun> AskAsync(params IReadOnlyList<string> args) => DemoPictures.AskAsync(["parse", .. args, "--free-form"]);

    private string MakePdf(int pages)
    {
        var path = Path.Combine(folder, "document.pdf");
        DemoPictures.MakePdf(path, pages);
        return path;
    }
}
