using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Model;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>Collects what lies in the patches and units of a batch.</summary>
internal sealed class DenseArrays
{
    private readonly List<long> patchSlots = [], patchClasses = [], patchColours = [], unitSlots = [], unitClasses = [], unitColours = [];
    private readonly List<long> covered = [], coordinates = [], characters = [], patchCharacters = [], ordinals = [];
    private readonly List<float> edges = [];

    /// <summary>Where each unit lies in slot order.</summary>
    public long[] UnitSlots => [.. unitSlots];

    /// <summary>Adds one slice of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="slice">Which slice.</param>
    /// <param name="slots">Slot of each patch in merge order.</param>
    public void Add(Picture picture, int slice, int[] slots)
    {
        int columns = picture.Width / Picture.Unit, units = columns * (picture.Height / Picture.Unit);
        var letters = picture.CharactersByUnit();
        long[] inUnits = picture.CharactersByCell(Picture.Unit, AuxiliaryHeads.UnitAcross, AuxiliaryHeads.UnitDown);
        long[] inPatches = picture.CharactersByCell(Picture.Unit / 2, AuxiliaryHeads.PatchAcross, AuxiliaryHeads.PatchDown);
        for (var unit = 0; unit < units; unit++)
        {
            AddUnit(picture, slice * units + unit, unit % columns, unit / columns);
            unitSlots.Add(slots[unit * 4] / 4);
            AddCharacters(characters, picture, inUnits.AsSpan(unit * AuxiliaryHeads.UnitCells, AuxiliaryHeads.UnitCells));
            ordinals.Add(letters[unit] is { Count: > 0 } first ? Math.Min(first[0].Place, AuxiliaryHeads.Ordinals - 1) : -1);
            for (var inside = 0; inside < 4 && (picture.KnowsThings || picture.KnowsText); inside++)
            {
                int row = unit / columns * 2 + inside / 2, column = unit % columns * 2 + inside % 2;
                var thing = picture.KnowsThings ? picture.ThingAtPatch(slice, row, column) : null;
                patchSlots.Add(slots[unit * 4 + inside]);
                patchClasses.Add(picture.KnowsThings ? thing?.Class ?? 0 : -1);
                patchColours.Add(picture.KnowsColours ? thing?.Colour ?? 0 : -1);
                AddCharacters(
                    patchCharacters,
                    picture,
                    inPatches.AsSpan((row * 2 * columns + column) * AuxiliaryHeads.PatchCells, AuxiliaryHeads.PatchCells));
            }
        }
    }

    /// <summary>As tensors.</summary>
    public DenseLabels ToLabels() => new()
    {
        PatchSlots = Numbers(patchSlots),
        PatchClasses = Numbers(patchClasses),
        PatchColours = Numbers(patchColours),
        UnitClasses = Numbers(unitClasses),
        UnitColours = Numbers(unitColours),
        Covered = Numbers(covered),
        Edges = tensor(edges.ToArray(), [covered.Count, 4]),
        Coordinates = tensor(coordinates.ToArray(), [covered.Count, AuxiliaryHeads.Coordinates]),
        Characters = tensor(characters.ToArray(), [unitSlots.Count, AuxiliaryHeads.UnitCells]),
        PatchCharacters = tensor(patchCharacters.ToArray(), [patchSlots.Count, AuxiliaryHeads.PatchCells]),
        Ordinals = Numbers(ordinals),
    };

    private static Tensor Numbers(List<long> list) => tensor(list.ToArray());

    private void AddUnit(Picture picture, int unit, int column, int row)
    {
        var thing = picture.ThingInUnit(unit);
        unitClasses.Add(picture.KnowsThings ? thing?.Class ?? 0 : -1);
        unitColours.Add(picture.KnowsColours ? thing?.Colour ?? 0 : -1);
        if (thing is null)
            return;
        covered.Add(unitClasses.Count - 1);
        const float Unit = Picture.Unit;
        var (box, x, y) = (thing.Box, (column + 0.5f) * Unit, (row + 0.5f) * Unit);
        edges.AddRange([(box.Left - x) / Unit, (box.Top - y) / Unit, (box.Right - x) / Unit, (box.Bottom - y) / Unit]);
        coordinates.AddRange([box.Left, box.Top, box.Right, box.Bottom, box.CentreX, box.CentreY]);
    }

    // nothing is asked where no text is known
    private static void AddCharacters(List<long> target, Picture picture, ReadOnlySpan<long> cells)
    {
        foreach (var cell in cells)
            target.Add(picture.KnowsText ? cell : -1);
    }
}
