using Qwen.Testing;
using Qwen.VisionLanguage.Models;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

public sealed class ModelHomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Models_are_listed_by_name_with_their_sizes_and_forms()
    {
        Put("Owner/Second", weights: 100);
        Put("Owner/First", weights: 50);
        Put("alone", weights: 7);
        Write("Owner/First/.qwenvl/int4/decoder.bin", new byte[11]);
        Write("Owner/First/.qwenvl/int8/decoder.bin", new byte[22]);
        Write("notes/readme.txt", new byte[3]);

        var models = Home().List();
        Assert.Equal(["alone", "Owner/First", "Owner/Second"], models.Select(model => model.Name));
        Assert.Equal([("int4", 11L), ("int8", 22L)], models[1].Forms.Select(form => (form.Name, form.Bytes)));
        Assert.Equal(52 + 33, models[1].TotalBytes);
        Assert.All(models, model => Assert.True(model.IsComplete));
        Assert.All(models, model => Assert.Null(model.Source));
    }

    [Fact]
    public void A_home_that_is_not_there_is_empty() => Assert.Empty(new ModelHome(folder.File("absent")).List());

    [Fact]
    public void A_download_that_was_broken_off_is_told()
    {
        Put("Owner/Half", weights: 10);
        Write("Owner/Half/model.safetensors.part", new byte[5]);
        Write("Owner/Begun/config.json.part", new byte[1]);
        Assert.Equal([false, false], Home().List().Select(model => model.IsComplete));
    }

    [Theory]
    [InlineData("Owner/First")]
    [InlineData("owner/first")]
    [InlineData("First")]
    public void A_model_is_found_by_its_name_with_or_without_its_owner(string name)
    {
        Put("Owner/First", weights: 1);
        Assert.Equal("Owner/First", Home().Find(name)?.Name);
    }

    [Theory]
    [InlineData("irst")]
    [InlineData("../Owner/First")]
    [InlineData("Owner/../Owner/First")]
    [InlineData("/Owner/First")]
    [InlineData("Owner/First/.qwenvl")]
    [InlineData("")]
    public void What_is_no_model_s_name_finds_nothing(string name)
    {
        Put("Owner/First", weights: 1);
        Assert.Null(Home().Find(name));
    }

    [Fact]
    public void A_name_that_two_owners_have_is_not_guessed()
    {
        Put("One/Same", weights: 1);
        Put("Two/Same", weights: 1);
        var error = Assert.Throws<QwenException>(() => Home().Find("Same"));
        Assert.Contains("One/Same or Two/Same", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_model_is_gone_with_its_forms_and_its_neighbours_stay()
    {
        Put("Owner/First", weights: 1);
        Put("Owner/Second", weights: 1);
        Put("Other/Third", weights: 1);
        Write("Owner/First/.qwenvl/int4/decoder.bin", new byte[1]);
        Home().Remove("Owner/First");
        Home().Remove("Other/Third");
        Assert.Equal(["Owner/Second"], Home().List().Select(model => model.Name));
        Assert.False(Directory.Exists(folder.File("Owner/First")));
        Assert.False(Directory.Exists(folder.File("Other")));
    }

    [Fact]
    public void A_link_is_removed_and_not_what_it_points_to()
    {
        Write("elsewhere/config.json", new byte[1]);
        Write("elsewhere/model.safetensors", new byte[1]);
        Directory.CreateDirectory(folder.File("home/Owner"));
        Directory.CreateSymbolicLink(folder.File("home/Owner/Linked"), folder.File("elsewhere"));
        new ModelHome(folder.File("home")).Remove("Owner/Linked");
        Assert.False(Path.Exists(folder.File("home/Owner/Linked")));
        Assert.True(File.Exists(folder.File("elsewhere/model.safetensors")));
    }

    [Fact]
    public void A_removed_form_leaves_the_model()
    {
        Put("Owner/First", weights: 1);
        Write("Owner/First/.qwenvl/int4/decoder.bin", new byte[1]);
        Write("Owner/First/.qwenvl/int8/decoder.bin", new byte[1]);
        Home().RemoveForm("Owner/First", "int8");
        Assert.Equal(["int4"], Home().Find("Owner/First")!.Forms.Select(form => form.Name));
        var error = Assert.Throws<QwenException>(() => Home().RemoveForm("Owner/First", "../.."));
        Assert.Contains("it has int4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loaded_form_is_known_to_be_used()
    {
        var model = Path.Combine(folder.Path, "Some", "Demo");
        Directory.CreateDirectory(model);
        foreach (var file in Directory.GetFiles(RepositoryFiles.DemoCheckpoint))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        await Load();
        var form = Assert.Single(Home().Find("Demo")!.Forms);
        File.SetLastWriteTimeUtc(Path.Combine(form.Folder, "last-used"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(2020, Home().Find("Demo")!.Forms[0].LastUsed.Year);
        await Load();
        Assert.InRange(Home().Find("Demo")!.Forms[0].LastUsed, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1));

        async Task Load()
        {
            await using var loaded = await QwenModel.LoadAsync(model, new QwenModelOptions { Device = "cpu" });
        }
    }

    private ModelHome Home() => new(folder.Path);

    private void Write(string name, byte[] bytes)
    {
        var path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private void Put(string name, int weights)
    {
        Write(name + "/config.json", new byte[2]);
        Write(name + "/model.safetensors", new byte[weights]);
    }
}
