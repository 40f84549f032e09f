using Qwen.Extensions.AI.Tests.RandomWeights;

namespace Qwen.Benchmarks;

/// <summary>
/// Answers by many people's schemas from a model that knows nothing, judged by a validator of other people. The folder of real schemas
/// comes from <c>QWENVL_MASKBENCH</c>.
/// </summary>
internal static class SchemasBench
{
    private const int TokenLimit = 1000;

    public static async Task<int> RunAsync(int count)
    {
        await using var random = await RandomModel.CreateAsync();
        var report = await SchemaRun.RunAsync(
            random.Model, SchemaRun.Choose(SchemaCase.Sources(), count), TokenLimit, CancellationToken.None);
        foreach (var line in report.Lines())
            Console.WriteLine(line);
        return report.Invalid.Count == 0 ? 0 : 1;
    }
}
