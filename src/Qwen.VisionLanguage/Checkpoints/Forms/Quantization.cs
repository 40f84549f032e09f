using System.Text.RegularExpressions;

namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>What <c>quantization_config</c> says.</summary>
/// <param name="Method">awq, gptq, compressed-tensors, fp8 or bitsandbytes.</param>
/// <param name="ZeroOffset">What is added to GPTQ's stored zero points.</param>
/// <param name="GroupSizes">Inputs of a group, as far as they are said; any where empty.</param>
/// <param name="BlockSize">Rows and columns of a block of 8 bit floats.</param>
/// <param name="Excluded">Modules that are stored plainly: names, parts of names, or patterns after "re:".</param>
internal sealed record Quantization(
    string Method, int ZeroOffset, IReadOnlyList<int> GroupSizes, int[] BlockSize, IReadOnlyList<string> Excluded)
{
    private const string Known =
        "Read are AWQ (gemm, 4 bit), GPTQ (2, 4 and 8 bit), compressed-tensors (pack-quantized, int-quantized, float-quantized), FP8 "
            + "(F8_E4M3) and bitsandbytes (NF4, FP4, int8).";

    /// <summary>Reads it from a configuration; null for a checkpoint that is not quantised.</summary>
    /// <exception cref="QwenException">The method, or its variant, is not read.</exception>
    public static Quantization? Read(ConfigSection root)
    {
        var text = root.Find("text_config", root) ?? root;
        var section = text.Find("quantization_config") ?? text.Find("compression_config");
        if (section is null ? root.Has("quantization") : !section.Has("quant_method") && section.Has("bits") && section.Has("group_size"))
            throw Refused(root, "quantised by MLX");
        if (section is null)
            return null;

        var method = section.FindText("quant_method") ?? "a method without a name ('quant_method' is missing)";
        int[] groups = section.FindInt("group_size", -1, 1 << 20) is > 0 and var size ? [size] : [];
        string[] excluded =
            [.. section.FindTexts("modules_to_not_convert"), .. section.FindTexts("ignore"), .. section.FindTexts("llm_int8_skip_modules")];
        int[] block = section.FindInts("weight_block_size", 1, 1 << 20, 2) is { Length: 2 } stated ? stated : [128, 128];
        switch (method)
        {
            case "awq"
                when (section.FindText("version") ?? "gemm") is var version && !version.Equals("gemm", StringComparison.OrdinalIgnoreCase):
                throw Refused(root, $"quantised with AWQ in its form '{version}'");
            case "gptq" when (section.FindText("checkpoint_format") ?? "gptq") is var version && version is not ("gptq" or "gptq_v2"):
                throw Refused(root, $"quantised with GPTQ in its form '{version}'");
            case "awq" when section.FindInt("bits", 1, 64) is { } bits && bits != 4:
                throw Refused(root, $"quantised with AWQ to {bits} bit");
            case "gptq" when section.FindInt("bits", 1, 64) is { } bits && bits is not (2 or 4 or 8):
                throw Refused(root, $"quantised with GPTQ to {bits} bit");
            case "gptq" when (section.FindText("pack_dtype") ?? "int32") is var words && words != "int32":
                throw Refused(root, $"quantised with GPTQ and packed into {words}");
            case "bitsandbytes" when (section.FindText("bnb_4bit_quant_storage") ?? "uint8") is var storage && storage != "uint8":
                throw Refused(root, $"quantised with bitsandbytes and stored as {storage}");
            case "awq" or "gptq" or "fp8" or "fbgemm_fp8" or "bitsandbytes":
                break;
            case "compressed-tensors":
                CheckFormat(root, section);
                var weights = section.Find(
                    "config_groups")?.Sections().Select(scheme => scheme.Find("weights")).OfType<ConfigSection>().ToList() ?? [];
                groups = [.. weights.Select(scheme => scheme.FindInt("group_size", -1, 1 << 20)).OfType<int>().Where(inputs => inputs > 0)];
                block = weights.Select(scheme => scheme.FindInts("block_structure", 1, 1 << 20, 2))
                    .FirstOrDefault(found => found is { Length: 2 }) ?? block;
                break;
            default:
                throw Refused(root, $"quantised with {(method.Length > 60 ? method[..60] + "…" : method)}");
        }

        // overrides for single modules: their shapes say the rest
        if (section.Has("dynamic"))
            groups = [];
        return new Quantization(method, section.FindText("checkpoint_format") == "gptq_v2" ? 0 : 1, groups, block, excluded);
    }

    /// <summary>Whether the module of a canonical name is said to be stored plainly.</summary>
    public bool Excludes(string module)
    {
        string[] names = [module, "model." + module, module.Replace("model.", "model.language_model.", StringComparison.Ordinal)];
        return Excluded.Any(pattern => names.Any(name => Matches(pattern, name)));
    }

    private static bool Matches(string pattern, string name)
    {
        if (!pattern.StartsWith("re:", StringComparison.Ordinal))
            return name == pattern || $".{name}.".Contains($".{pattern}.", StringComparison.Ordinal);
        try
        {
            return Regex.IsMatch(name, $"^(?:{pattern[3..]})", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200));
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            throw new QwenException($"The pattern '{pattern}' of modules that are not quantised cannot be used: {error.Message}", error);
        }
    }

    private static void CheckFormat(ConfigSection root, ConfigSection section)
    {
        var format = section.FindText("format") ?? "an unnamed format";
        if (format is not ("pack-quantized" or "int-quantized" or "float-quantized" or "naive-quantized" or "mixed-precision" or "dense"))
            throw Refused(root, $"quantised with compressed-tensors as '{format}'");
        if (section.Find("sparsity_config")?.FindText("format") is { } sparse && sparse != "dense")
            throw Refused(root, $"stored sparsely by compressed-tensors ('{sparse}')");
    }

    private static QwenException Refused(ConfigSection root, string what)
        => new(
            $"{root.File} describes a checkpoint {what}, which is not read. {Known} Take one of these, "
            + "or the repository without quantisation.");
}
