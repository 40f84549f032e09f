namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>How kernels go from block to block of a group: two blocks in turn, because those of four bits share a line of scales.</summary>
/// <param name="form">An integer form.</param>
internal readonly struct BlockWalk(WeightForm form)
{
    private readonly int even = form.BlockAt(1);
    private readonly int odd = form.BlockAt(2) - form.BlockAt(1);
    private readonly int evenScales = form.ScalesAt(0);
    private readonly int oddScales = form.ScalesAt(1) - form.BlockAt(1);

    /// <summary>Bytes from a block's numbers to the next one's.</summary>
    public int Step(int block) => (block & 1) == 0 ? even : odd;

    /// <summary>Bytes from a block's numbers to its scales.</summary>
    public int Scales(int block) => (block & 1) == 0 ? evenScales : oddScales;
}
