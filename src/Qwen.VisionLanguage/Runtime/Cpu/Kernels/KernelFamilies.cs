namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>The families there are, fastest first.</summary>
internal static class KernelFamilies
{
    /// <summary>Environment variable that names a family.</summary>
    public const string Variable = "QWENVL_KERNELS";

    /// <summary>Every family that runs here, fastest first.</summary>
    public static IReadOnlyList<KernelFamily> Here()
    {
        var families = new List<KernelFamily>();
        if (AssembledKernels.TryGet(out _) is { } assembled)
            families.Add(assembled);
        if (AvxVnniKernels.IsSupported)
            families.Add(new AvxVnniKernels());
        if (Vector512Kernels.IsSupported)
            families.Add(new Vector512Kernels());
        if (Avx2Kernels.IsSupported)
            families.Add(new Avx2Kernels());
        if (AdvSimdKernels.IsSupported)
            families.Add(new AdvSimdKernels());
        families.Add(new PortableKernels());
        return families;
    }

    public static KernelFamily Choose(string? forced)
    {
        var here = Here();
        var name = string.IsNullOrWhiteSpace(forced) ? Environment.GetEnvironmentVariable(Variable) : forced;
        if (string.IsNullOrWhiteSpace(name))
            return here[0];
        return here.FirstOrDefault(family => family.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new QwenException(
                $"There are no kernels \"{name}\" on this machine. Use one of {string.Join(", ", here.Select(family => family.Name))}, "
                + "or none to have the fastest.");
    }
}
