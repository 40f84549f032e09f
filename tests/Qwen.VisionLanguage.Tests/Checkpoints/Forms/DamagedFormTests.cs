using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>
/// Quantised folders with every part cut, missing, of another type or without sense end in a sentence, before anything is answered.
/// </summary>
[Trait("Category", "Forms")]
public sealed class DamagedFormTests(ITestOutputHelper output)
{
    private const string Module = "model.layers.0.self_attn.q_proj.";

    // what a matrix can do without
    private static readonly string[] Optional = ["g_idx", "weight_g_idx", "weight_zero_point", "weight_shape", "weight_format"];

    // numbers of which zero is one like others
    private static readonly string[] MayBeZero = ["SCB", "weight.absmax", "weight.quant_map", "weight.nested_quant_map"];

    [Fact]
    public void More_than_a_hundred_damaged_folders_get_a_sentence_each()
    {
        var count = 0;
        foreach (var (form, (configuration, write)) in PublishedForms.All)
        {
            using var pair = new FormPair(configuration, write);
            var path = Path.Combine(pair.Form, "model.safetensors");
            var config = File.ReadAllText(Path.Combine(pair.Form, "config.json"));
            var whole = RawSafetensors.Read(path);
            foreach (var (damage, tensors, groupSize) in Damages(whole))
            {
                RawSafetensors.Write(path, tensors);
                File.WriteAllText(Path.Combine(pair.Form, "config.json"), groupSize is { } size ? WithGroups(config, size) : config);
                Refused(pair.Form, $"{form}, {damage}");
                count++;
            }

            RawSafetensors.Write(path, whole);
            File.WriteAllText(Path.Combine(pair.Form, "config.json"), config);
            Refusable(pair.Form);
            using (var file = File.Open(path, FileMode.Open))
                file.SetLength(file.Length - 100);
            Refused(pair.Form, $"{form}, cut file");
            count++;
        }

        output.WriteLine($"{count} folders");
        Assert.True(count > 100, $"{count} folders");
    }

    private static IEnumerable<(string Damage, List<RawTensor> Tensors, int? GroupSize)> Damages(List<RawTensor> whole)
    {
        foreach (var tensor in whole.Where(
            t => t.Name.StartsWith(Module, StringComparison.Ordinal) && !t.Name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            var part = tensor.Name[Module.Length..];
            if (!Optional.Contains(part))
                yield return ($"{part} missing", [.. whole.Where(t => t != tensor)], null);
            if (part is "weight_shape" or "weight_format")
                continue;
            if (tensor.Shape.Length > 0 && tensor.Shape[0] > 1)
                yield return ($"{part} cut", With(tensor with
                {
                    Shape = [tensor.Shape[0] / 2, .. tensor.Shape[1..]],
                    Bytes = tensor.Bytes[..(int)(tensor.Bytes.Length / tensor.Shape[0] * (tensor.Shape[0] / 2))]
                }), null);
            if (OtherType(tensor.Type) is { } other)
                yield return ($"{part} as {other}", With(tensor with { Type = other }), null);
            if (tensor.Type is "F16" or "F32")
            {
                yield return ($"{part} without a number", With(Filled(tensor, float.NaN)), null);
                yield return ($"{part} endless", With(Filled(tensor, float.PositiveInfinity)), null);
                if (!MayBeZero.Contains(part) && part != "weight.nested_absmax")
                    yield return ($"{part} zero", With(Filled(tensor, 0)), null);
            }

            if (part.EndsWith("g_idx", StringComparison.Ordinal))
            {
                yield return (
                    $"{part} beyond",
                    With(RawTensor.Of(tensor.Name, "I32", tensor.Shape, Enumerable.Repeat(1000, (int)tensor.Shape[0]).ToArray())),
                    null);
                yield return (
                    $"{part} below",
                    With(RawTensor.Of(tensor.Name, "I32", tensor.Shape, Enumerable.Repeat(-1, (int)tensor.Shape[0]).ToArray())),
                    null);
            }

            if (part is "scales" or "weight_scale" && tensor.Shape.Length == 2 && tensor.Shape.Contains(3))
                yield return ($"{part} of groups that config.json does not know", whole, 96);

            List<RawTensor> With(RawTensor changed) => [.. whole.Select(t => t == tensor ? changed : t)];
        }
    }

    private static string? OtherType(string type) => type switch
    {
        "I32" => "F32",
        "F16" => "I16",
        "F32" => "I32",
        "U8" => "I8",
        "I8" => "U8",
        _ => null, // bytes that are floats may be whole numbers as well
    };

    private static RawTensor Filled(RawTensor tensor, float value)
        => tensor.Type == "F16"
            ? RawTensor.Of(tensor.Name, "F16", tensor.Shape, Enumerable.Repeat((Half)value, tensor.Bytes.Length / 2).ToArray())
            : RawTensor.Of(tensor.Name, "F32", tensor.Shape, Enumerable.Repeat(value, tensor.Bytes.Length / 4).ToArray());

    private static string WithGroups(string config, int size)
    {
        var json = JsonNode.Parse(config)!;
        var quantization = json["quantization_config"]!;
        (quantization["config_groups"]?["group_0"]?["weights"] ?? quantization)["group_size"] = size;
        return json.ToJsonString();
    }

    // opened and asked for every tensor, as a conversion does
    private static void Refusable(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder);
        foreach (var (name, _) in CheckpointLayout.Tensors(checkpoint.Config))
            checkpoint.GetTensor(name);
    }

    private static void Refused(string folder, string damage)
    {
        var error = Record.Exception(() => Refusable(folder));
        var message = error is QwenException
            ? error.Message
            : throw new Xunit.Sdk.XunitException($"{damage}: {error?.ToString() ?? "was taken"}");
        Assert.True(message.EndsWith('.') && message.Length is > 40 and < 1500, $"{damage}: {message}");
    }
}
