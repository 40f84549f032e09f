using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Tests.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Adapters;

/// <summary>A small random model, an adapter for it, and a twin that holds the sum as plain numbers.</summary>
internal sealed class AdapterFixture : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly Random random = new(5);
    private readonly List<RawTensor> twin;
    private readonly List<RawTensor> stored = [];

    public AdapterFixture(bool tied = true)
    {
        var text = RandomCheckpointSizes.Tiny.Text with { TiedHead = tied, HiddenSize = 64, HeadDim = 16, MropeSection = [2, 3, 3] };
        var config = RandomCheckpointSizes.Tiny with { Text = text, Vision = RandomCheckpointSizes.Tiny.Vision with { OutputSize = 64 } };
        RandomCheckpoint.Write(Base, new() { Config = config, Type = VisionLanguage.Checkpoints.TensorType.Float32 });
        RandomCheckpoint.Write(Twin, new() { Config = config, Type = VisionLanguage.Checkpoints.TensorType.Float32 });
        Directory.CreateDirectory(Adapter);
        twin = RawSafetensors.Read(Path.Combine(Twin, "model.safetensors"));
    }

    public string Base => home.File("base");

    public string Adapter => home.File("adapter");

    public string Twin => home.File("twin");

    /// <summary>What the adapter's configuration says.</summary>
    public JsonObject Configuration { get; } = new()
    {
        ["peft_type"] = "LORA", ["base_model_name_or_path"] = "Some/base", ["r"] = 4, ["lora_alpha"] = 8, ["bias"] = "none",
        ["use_rslora"] = false, ["use_dora"] = false, ["fan_in_fan_out"] = false, ["init_lora_weights"] = true,
    };

    /// <summary>The adapter's tensors.</summary>
    public IReadOnlyList<RawTensor> Stored => stored;

    /// <summary>Adds two factors, and their product to the twin.</summary>
    public AdapterFixture Adapt(string module, int rank, double scale, string name = "", bool prefix = true, string? storedModule = null)
    {
        var at = twin.FindIndex(tensor => tensor.Name == module + ".weight");
        var (rows, columns) = ((int)twin[at].Shape[0], (int)(twin[at].Shape.Aggregate(1L, (a, b) => a * b) / twin[at].Shape[0]));
        var (down, up) = (Numbers(rank * columns), Numbers(rows * rank));
        var sum = MemoryOf(twin[at]);
        for (var n = 0; n < rows; n++)
        {
            for (var k = 0; k < columns; k++)
                sum[n * columns + k] = (float)(sum[n * columns + k]
                    + scale * Enumerable.Range(0, rank).Sum(r => (double)up[n * rank + r] * down[r * columns + k]));
        }

        twin[at] = RawTensor.Of(twin[at].Name, "F32", twin[at].Shape, sum);
        var start = (prefix ? "base_model.model." : "") + (storedModule ?? module);
        stored.Add(RawTensor.Of($"{start}.lora_A{name}.weight", "F32", [rank, columns], down));
        stored.Add(RawTensor.Of($"{start}.lora_B{name}.weight", "F32", [rows, rank], up));
        return this;
    }

    /// <summary>Adds a tensor that takes the place of the model's.</summary>
    public AdapterFixture Replace(string tensor, string storedName)
    {
        var at = twin.FindIndex(found => found.Name == tensor);
        var shape = at < 0 ? twin.Single(found => found.Name == "model.embed_tokens.weight").Shape : twin[at].Shape;
        var made = RawTensor.Of(tensor, "F32", shape, Numbers((int)shape.Aggregate(1L, (a, b) => a * b)));
        if (at < 0)
            twin.Add(made);
        else
            twin[at] = made;
        stored.Add(made with { Name = storedName });
        return this;
    }

    /// <summary>Adds a table of so many rows that takes the place of the model's; the twin gets the same.</summary>
    public AdapterFixture Resize(string tensor, int rows, string? sameAs = null)
    {
        var at = twin.FindIndex(found => found.Name == tensor);
        var numbers = sameAs is null ? Numbers(rows * 64) : MemoryOf(twin.Single(found => found.Name == sameAs));
        var made = RawTensor.Of(tensor, "F32", [rows, 64], numbers);
        if (at < 0)
            twin.Add(made);
        else
            twin[at] = made;
        stored.Add(made with { Name = "base_model.model." + tensor });
        return this;
    }

    /// <summary>Adds a tensor that has no counterpart in the twin.</summary>
    public AdapterFixture Add(RawTensor tensor)
    {
        stored.Add(tensor);
        return this;
    }

    /// <summary>Changes one of the adapter's tensors.</summary>
    public AdapterFixture Change(int index, Func<RawTensor, RawTensor> change)
    {
        stored[index] = change(stored[index]);
        return this;
    }

    /// <summary>Writes the adapter into its folder, or into the model's, and the twin.</summary>
    public AdapterFixture Write(string? into = null, bool untied = false)
    {
        File.WriteAllText(Path.Combine(into ?? Adapter, "adapter_config.json"), Configuration.ToJsonString());
        RawSafetensors.Write(Path.Combine(into ?? Adapter, "adapter_model.safetensors"), stored);
        WriteTwin(untied);
        return this;
    }

    /// <summary>Writes the adapter among the model's weights, wrapped as it is while it is trained, and the twin.</summary>
    public AdapterFixture WriteUnmerged()
    {
        var path = Path.Combine(Base, "model.safetensors");
        var modules = stored.Where(t => t.Name.Contains(".lora_A", StringComparison.Ordinal))
            .Select(t => t.Name[..t.Name.IndexOf(".lora_", StringComparison.Ordinal)])
            .ToHashSet();
        var weights = RawSafetensors.Read(path).Select(tensor =>
        {
            var name = "base_model.model." + tensor.Name;
            var module = name[..name.LastIndexOf('.')];
            return tensor with { Name = modules.Contains(module) ? $"{module}.base_layer{name[name.LastIndexOf('.')..]}" : name };
        });
        RawSafetensors.Write(path, [.. weights, .. stored]);
        File.WriteAllText(Path.Combine(Base, "adapter_config.json"), Configuration.ToJsonString());
        WriteTwin(untied: false);
        return this;
    }

    public void Dispose() => home.Dispose();

    private void WriteTwin(bool untied)
    {
        RawSafetensors.Write(Path.Combine(Twin, "model.safetensors"), twin);
        if (!untied)
            return;
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(Twin, "config.json")))!;
        config["tie_word_embeddings"] = false;
        File.WriteAllText(Path.Combine(Twin, "config.json"), config.ToJsonString());
    }

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5) * 0.2f)];

    private static float[] MemoryOf(RawTensor tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray();
}
