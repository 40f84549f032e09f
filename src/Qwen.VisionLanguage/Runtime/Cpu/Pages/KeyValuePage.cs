namespace Qwen.VisionLanguage.Runtime.Cpu.Pages;

/// <summary>Memory for keys and values of 64 tokens in every layer, held by one sequence or by several that begin alike.</summary>
/// <param name="address">Where it starts, a multiple of 64.</param>
internal sealed class KeyValuePage(nint address)
{
    public nint Address => address;

    /// <summary>Sequences that hold it; kept by <see cref="KeyValuePages"/>.</summary>
    internal int Holders { get; set; } = 1;
}
