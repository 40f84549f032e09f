using System.Text;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Model;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage.Text;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Evaluation.Letters;

/// <summary>
/// Runs pictures of text through the network and keeps, for every character, what the encoder handed over and what the decoder wrote.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="packer">Makes batches.</param>
/// <param name="tokenizer">The checkpoint's tokenizer.</param>
internal sealed class LetterCollector(QwenNetwork network, Packer packer, QwenTokenizer tokenizer)
{
    /// <summary>Cells of a unit in which a probe looks for letters; of a patch.</summary>
    public const int UnitCells = AuxiliaryHeads.UnitCells, PatchCells = AuxiliaryHeads.PatchCells;

    private const int Unit = Picture.Unit, Patch = Unit / 2, Examples = 16;

    private readonly List<float> units = [], patches = [];
    private readonly List<long> unitLabels = [], patchLabels = [];

    /// <summary>
    /// Characters, where they were asked for, each with its cell of a unit and of a patch: index of the row and of the cell.
    /// </summary>
    public List<(LetterRecord Letter, (int Row, int Cell) InUnit, (int Row, int Cell) InPatch)> Letters { get; } = [];

    /// <summary>Encoder's units and their labels.</summary>
    public (Tensor Rows, Tensor Labels) Units => ToTensors(units, unitLabels, UnitCells);

    /// <summary>Encoder's patches and their labels.</summary>
    public (Tensor Rows, Tensor Labels) Patches => ToTensors(patches, patchLabels, PatchCells);

    /// <summary>Looks at some pictures.</summary>
    /// <param name="task">Draws them.</param>
    /// <param name="firstSeed">The first one's seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="reads">Whether the decoder reads them, too.</param>
    public void Add(ITask task, int firstSeed, int count, bool reads)
    {
        using var quiet = no_grad();
        for (var done = 0; done < count; done += Examples)
        {
            var examples = new List<Example>();
            for (var i = done; i < Math.Min(count, done + Examples); i++)
            {
                var dice = new Dice(firstSeed + 2 * i, heldOut: false);
                var picture = task.Draw(dice, 112, 112);
                if (picture.Rows.Count > 0)
                    examples.Add(new Example(picture, [task.Ask(new Dice(1, heldOut: true), picture)!], false));
            }

            using var scope = NewDisposeScope();
            using var batch = packer.Pack("", examples, Opening.Default);
            var (patchRows, unitRows) = network.Encode(batch.Vision!);
            var firstUnit = unitLabels.Count / (UnitCells);
            units.AddRange(unitRows.index_select(0, batch.Text.UnitSlots).data<float>().ToArray());
            patches.AddRange(patchRows.index_select(0, batch.Dense.PatchSlots).data<float>().ToArray());
            examples.ForEach(example => AddLabels(example.Picture));
            if (reads)
                AddLetters(batch, examples, unitRows, firstUnit);
        }
    }

    private static (Tensor Rows, Tensor Labels) ToTensors(List<float> rows, List<long> labels, int cells)
        => (tensor(rows.ToArray(), [labels.Count / cells, rows.Count / (labels.Count / cells)]), tensor(
            labels.ToArray(), [labels.Count / cells, cells]));

    // units in raster order, in each its four patches; an empty cell is not asked
    private void AddLabels(Picture picture)
    {
        long[] inUnits = picture.CharactersByCell(Unit, AuxiliaryHeads.UnitAcross, AuxiliaryHeads.UnitDown);
        long[] inPatches = picture.CharactersByCell(
            Patch, AuxiliaryHeads.PatchAcross, AuxiliaryHeads.PatchDown), ordered = new long[inPatches.Length];
        for (var patch = 0; patch < inPatches.Length / PatchCells; patch++)
            Array.Copy(inPatches, patch * PatchCells, ordered, InUnitOrder(picture, patch) * PatchCells, PatchCells);
        unitLabels.AddRange(inUnits.Select(label => label > 0 ? label : -1));
        patchLabels.AddRange(ordered.Select(label => label > 0 ? label : -1));
    }

    private static int InUnitOrder(Picture picture, int patch)
    {
        int columns = picture.Width / Patch, row = patch / columns, column = patch % columns;
        return (row / 2 * (columns / 2) + column / 2) * 4 + row % 2 * 2 + column % 2;
    }

    private void AddLetters(Batch batch, List<Example> examples, Tensor unitRows, int firstUnit)
    {
        var (rows, _, attention) = network.Decode(batch.Text, unitRows);
        var written = network.Logits(rows.index_select(0, batch.Answers.Rows)).argmax(-1).data<long>().ToArray();
        var seen = (attention.reshape(-1, attention.shape[2]).index_select(0, batch.Answers.LookupRows) * batch.Answers.LookupKeys)
            .sum(-1)
            .data<float>()
            .ToArray();
        int target = 0, lookup = 0;
        foreach (var example in examples)
        {
            var picture = example.Picture;
            var inUnits = picture.CharactersByUnit();
            var spots =
                picture.Rows.SelectMany((row, r) =>
                    Enumerable.Range(0, row.Text.Length + (r + 1 < picture.Rows.Count ? 1 : 0)).Select(i => (Row: r, Place: i))).ToList();
            var offset = 0;
            foreach (var id in packer.AnswerTokens(example.Questions[0]))
            {
                var wrote = Encoding.UTF8.GetString(tokenizer.GetBytes((int)written[target++]).Span);
                if (offset >= spots.Count)
                    break; // the end of the answer
                var (r, place) = spots[offset];
                offset += tokenizer.GetBytes(id).Length;
                var row = picture.Rows[r];
                if (place >= row.Text.Length || row.Text[place] == ' ')
                    continue;
                var unit = picture.UnitsOfCharacter(row, place)[0];
                var inUnit = picture.CellOfCharacter(row, place, Unit, AuxiliaryHeads.UnitAcross, AuxiliaryHeads.UnitDown);
                var inPatch = picture.CellOfCharacter(row, place, Patch, AuxiliaryHeads.PatchAcross, AuxiliaryHeads.PatchDown);
                var record = new LetterRecord(
                    row.Text[place], row.Size, (string)picture.Notes!, row.Centres[place].X % Unit, row.Centres[place].Y % Unit,
                    inUnits[unit]!.Count,
                    picture.Rows.Count(
                        other => Enumerable.Range(0, other.Text.Length)
                            .Any(i => other.Text[i] != ' ' && picture.UnitsOfCharacter(other, i)[0] == unit)),
                    r, place, wrote, seen[lookup++]);
                Letters.Add(
                    (record, (
                        firstUnit + inUnit.Square, inUnit.Cell), (4 * firstUnit + InUnitOrder(picture, inPatch.Square), inPatch.Cell)));
            }

            firstUnit += picture.Width / Unit * (picture.Height / Unit);
        }
    }
}
