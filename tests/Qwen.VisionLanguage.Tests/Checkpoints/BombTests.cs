using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>
/// Small files of a checkpoint that ask for a great deal are refused with a short sentence, soon and within bounds of memory.
/// </summary>
public class BombTests
{
    private const long MaxAllocated = 1L << 30;
    private const string Weights = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const string Tokenizer = "tokenizer.json";

    private static readonly Dictionary<string, Action<CheckpointFolder>> OfCheckpoints = new()
    {
        ["a shape of millions of lengths that ends in a list"] = f =>
            SetHeader(f, "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + Repeat("1,", 4_000_000) + "[]],\"data_offsets\":[0,4]}}"),
        ["a shape of nine lengths"] = f => SetHeader(f, """{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}"""),
        ["a quarter of a million empty tensors"] = f =>
            SetHeader(f, "{" + Many(250_000, i => $"\"t{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}") + "}"),
        ["a name of megabytes"] = f =>
            SetHeader(f, "{\"" + Repeat("a", 10_000_000) + "\":{\"dtype\":\"X\",\"shape\":[],\"data_offsets\":[0,0]}}"),
        ["a number format of megabytes"] = f =>
            SetHeader(f, "{\"a\":{\"dtype\":\"" + Repeat("F", 10_000_000) + "\",\"shape\":[],\"data_offsets\":[0,0]}}"),
        ["two tensors in one place"] = f =>
            SetHeader(f, """{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]},"b":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}"""),
        ["one name a hundred thousand times"] = f =>
            SetHeader(f, "{" + Many(100_000, _ => "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}") + "}"),
        ["an index of half a million tensors"] = f => SetIndex(f, Many(400_000, i => $"\"t{i}\":\"m{i}.safetensors\"")),
        ["an index that says one name often"] = f => SetIndex(f, Many(400_000, _ => "\"t\":\"model-x.safetensors\"")),
        ["an index with a name of megabytes"] = f => SetIndex(f, $"\"t\":\"{Repeat("a", 10_000_000)}.safetensors\""),
        ["a deep index"] = f => SetIndex(f, $"\"t\":{Repeat("[", 5_000_000)}"),
        ["a configuration with a long list of blocks"] = f =>
            f.SetRaw("config.json", "vision_config.fullatt_block_indexes", $"[{Repeat("1,", 5_000_000)}1]"),
        ["a configuration with a model type of megabytes"] = f => f.SetRaw("config.json", "model_type", $"\"{Repeat("q", 10_000_000)}\""),
        ["a configuration with a number of megabytes"] = f => f.SetRaw("config.json", "hidden_size", Repeat("9", 10_000_000)),
        ["a configuration of a gigabyte"] = f => SetLength(f, "config.json", 1L << 30),
        ["a configuration that is a pipe"] = f => MakePipe(f, "config.json"),
        ["weights that are a pipe"] = f => MakePipe(f, Weights),
        ["weights that are a device"] = f => Link(f, Weights, "/dev/zero"),
        ["a configuration that is a device"] = f => Link(f, "config.json", "/dev/zero"),
    };

