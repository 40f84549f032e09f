using System.Globalization;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Model;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Evaluation.Letters;

/// <summary>
/// Says why letters are misread: errors by size, face, crowding, place in the unit and in the picture, and whether the letter was in
/// what the encoder handed over (a linear probe reads it) or the decoder looked elsewhere (its attention).
/// </summary>
internal static class LetterDiagnosis
{
    private const int ProbeSeed = 500_000_000, ReadSeed = 900_000_000;

    /// <summary>Prints the tables.</summary>
    /// <param name="folder">A checkpoint.</param>
    /// <param name="count">Pictures that are read, half of them in faces that training never sees.</param>
    /// <param name="probePictures">Pictures that the probes learn from.</param>
    public static void Print(string folder, int count, int probePictures)
    {
        using var checkpoint = Checkpoint.Open(folder);
        var parameters = new Parameters(checkpoint.Config);
        Weights.Load(checkpoint, parameters);
        var tokenizer = QwenTokenizer.Load(folder);
        var (network, packer) = (new QwenNetwork(parameters), new Packer(tokenizer, checkpoint.Config, checkpoint.Preprocessor));

        var learned = new LetterCollector(network, packer, tokenizer);
        learned.Add(new PrintTask(heldOutFaces: false), ProbeSeed, probePictures, reads: false);
        LetterProbe ofUnits = Learn(learned.Units), ofPatches = Learn(learned.Patches);

        foreach (var heldOut in new[] { false, true })
        {
            var read = new LetterCollector(network, packer, tokenizer);
            read.Add(new PrintTask(heldOut), ReadSeed, count / 2, reads: true);
            long[] inUnits = Read(ofUnits, read.Units.Rows), inPatches = Read(ofPatches, read.Patches.Rows);
            long[] unitLabels = [.. read.Units.Labels.data<long>()], patchLabels = [.. read.Patches.Labels.data<long>()];
            foreach (var (letter, unit, patch) in read.Letters)
            {
                letter.UnitKnows = Knows(inUnits, unitLabels, unit.Row * LetterCollector.UnitCells + unit.Cell);
                letter.PatchKnows = Knows(inPatches, patchLabels, patch.Row * LetterCollector.PatchCells + patch.Cell);
            }

            Console.WriteLine($"\n## {(heldOut ? "faces that were never trained" : "trained faces")}\n");
            Report([.. read.Letters.Select(letter => letter.Letter)]);
        }
    }

    private static LetterProbe Learn((Tensor Rows, Tensor Labels) data) => new(data.Rows, data.Labels, epochs: 12);

    private static long[] Read(LetterProbe probe, Tensor rows) => [.. probe.Read(rows).reshape(-1).data<long>()];

    private static bool? Knows(long[] read, long[] labels, int index) => labels[index] < 0 ? null : read[index] == labels[index];

    private static void Report(IReadOnlyList<LetterRecord> all)
    {
        Table("all", all, _ => "");
        Table("size of the font", all, letter => $"{(int)letter.Size / 2 * 2,2} to {(int)letter.Size / 2 * 2 + 1}");
        Table("characters in the unit", all, letter => $"{Math.Min(12, letter.Neighbours),2}");
        Table("lines in the unit", all, letter => $"{letter.Lines}");
        Table("centre to the nearest side edge of the unit", all, letter => $"{(int)Math.Min(letter.X, 28 - letter.X) / 3 * 3,2} px");
        Table("centre to the upper or lower edge of the unit", all, letter => $"{(int)Math.Min(letter.Y, 28 - letter.Y) / 3 * 3,2} px");
        Table("line in the picture", all, letter => $"{letter.Line + 1}");
        Table("place in the line", all, letter => $"{letter.Place / 4 * 4,2} to {letter.Place / 4 * 4 + 3}");
        Table("share of the attention on its unit", all, letter =>
            $"{(int)Math.Min(4, letter.Attention * 5) * 20,2} to {(int)Math.Min(4, letter.Attention * 5) * 20 + 20} %");
        Table("what it is", all, letter => char.IsAsciiDigit(letter.Character)
            ? "digit"
            : char.IsAsciiLetterLower(letter.Character) ? "small letter" : char.IsAsciiLetterUpper(letter.Character) ? "capital" : "mark");
        Table("face, the ten worst", all, letter => letter.Face, worst: 10);
        Split(all);
        var confused = all.Where(letter => !letter.IsRead && letter.Written.Length > 0)
            .GroupBy(letter => $"{letter.Character}>{letter.Written[0]}")
                .OrderByDescending(group => group.Count()).Take(30).Select(group => $"{group.Key} {group.Count()}");
        Console.WriteLine($"most frequent: {string.Join(", ", confused).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
    }

    private static void Table(string name, IReadOnlyList<LetterRecord> all, Func<LetterRecord, string> key, int worst = 0)
    {
        var groups = all.GroupBy(key).Where(group => group.Count() >= 20);
        groups = worst > 0
            ? groups.OrderByDescending(group => group.Average(letter => letter.IsRead ? 0 : 1)).Take(worst)
            : groups.OrderBy(group => group.Key, StringComparer.Ordinal);
        Console.WriteLine($"| {name} | characters | misread | attention | unit does not know | patch does not know |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var group in groups)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {group.Key} | {group.Count()} | {Share(group, letter => !letter.IsRead)} | "
                + $"{group.Average(letter => letter.Attention):0.00} | "
                + $"{Share(group.Where(letter => letter.UnitKnows is not null), letter => letter.UnitKnows == false)} | "
                + $"{Share(group.Where(letter => letter.PatchKnows is not null), letter => letter.PatchKnows == false)} |"));
        }

        Console.WriteLine();
    }

    // of the misread ones: where they were lost
    private static void Split(IReadOnlyList<LetterRecord> all)
    {
        var wrong = all.Where(letter => !letter.IsRead && letter.UnitKnows is not null).ToList();
        Console.WriteLine("| misread, and | share |");
        Console.WriteLine("|---|---|");
        Console.WriteLine(
            $"| the unit does not know it, the decoder looks there | "
            + $"{Share(wrong, letter => letter.UnitKnows == false && letter.Attention >= 0.5)} |");
        Console.WriteLine(
            $"| the unit does not know it, the decoder looks elsewhere | "
            + $"{Share(wrong, letter => letter.UnitKnows == false && letter.Attention < 0.5)} |");
        Console.WriteLine(
            $"| the unit knows it, the decoder looks there | "
            + $"{Share(wrong, letter => letter.UnitKnows == true && letter.Attention >= 0.5)} |");
        Console.WriteLine(
            $"| the unit knows it, the decoder looks elsewhere | "
            + $"{Share(wrong, letter => letter.UnitKnows == true && letter.Attention < 0.5)} |");
        Console.WriteLine();
    }

    private static string Share(IEnumerable<LetterRecord> letters, Func<LetterRecord, bool> isCounted)
        => letters.ToList() is { Count: > 0 } list
            ? FormattableString.Invariant($"{100.0 * list.Count(isCounted) / list.Count:0.0} %")
            : "–";
}
