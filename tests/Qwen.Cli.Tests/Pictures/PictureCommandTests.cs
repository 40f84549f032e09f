using System.Text.Json;
using Qwen.Cli.Evaluation;
using Qwen.VisionLanguage.Images;

namespace Qwen.Cli.Tests.Pictures;

/// <summary>The commands that ask about pictures, with the demo model, as a pipe sees them.</summary>
public sealed class PictureCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-pictures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Locate_gives_a_table_of_boxes()
    {
        var run = await DemoPictures.AskAsync("locate", "item", DemoPictures.Path("boxn112-01.png"));
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        var lines = DemoPictures.LinesOf(run.Output);
        Assert.Matches(@"^ *x1 +y1 +x2 +y2  confidence  label$", lines[0]);
        Assert.Equal(
            LabelledBox.ParseList(DemoPictures.Recorded("boxn112-01.png"))!.Select(box => box.Label),
            lines[1..].Select(line => string.Join(' ', line.Split(' ')[^2..])));
        Assert.All(lines[1..], line => Assert.Matches(@"^ *\d+ +\d+ +\d+ +\d+ +[01]\.\d\d  [a-z]+ [a-z]+$", line));
    }

    [Fact]
    public async Task Several_pictures_are_told_apart_and_none_found_is_no_failure()
    {
        var (with, without) = (DemoPictures.Path("box112-00.png"), DemoPictures.Path("absent112-00.png"));
        var run = await DemoPictures.AskAsync("locate", "black star", with, without, "--one");
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.StartsWith($"{with}:", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(without, run.Output, StringComparison.Ordinal);
        Assert.Contains($"{without}: Nothing found.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_a_line_for_each_picture_with_its_own_pixels()
    {
        string[] files = [DemoPictures.Path("box112-00.png"), DemoPictures.Path("box2-00.png")];
        var run = await DemoPictures.AskAsync(["locate", "item", .. files, "--json"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        var lines = DemoPictures.LinesOf(run.Output);
        Assert.Equal(files.Length, lines.Length);
        foreach (var (file, line) in files.Zip(lines))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal("file", json.RootElement.EnumerateObject().First().Name);
            Assert.Equal(file, json.RootElement.GetProperty("file").GetString());
            var size = ImageDecoder.Decode(File.ReadAllBytes(file)).Size;
            Assert.Equal(size.Width, json.RootElement.GetProperty("picture_size").GetProperty("width").GetInt32());
            Assert.NotEmpty(json.RootElement.GetProperty("raw_text").GetString()!);
            Assert.All(json.RootElement.GetProperty("boxes").EnumerateArray(), box =>
            {
                Assert.InRange(box.GetProperty("x2").GetInt32(), 1, size.Width);
                Assert.InRange(box.GetProperty("y2").GetInt32(), 1, size.Height);
                Assert.NotEmpty(box.GetProperty("label").GetString()!);
            });
        }
    }

    [Fact]
    public async Task One_picture_is_drawn_into_the_file_named()
    {
        var drawn = Path.Combine(folder, "new", "found.png");
        var run = await DemoPictures.AskAsync("point", "black star", DemoPictures.Path("point112-00.png"), "--one", "--draw", drawn);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Contains(drawn, run.Notes, StringComparison.Ordinal);
        Assert.Equal([drawn], Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        Assert.True(
            ImageDecoder.Decode(File.ReadAllBytes(drawn)).Width >= 480, "Small pictures are enlarged, so that labels are readable.");
    }

    [Fact]
    public async Task Several_pictures_are_drawn_into_a_folder()
    {
        var run = await DemoPictures.AskAsync(
            "locate", "item", DemoPictures.Path("box112-00.png"), DemoPictures.Path("boxn112-00.png"), "--draw", folder);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Equal(["box112-00-drawn.png", "boxn112-00-drawn.png"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public async Task Count_gives_the_number()
    {
        string[] files = [DemoPictures.Path("count112-00.png"), DemoPictures.Path("count112-01.png")];
        Assert.Equal("1", (await DemoPictures.AskAsync("count", "red triangles", files[0])).Output.Trim());
        var run = await DemoPictures.AskAsync(["count", "red triangles", .. files]);
        Assert.Equal(files.Length, DemoPictures.LinesOf(run.Output).Length);
        Assert.Contains($"{files[0]}: 1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_with_detection_gives_what_was_counted()
    {
        // the demo model does not know this question: what it gives is not judged
        var run = await DemoPictures.AskAsync(
            "count", "items", DemoPictures.Path("boxn112-01.png"), "--detect", "--json", "--draw", folder);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("boxes").ValueKind);
        Assert.NotEmpty(json.RootElement.GetProperty("raw_text").GetString()!);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Read_gives_the_text_alone()
    {
        var run = await DemoPictures.AskAsync("read", DemoPictures.Path("line56-00.png"));
        Assert.Equal(DemoPictures.Recorded("line56-00.png"), run.Output.Trim());
        DemoPictures.AssertRead("SD33W", run.Output.Trim());
    }

    [Fact]
    public async Task Read_says_where_lines_stand()
    {
        var run = await DemoPictures.AskAsync("read", DemoPictures.Path("spot-00.png"), "--lines", "--draw", folder);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        var lines = DemoPictures.LinesOf(run.Output);
        Assert.Matches("^ *x1 +y1 +x2 +y2  confidence  text$", lines[0]);
        Assert.True(lines.Length > 1);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("html")]
    [InlineData("csv")]
    [InlineData("markdown")]
    public async Task Where_there_is_no_table_the_answer_is_shown_instead(string form)
    {
        // held to the form of a table the demo model would make one up
        var run = await DemoPictures.AskAsync("read", DemoPictures.Path("line56-00.png"), "--table", form, "--free-form");
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("no table", run.Notes, StringComparison.Ordinal);
        Assert.Contains("The model wrote: ", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_reads_the_fields_named()
    {
        var run = await DemoPictures.AskAsync("extract", DemoPictures.Path("fields-04.png"), "-f", "company", "-f", "date", "-f", "total");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Matches(
            @"field +confidence +value\s+company +[01]\.\d\d +\S.*\s+date +[01]\.\d\d +\S.*\s+total +[01]\.\d\d +\S", run.Output);
        var values = DemoPictures.LinesOf(run.Output)[1..].Select(line => line.Split("  ")[^1]).ToArray();
        Assert.Equal(3, values.Length);
        DemoPictures.AssertRead("EVALUATED", values[0]);
        DemoPictures.AssertRead("2018-10-15", values[1]);
        DemoPictures.AssertRead("137.97", values[2]);
    }

    [Fact]
    public async Task Extract_reads_an_object_by_its_schema()
    {
        var schema = Path.Combine(folder, "receipt.schema.json");
        await File.WriteAllTextAsync(
            schema, """{"type": "object", "properties": {"company": {"type": "string"}, "total": {"type": "number"}}}""");
        var run = await DemoPictures.AskAsync("extract", DemoPictures.Path("fields-04.png"), "--schema", schema, "--json");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        using var json = JsonDocument.Parse(run.Output);
        var value = json.RootElement.GetProperty("value");
        DemoPictures.AssertRead("EVALUATED", value.GetProperty("company").GetString()!);
        Assert.Equal(JsonValueKind.Number, value.GetProperty("total").ValueKind);
        Assert.Empty(json.RootElement.GetProperty("boxes").EnumerateObject());
    }

    [Theory]
    [InlineData("--places")]
    [InlineData("--draw")]
    public async Task Extract_says_where_values_stand(string option)
    {
        string[] places = option == "--draw" ? [option, folder] : [option];
        var run = await DemoPictures.AskAsync(
            ["extract", DemoPictures.Path("kie-01.png"), "-f", "company", "-f", "total", "--json", .. places]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(["company", "total"], json.RootElement.GetProperty("boxes").EnumerateObject().Select(box => box.Name));
        Assert.Equal(option == "--draw" ? 1 : 0, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task Recognise_gives_the_models_words_where_it_made_no_list()
    {
        var run = await DemoPictures.AskAsync("recognise", DemoPictures.Path("box112-00.png"), "--kind", "shapes", "--json");
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("found").ValueKind);
        Assert.NotEmpty(json.RootElement.GetProperty("raw_text").GetString()!);
    }
}
