using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>Files of a checkpoint that lie otherwise than they were published.</summary>
public sealed class CheckpointLayoutVariantTests
{
    [Theory]
    [InlineData("models--Qwen--Qwen2.5-VL-3B-Instruct/snapshots/0123abc", "models--Qwen--Qwen2.5-VL-3B-Instruct")]
    [InlineData("models--me--mine/snapshots/0123abc", "models--me--mine/snapshots/0123abc")]
    public async Task A_model_of_the_hubs_cache_opens_under_its_name(string inside, string named)
    {
        using var folder = new FieldCheckpoint(inside);
        var main = Path.Combine(folder.Home, inside.Split('/')[0], "refs", "main");
        Directory.CreateDirectory(Path.GetDirectoryName(main)!);
        await File.WriteAllTextAsync(main, "0123abc\n", TestContext.Current.CancellationToken);
        await using var model = await DemoAnswer.LoadAsync(Path.Combine(folder.Home, named));
        Assert.Equal(inside.Split("--")[2].Split('/')[0], model.ModelId);
        Assert.Equal(folder.Path, model.CheckpointFolder);
    }

    [Fact]
    public void Links_of_the_cache_are_followed_and_broken_ones_are_named()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows makes links for administrators only.");
        using var folder = new FieldCheckpoint("models--Qwen--demo/snapshots/0123abc");
        var blobs = Path.Combine(folder.Home, "models--Qwen--demo", "blobs");
        Directory.CreateDirectory(blobs);
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            File.Move(file, Path.Combine(blobs, Path.GetFileName(file)));
            File.CreateSymbolicLink(file, Path.Combine("..", "..", "blobs", Path.GetFileName(file)));
        }

        using (var checkpoint = Checkpoint.Open(Path.Combine(folder.Home, "models--Qwen--demo")))
            Assert.Empty(checkpoint.Notes);
        File.Delete(Path.Combine(blobs, "model.safetensors"));
        Refused(folder.Path, "model.safetensors that links to a file which is not there");
        File.Delete(Path.Combine(blobs, "config.json"));
        Refused(folder.Path, "config.json that links to a file which is not there");
        File.Delete(folder.File("config.json"));
        folder.Write("config.json", "../../blobs/0123");
        Refused(folder.Path, "a link that was copied as text");
    }

    [Fact]
    public void A_cache_without_the_snapshot_or_with_several_is_told()
    {
        using var folder = new FieldCheckpoint("models--Qwen--demo/snapshots/0123abc");
        var model = Path.Combine(folder.Home, "models--Qwen--demo");
        using (Checkpoint.Open(model))
        {
        }

        CopyConfig("4567def");
        Refused(model, "several snapshots");
        Refused(folder.Home, "models--Qwen--demo");
        Directory.CreateDirectory(Path.Combine(model, "refs"));
        File.WriteAllText(Path.Combine(model, "refs", "main"), "89");
        Directory.Delete(Path.Combine(model, "snapshots"), recursive: true);
        Refused(model, Path.Combine("snapshots", "89"));

        void CopyConfig(string commit)
        {
            Directory.CreateDirectory(Path.Combine(model, "snapshots", commit));
            File.Copy(folder.File("config.json"), Path.Combine(model, "snapshots", commit, "config.json"));
        }
    }

    [Fact]
    public void A_folder_around_checkpoints_names_them()
    {
        using var folder = new FieldCheckpoint("run/checkpoint-500");
        Refused(Path.Combine(folder.Home, "run"), "checkpoint-500. Give that folder");
    }

    [Theory]
    [InlineData("model-0000{0}-of-00002.safetensors", "all 2 weight files")]
    [InlineData("pytorch_model-0000{0}-of-00002.safetensors", "all 2 weight files")]
    public async Task Shards_without_an_index_are_all_read(string name, string said)
    {
        using var folder = new FieldCheckpoint();
        folder.Split(n => name.Replace("{0}", $"{n}", StringComparison.Ordinal));
        Assert.Contains(said, await DemoAnswer.SameAsync(folder.Path), StringComparison.Ordinal);
        folder.Delete(name.Replace("{0}", "2", StringComparison.Ordinal));
        Refused(folder.Path, "lacks 1 of 2 weight files");
    }

    [Fact]
    public void One_file_of_another_name_is_read_and_several_are_not_guessed()
    {
        using var folder = new FieldCheckpoint();
        File.Move(folder.File(FieldCheckpoint.Weights), folder.File("weights.safetensors"));
        using (var checkpoint = Checkpoint.Open(folder.Path))
            Assert.Contains("weights.safetensors is read", Assert.Single(checkpoint.Notes), StringComparison.Ordinal);
        folder.Write("ema.safetensors", File.ReadAllBytes(folder.File("weights.safetensors")));
        Refused(folder.Path, "several weight files (ema.safetensors, weights.safetensors)");
    }

    [Fact]
    public void An_index_is_believed_as_far_as_its_files_are_there()
    {
        using var folder = new FieldCheckpoint();
        var single = File.ReadAllBytes(folder.File(FieldCheckpoint.Weights));
        folder.Split();
        WriteIndex(folder, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        using (var checkpoint = Checkpoint.Open(folder.Path))
            Assert.Empty(checkpoint.Notes);

        WriteIndex(folder, "./model-00001-of-00002.safetensors", "./model-00002-of-00002.safetensors");
        using (var checkpoint = Checkpoint.Open(folder.Path))
            Assert.Empty(checkpoint.Notes);
        WriteIndex(folder, "../model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        Refused(folder.Path, "not the name of a safetensors file in the same folder");

        WriteIndex(folder, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        folder.Write(FieldCheckpoint.Weights, single);
        using (var checkpoint = Checkpoint.Open(folder.Path))
            Assert.Contains("weights twice", Assert.Single(checkpoint.Notes), StringComparison.Ordinal);
        folder.Delete("model-00002-of-00002.safetensors");
        using (var checkpoint = Checkpoint.Open(folder.Path))
            Assert.Contains("model.safetensors is read", Assert.Single(checkpoint.Notes), StringComparison.Ordinal);
        folder.Delete(FieldCheckpoint.Weights);
        Refused(folder.Path, "model-00002-of-00002.safetensors");

        WriteIndex(folder, "a-00001-of-00002.safetensors", "a-00002-of-00002.safetensors");
        Refused(folder.Path, "that model.safetensors.index.json does not list (model-00001-of-00002.safetensors)");
    }

    [Fact]
    public void Of_a_tensor_in_two_shards_the_one_of_the_index_counts()
    {
        using var folder = new FieldCheckpoint();
        folder.Split();
        WriteIndex(folder, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
        var second = StoredWeights.Read(folder.File("model-00002-of-00002.safetensors"));
        second.Add(FieldCheckpoint.Head, 1, 768, 192).Write(folder.File("model-00002-of-00002.safetensors"));
        using (var checkpoint = Checkpoint.Open(folder.Path))
        {
            var row = new float[192];
            checkpoint.GetTensor(FieldCheckpoint.Head).ReadFloats(0, row);
            Assert.NotEqual(1, row[0]);
        }

        folder.Delete(FieldCheckpoint.Index);
        Refused(folder.Path, "stored twice");
    }

    [Fact]
    public async Task Files_of_training_are_left_alone()
    {
        using var folder = new FieldCheckpoint();
        foreach (var name in (string[])["optimizer.pt", "training_args.bin", "trainer_state.json", "video_preprocessor_config.json"])
            folder.Write(name, "x");
        Assert.Equal("", await DemoAnswer.SameAsync(folder.Path));
    }

    private static void WriteIndex(FieldCheckpoint folder, string text, string vision)
    {
        var map = new JsonObject();
        using (var whole = new FieldCheckpoint())
        using (var checkpoint = Checkpoint.Open(whole.Path))
        {
            foreach (var (name, _) in CheckpointLayout.Tensors(checkpoint.Config))
                map[name] = name.StartsWith("visual.", StringComparison.Ordinal) ? vision : text;
        }

        folder.Write(FieldCheckpoint.Index, new JsonObject { ["weight_map"] = map }.ToJsonString());
    }

    private static void Refused(string path, string named)
        => Assert.Contains(named, Assert.Throws<QwenException>(() => Checkpoint.Open(path).Dispose()).Message, StringComparison.Ordinal);
}
