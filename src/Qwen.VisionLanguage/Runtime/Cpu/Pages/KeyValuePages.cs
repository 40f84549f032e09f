using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Pages;

/// <summary>
/// The memory of keys and values: pages that sequences take, share and give back, and how many of them there may be. Thread-safe.
/// </summary>
/// <param name="layout">What a page holds.</param>
/// <param name="limitBytes">Bytes of all pages together, at most.</param>
internal sealed unsafe class KeyValuePages(KeyValuePageLayout layout, long limitBytes)
{
    private const int Alignment = 64;

    private readonly Lock gate = new();
    private int promised; // pages that running sequences may still take

    public KeyValuePageLayout Layout => layout;

    /// <summary>Pages there may be.</summary>
    public int Limit { get; } = (int)Math.Min(int.MaxValue, limitBytes / layout.Bytes);

    /// <summary>Bytes there may be.</summary>
    public long LimitBytes => limitBytes;

    /// <summary>Pages there are.</summary>
    public int Taken { get; private set; }

    /// <summary>Pages that are neither there nor set aside for a running sequence.</summary>
    public int Free
    {
        get
        {
            lock (gate)
                return Limit - Taken - promised;
        }
    }

    /// <summary>Pages for a decoder.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="integers">Whether its weights are integers: beside them, keys and values have 16 bits.</param>
    /// <param name="options">The caller's limit.</param>
    /// <exception cref="QwenException">The limit is no number of bytes.</exception>
    public static KeyValuePages Create(TextConfig config, bool integers, QwenModelOptions options)
    {
        var form = integers ? WeightForm.Float16 : WeightForm.Float32;
        var layout = new KeyValuePageLayout(config.LayerCount, config.KeyValueHeadCount, new KeyValueBlock(config.HeadDim, form));
        if (options.KeyValueBytes is { } asked)
        {
            return asked > 0
                ? new KeyValuePages(layout, asked)
                : throw new QwenException(
                    $"KeyValueBytes is {asked}: keys and values need some memory. Leave it out to have an eighth of the machine's.");
        }

        // an eighth of the memory, and up to a quarter where the longest conversation needs more
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var longest = KeyValuePageLayout.Count(options.MaxContextTokens ?? QwenModel.DefaultContext(config)) * layout.Bytes;
        return new KeyValuePages(layout, Math.Clamp(longest, memory / 8, memory / 4));
    }

    /// <summary>
    /// A new page. It holds whatever it holds: nobody takes in what no token has written, and memory that nobody touches is none.
    /// </summary>
    /// <param name="fromPromise">Whether it was set aside.</param>
    public KeyValuePage Take(bool fromPromise)
    {
        var memory = NativeMemory.AlignedAlloc(checked((nuint)layout.Bytes), Alignment);
        lock (gate)
        {
            Taken++;
            if (fromPromise)
                promised--;
        }

        return new KeyValuePage((nint)memory);
    }

    /// <summary>One more sequence holds a page.</summary>
    public void Share(KeyValuePage page)
    {
        lock (gate)
            page.Holders++;
    }

    /// <summary>One sequence less holds a page; without any, it is freed.</summary>
    public void GiveBack(KeyValuePage page)
    {
        lock (gate)
        {
            if (--page.Holders > 0)
                return;
            Taken--;
        }

        NativeMemory.AlignedFree((void*)page.Address);
    }

    /// <summary>Sets pages aside, or fewer.</summary>
    public void Promise(int count)
    {
        lock (gate)
            promised += count;
    }
}
