namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Tells Qwen2.5-VL configurations from those of its relatives.</summary>
internal static class ModelFamily
{
    private const string Advice = "This library runs Qwen2.5-VL; take for example Qwen/Qwen2.5-VL-3B-Instruct.";

    /// <summary>Passes a Qwen2.5-VL; for anything else says what it is and what to do instead.</summary>
    /// <exception cref="QwenException">Another model.</exception>
    public static void Check(ConfigSection config)
    {
        var type = config.FindText("model_type");
        if (type != "qwen2_5_vl")
            throw new QwenException($"{config.File} describes {Describe(type)}, not a Qwen2.5-VL. {Advice}");
    }

    private static string Describe(string? type) => type switch
    {
        null => "no model type ('model_type' is missing)",
        "qwen2_vl" => "a Qwen2-VL, the generation before Qwen2.5-VL",
        "qwen3_vl" or "qwen3_vl_moe" => "a Qwen3-VL, the generation after Qwen2.5-VL",
        "qwen2_5_omni" or "qwen2_5_omni_thinker" => "a Qwen2.5-Omni",
        "qwen2" or "qwen2_moe" or "qwen3" or "qwen3_moe" => $"a text-only Qwen ('{type}') that cannot see",
        "qwen2_5_vl_text" => "the language part of a Qwen2.5-VL without its vision encoder",
        _ => $"a model of type '{(type.Length > 40 ? type[..40] + "…" : type)}'",
    };
}
