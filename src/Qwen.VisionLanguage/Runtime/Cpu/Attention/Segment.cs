using Qwen.VisionLanguage.Positions;

namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>Rows that attend to each other and to nothing else.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">Rows.</param>
internal readonly record struct Segment(int First, int Count)
{
    /// <summary>The segment in pieces of so many rows, the last one shorter.</summary>
    public IEnumerable<Segment> Cut(int rows)
    {
        for (var done = 0; done < Count; done += rows)
            yield return new Segment(First + done, Math.Min(rows, Count - done));
    }

    /// <summary>
    /// The segment in as few pieces of at most so many rows, heights as even as can be: 13 rows are 7 and 6, not 12 and 1.
    /// </summary>
    public IEnumerable<Segment> CutEvenly(int most)
    {
        var pieces = (Count + most - 1) / most;
        for (var piece = 0; piece < pieces; piece++)
            yield return Piece(piece, pieces);
    }

    /// <summary>One of so many pieces whose heights are as even as can be.</summary>
    public Segment Piece(int piece, int pieces)
    {
        var first = (int)((long)Count * piece / pieces);
        return new Segment(First + first, (int)((long)Count * (piece + 1) / pieces) - first);
    }

    /// <summary>The windows of a frame, padding left out.</summary>
    public static Segment[] Windows(WindowLayout layout)
    {
        var windows = new Segment[layout.WindowCount];
        var first = 0;
        for (var window = 0; window < windows.Length; window++)
        {
            var count = layout.PatchOfSlot.AsSpan(window * layout.SlotCount, layout.SlotCount).IndexOf(-1);
            windows[window] = new Segment(first, count < 0 ? layout.SlotCount : count);
            first += windows[window].Count;
        }

        return windows;
    }
}
