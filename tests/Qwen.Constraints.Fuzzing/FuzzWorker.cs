using System.Diagnostics;
using System.Globalization;

namespace Qwen.Constraints.Fuzzing;

/// <summary>
/// Runs inputs in this process and says on the standard output what became of each: the last line tells which one ended the process.
/// </summary>
internal static class FuzzWorker
{
    // threads of a pool have more; other platforms' have as little
    private const int StackBytes = 512 << 10;
    private const int Tokens = 60;
    private const int AnswerTokens = 300;

    public static int Usage()
    {
        Console.Error.WriteLine("attack [NAME…] | answers COUNT | inputs FIRST COUNT | show SEED | soak FIRST COUNT");
        return 2;
    }

    public static int Attacks(string[] names) =>
        Run(Fuzzing.Attacks.All.Where(a => names.Length == 0 || names.Contains(a.Key) || names.Contains($"{a.Value.Kind}"))
            .Select(a => (a.Key, a.Value, 1)));

    /// <summary>Writes whole answers to what is slow all along, some of each.</summary>
    public static int Answers(int count) =>
        Run(AnswerAttacks.All.SelectMany(a => Enumerable.Range(0, count).Select(seed => ($"{a.Key} {seed}", a.Value, seed))), AnswerTokens);

    public static int Inputs(int first, int count) =>
        Run(Enumerable.Range(first, count).Select(seed => (seed.ToString(CultureInfo.InvariantCulture), FuzzMaker.Make(seed), seed)));

    public static int Show(int seed)
    {
        var input = FuzzMaker.Make(seed);
        Console.WriteLine($"{input.Kind}\n{input.Text}\n{input.Schema}");
        return 0;
    }

    private static int Run(IEnumerable<(string Name, FuzzCase Input, int Seed)> inputs, int tokens = Tokens)
    {
        var findings = 0;
        _ = FuzzVocabulary.Instance;
        var thread = new Thread(
            () =>
            {
                foreach (var (name, input, seed) in inputs)
                {
                    Console.Write($"{name}\t");
                    Console.Out.Flush();
                    var outcome = FuzzRun.Run(input, seed, tokens);
                    findings += outcome.IsFinding ? 1 : 0;
                    var detail = outcome.IsFinding ? outcome.Detail.ReplaceLineEndings(" ") : Line(outcome.Detail);
                    var finding = outcome.IsFinding ? "FINDING " : "";
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{finding}{outcome.Result}\t{outcome.Compile.TotalMilliseconds:F0}\t"
                        + $"{outcome.Slowest.TotalMilliseconds:F0}\t{outcome.Work}\t{detail}"));
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"peak\t{self.PeakWorkingSet64 >> 20}");
        return findings == 0 ? 0 : 1;
    }

    private static string Line(string text) =>
        text.ReplaceLineEndings(" ") is { Length: > 160 } line ? line[..160] : text.ReplaceLineEndings(" ");
}
