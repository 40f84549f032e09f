namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Every form that is said to be read, by a name for people: what the configuration says, and who writes a matrix.</summary>
internal static class PublishedForms
{
    public static IReadOnlyDictionary<string, (string Configuration, FormPair.MatrixWriter Write)> All { get; } =
        new Dictionary<string, (string Configuration, FormPair.MatrixWriter Write)>(StringComparer.Ordinal)
    {
        ["gptq 4 bit"] = (Gptq("gptq", 4), FormWriters.Gptq(4, stored: 1, order: false)),
        ["gptq 4 bit, act order"] = (Gptq("gptq", 4), FormWriters.Gptq(4, stored: 1, order: true)),
        ["gptq 2 bit"] = (Gptq("gptq", 2), FormWriters.Gptq(2, stored: 1, order: false)),
        ["gptq 8 bit, act order"] = (Gptq("gptq", 8), FormWriters.Gptq(8, stored: 1, order: true)),
        ["gptq v2 4 bit"] = (Gptq("gptq_v2", 4), FormWriters.Gptq(4, stored: 0, order: false)),
        ["gptq v2 8 bit, act order"] = (Gptq("gptq_v2", 8), FormWriters.Gptq(8, stored: 0, order: true)),
        ["packed 4 bit"] = (Compressed("pack-quantized", 4, 64), FormWriters.Packed(4, 64, zeroType: null, order: false)),
        ["packed 4 bit, zero points"] = (Compressed("pack-quantized", 4, 64), FormWriters.Packed(4, 64, "I32", order: false)),
        ["packed 4 bit, zero points as bytes"] = (Compressed("pack-quantized", 4, 64), FormWriters.Packed(4, 64, "I8", order: false)),
        ["packed 4 bit, act order"] = (Compressed("pack-quantized", 4, 64), FormWriters.Packed(4, 64, "I32", order: true)),
        ["packed 4 bit per channel"] = (Compressed("pack-quantized", 4, null), FormWriters.Packed(4, null, zeroType: null, order: false)),
        ["packed 8 bit"] = (Compressed("pack-quantized", 8, 64), FormWriters.Packed(8, 64, zeroType: null, order: false)),
        ["packed 8 bit per channel, zero points"] = (
            Compressed("pack-quantized", 8, null), FormWriters.Packed(8, null, "I32", order: false)),
        ["integer 8 bit per channel"] = (Compressed("int-quantized", 8, null), FormWriters.Bytes("I8", "weight_scale", 1, null)),
        ["integer 8 bit per channel, zero points"] = (
            Compressed("int-quantized", 8, null), FormWriters.Bytes("I8", "weight_scale", 1, null, zeros: true)),
        ["integer 8 bit per tensor"] = (Compressed("int-quantized", 8, null), FormWriters.Bytes("I8", "weight_scale", null, null)),
        ["integer 8 bit in groups"] = (Compressed("int-quantized", 8, 64), FormWriters.Bytes("I8", "weight_scale", 1, 64)),
        ["float 8 bit per tensor"] = (Compressed("float-quantized", 8, null), FormWriters.Bytes("F8_E4M3", "weight_scale", null, null)),
        ["float 8 bit per channel"] = (Compressed("float-quantized", 8, null), FormWriters.Bytes("F8_E4M3", "weight_scale", 1, null)),
        ["float 8 bit in blocks"] = (Compressed(
            "float-quantized", 8, null, "\"block_structure\":[128,128],"), FormWriters.Bytes("F8_E4M3", "weight_scale", 128, 128)),
        ["fp8, weight_scale_inv"] =
            ("{\"quant_method\":\"fp8\",\"fmt\":\"e4m3\",\"weight_block_size\":[128,128]}", FormWriters.Bytes(
                "F8_E4M3", "weight_scale_inv", 128, 128)),
        ["fp8, weight_scale_inv in small blocks"] =
            ("{\"quant_method\":\"fp8\",\"weight_block_size\":[32,64]}", FormWriters.Bytes("F8_E4M3", "weight_scale_inv", 32, 64)),
        ["fp8 per tensor"] = (
            "{\"quant_method\":\"fp8\",\"activation_scheme\":\"static\"}", FormWriters.Bytes("F8_E4M3", "weight_scale", null, null)),
        ["fbgemm fp8"] = ("{\"quant_method\":\"fbgemm_fp8\"}", FormWriters.Bytes("F8_E4M3", "weight_scale", 1, null)),
        ["bitsandbytes nf4, nested"] = (Bits(4, "nf4"), FormWriters.Table("nf4", nested: true)),
        ["bitsandbytes nf4"] = (Bits(4, "nf4"), FormWriters.Table("nf4", nested: false)),
        ["bitsandbytes fp4, nested"] = (Bits(4, "fp4"), FormWriters.Table("fp4", nested: true)),
        ["bitsandbytes int8"] = (Bits(8, "fp4"), FormWriters.LlmInt8),
    };

    private static string Gptq(string format, int bits)
        => $$"""{"quant_method":"gptq","bits":{{bits}},"group_size":64,"checkpoint_format":"{{format}}","lm_head":false}""";

    private static string Compressed(string format, int bits, int? group, string more = "")
        => $$"""
        {"quant_method":"compressed-tensors","format":"{{format}}","ignore":["lm_head","re:visual.*"],
        "config_groups":{"group_0":{"targets":["Linear"],"weights":{ {{more}}"num_bits":{{bits}},"group_size":{{group?.ToString() ?? "null"}} } } } }
        """;

    private static string Bits(int bits, string type)
        => $$"""
        {"quant_method":"bitsandbytes","load_in_4bit":{{(bits == 4 ? "true" : "false")}},"load_in_8bit":{{(bits == 8 ? "true" : "false")}},
        "bnb_4bit_quant_type":"{{type}}","bnb_4bit_quant_storage":"uint8","llm_int8_skip_modules":["lm_head"]}
        """;
}
