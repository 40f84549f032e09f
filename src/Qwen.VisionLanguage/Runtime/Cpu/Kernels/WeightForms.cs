namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>What forms have in common.</summary>
internal static class WeightForms
{
    /// <summary>Whether numbers are floats of their own, without blocks that share a scale.</summary>
    public static bool IsFloat(this WeightForm form) => form is WeightForm.Float32 or WeightForm.Float16;

    /// <summary>Bytes of one number of a float form.</summary>
    public static int FloatBytes(this WeightForm form) => form == WeightForm.Float16 ? 2 : sizeof(float);
}
