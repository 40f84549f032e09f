using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;

namespace Qwen.VisionLanguage.Tests.Positions;

public sealed class WindowLayoutTests
{
    private static readonly VisionConfig Config = RandomCheckpointSizes.Size3B.Vision;

    [Fact]
    public void Units_are_sorted_by_window_and_raster_inside_it()
    {
        // 10 × 12 patches: 5 × 6 units in four windows
        var layout = WindowLayout.Create(10, 12, Config);
        Assert.Equal((4, 64), (layout.WindowCount, layout.SlotCount));
        Assert.Equal(
            [0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15, 18, 19, 20, 21, 4, 5, 10, 11, 16, 17, 22, 23, 24, 25, 26, 27, 28, 29],
            layout.PatchOfSlot.Where(patch => patch >= 0 && patch % 4 == 0).Select(patch => patch / 4));
        Assert.Equal([64, 32, 16, 8], Enumerable.Range(0, 4).Select(w => layout.PatchOfSlot.Skip(64 * w).Take(64).Count(p => p >= 0)));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 30)]
    [InlineData(8, 8)]
    [InlineData(10, 12)]
    [InlineData(26, 4)]
    [InlineData(74, 74)]
    public void Every_patch_has_one_slot_and_every_unit_finds_back(int rows, int columns)
    {
        var layout = WindowLayout.Create(rows, columns, Config);
        Assert.Equal(Enumerable.Range(0, rows * columns), layout.PatchOfSlot.Where(p => p >= 0).Order());
        for (var slot = 0; slot < layout.PatchOfSlot.Length; slot++)
        {
            var real = layout.PatchOfSlot[slot] >= 0;
            Assert.Equal(real, layout.WindowBias[slot] == 0);
            if (real)
                Assert.Equal(slot, layout.RealRows[layout.SlotRows[slot]]);
        }

        for (var unit = 0; unit < layout.UnitOrder.Length; unit++)
            Assert.Equal(4 * unit, layout.PatchOfSlot[4 * layout.UnitOrder[unit]]);
        Assert.True(layout.SlotCount <= 64);
    }
}
