using Qwen.Cli.Evaluation;
using Qwen.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>
/// The demo model is right about pictures that it never saw, in its 8-bit form through the ordinary chat client; and a model that
/// is broken in one place is not. Thresholds leave room for another machine's rounding, not for a fault.
/// </summary>
public sealed class MeaningTests(ITestOutputHelper output)
{
    /// <summary>What is asked, and the smallest share of right answers.</summary>
    private static readonly (string Task, double Least)[] Thresholds =
    [
        ("box", 0.7), ("box-shrunk", 0.5), ("several", 0.4), ("point", 0.7), ("count", 0.5), ("absent", 0.7), ("line", 0.5),
        ("moment", 0.7), ("tap", 0.6),
        ("action", 0.6), ("text-first", 0.7), ("other-system", 0.7),
    ];

    /// <summary>Tasks that a fault is looked for in: few are enough.</summary>
    private static readonly string[] Probes = ["box", "box-shrunk", "point", "line"];

    [Fact]
    public async Task Held_out_questions_are_answered_right()
    {
        var shares = await AskAsync(
            RepositoryFiles.DemoCheckpoint, [.. Thresholds.Select(threshold => threshold.Task)], picture => picture);
        Assert.All(
            Thresholds,
            threshold => Assert.True(
                shares[threshold.Task] >= threshold.Least,
                $"{threshold.Task}: {shares[threshold.Task]:P0} right, {threshold.Least:P0} wanted"));
    }

    /// <summary>Each fault alone brings at least one task below its threshold.</summary>
    [Theory]
    [InlineData(Fault.GraphWithoutFullAttention)]
    [InlineData(Fault.PositionsWithoutHeight)]
    [InlineData(Fault.ResizeThatCrops)]
    [InlineData(Fault.QuantisationToThreeBits)]
    public async Task A_fault_shows(Fault fault)
    {
        using var broken = FaultyCheckpoint.Create(fault);
        var shares = await AskAsync(broken.Folder, Probes, fault == Fault.ResizeThatCrops ? Crop : picture => picture);
        Assert.Contains(Thresholds, threshold => shares.TryGetValue(threshold.Task, out var share) && share < threshold.Least);
    }

    private async Task<Dictionary<string, double>> AskAsync(string checkpoint, string[] tasks, Func<byte[], byte[]> change)
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl-meaning-");
        try
        {
            var cases = CaseFolder.Read(CaseFolders.Embedded).Where(asked => tasks.Contains(asked.Task)).ToList();
            Assert.Equal(tasks.Order(), cases.Select(asked => asked.Task).Distinct().Order());
            foreach (var file in cases.Select(asked => asked.File).Distinct())
                await File.WriteAllBytesAsync(
                    Path.Combine(folder.FullName, file), change(await File.ReadAllBytesAsync(Path.Combine(CaseFolders.Embedded, file))));
            var options = new QwenModelOptions
            {
                Device = "cpu",
                Precision = QwenPrecision.Int8,
                ConvertedFolder = Path.Combine(folder.FullName, "converted")
            };
            await using var model = await QwenModel.LoadAsync(checkpoint, options);
            using var client = new QwenChatClient(model);
            var results = new List<EvaluationResult>();
            await foreach (var result in new Evaluator(client, folder.FullName).RunAsync(cases, TestContext.Current.CancellationToken))
                results.Add(result);
            var shares = results.GroupBy(result => result.Task)
                .ToDictionary(task => task.Key, task => task.Average(result => result.Right ? 1.0 : 0));
            output.WriteLine(string.Join(", ", shares.Select(share => $"{share.Key} {share.Value:P0}")));
            return shares;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // what a resize that forgets to scale would hand on: the corner of a picture that is too large
    private static byte[] Crop(byte[] png)
    {
        const int Limit = 224;
        using var picture = SKBitmap.Decode(png);
        if (picture.Width <= Limit && picture.Height <= Limit)
            return png;
        using var corner = new SKBitmap(Math.Min(Limit, picture.Width), Math.Min(Limit, picture.Height));
        using (var canvas = new SKCanvas(corner))
            canvas.DrawBitmap(picture, 0, 0);
        using var file = corner.Encode(SKEncodedImageFormat.Png, 100);
        return file.ToArray();
    }
}