    private static readonly Dictionary<string, Action<CheckpointFolder>> OfTokenizers = new()
    {
        ["brackets"] = f => f.Write(Tokenizer, Repeat("[", 40_000_000)),
        ["deep objects"] = f => f.Write(Tokenizer, Repeat("{\"model\":", 1_000_000)),
        ["a gigabyte"] = f => SetLength(f, Tokenizer, 1L << 30),
        ["no tokens at all"] = f => f.Write(Tokenizer, """{"model":{"type":"BPE","vocab":{},"merges":[]},"added_tokens":[]}"""),
        ["one id at the end of the range"] = f => Edit(f, json => json["added_tokens"]![0]!["id"] = (1 << 22) + 1),
        ["millions of merges"] = f => SetTokenizer(f, "{}", $"[{Repeat("[\"a\",\"b\"],", 2_000_000)}[\"a\",\"b\"]]", "[]"),
        ["a merge of megabytes"] = f => SetTokenizer(f, "{}", $"[\"{Repeat("a", 30_000_000)}\"]", "[]"),
        ["merges of lists"] = f => SetTokenizer(f, "{}", $"[[{Repeat("[],", 5_000_000)}[]]]", "[]"),
        ["a hundred thousand added tokens"] = f =>
            SetTokenizer(f, "{\"a\":0}", "[]", "[" + Many(100_000, i => $"{{\"id\":{i},\"content\":\"<|{i}|>\"}}") + "]"),
        ["a pattern of megabytes"] = f =>
            Edit(f, json => json["pre_tokenizer"]!["pretokenizers"]![0]!["pattern"]!["Regex"] = Repeat("(a*)*", 2_000_000)),
        ["a token of megabytes"] = f => Edit(f, json => json["model"]!["vocab"]![Repeat(" ", 10_000_000)] = 1),
        ["a pipe"] = f => MakePipe(f, Tokenizer),
        ["a device"] = f => Link(f, Tokenizer, "/dev/zero"),
    };

    public static TheoryData<string> Checkpoints => [.. OfCheckpoints.Keys];

    public static TheoryData<string> Tokenizers => [.. OfTokenizers.Keys];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Checkpoints))]
    public Task A_checkpoint_that_asks_for_too_much_is_refused(string name) =>
        Refuses(OfCheckpoints[name], folder => Checkpoint.Open(folder).Dispose(), TestContext.Current.CancellationToken);

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Tokenizers))]
    public Task A_tokenizer_that_asks_for_too_much_is_refused(string name) =>
        Refuses(OfTokenizers[name], folder => QwenTokenizer.Load(folder), TestContext.Current.CancellationToken);

    [Fact]
    public void An_added_token_without_text_is_no_trap()
    {
        using var folder = new CheckpointFolder();
        Edit(folder, json => json["added_tokens"]![0]!["content"] = "");
        Assert.NotEmpty(QwenTokenizer.Load(folder.Path).EncodeWithSpecialTokens("some text <|im_end|>"));
    }

    private static Task Refuses(Action<CheckpointFolder> damage, Action<string> open, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var folder = new CheckpointFolder();
        damage(folder);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<QwenException>(() => open(folder.Path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        Assert.InRange(error.Message.Length, 20, 2000);
    }, cancellationToken);

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Many(int count, Func<int, string> entry) => string.Join(',', Enumerable.Range(0, count).Select(entry));

    private static void SetHeader(CheckpointFolder folder, string header) => folder.EditHeaderText(Weights, _ => header);

    private static void SetIndex(CheckpointFolder folder, string entries)
    {
        folder.Delete(Weights);
        folder.Write(Index, $"{{\"weight_map\":{{{entries}}}}}");
    }

    private static void SetTokenizer(CheckpointFolder folder, string vocabulary, string merges, string added) => folder.Write(
        Tokenizer,
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"model":{"type":"BPE","vocab":{{vocabulary}},"merges":{{merges}}},"added_tokens":{{added}}}"""));

    private static void Edit(CheckpointFolder folder, Action<JsonObject> edit)
    {
        File.Copy(Path.Combine(RepositoryFiles.DemoCheckpoint, Tokenizer), folder.File(Tokenizer), overwrite: true);
        folder.Edit(Tokenizer, edit);
    }

    private static void SetLength(CheckpointFolder folder, string name, long length)
    {
        using var file = File.Create(folder.File(name));
        file.SetLength(length);
    }

    private static void MakePipe(CheckpointFolder folder, string name)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no pipes in folders.");
        folder.Delete(name);
        using var make = System.Diagnostics.Process.Start("mkfifo", [folder.File(name)]);
        make.WaitForExit();
    }

    private static void Link(CheckpointFolder folder, string name, string target)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no devices in folders.");
        folder.Delete(name);
        File.CreateSymbolicLink(folder.File(name), target);
    }
}
