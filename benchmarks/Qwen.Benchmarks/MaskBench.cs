using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation.Constraints;

namespace Qwen.Benchmarks;

/// <summary>
/// Judges the constraint engine over real JSON schemas with valid and invalid instances, as MaskBench (arXiv 2501.10868) does, and times
/// its masks. The folder comes from <c>QWENVL_MASKBENCH</c>, the tokenizer from <c>QWENVL_GOLDENS</c>.
/// </summary>
internal static class MaskBench
{
    /// <summary>Runs the benchmark: all files, or those whose names contain one of the arguments (then with the reason of each failure).</summary>
    public static int Run(string[] names)
    {
        var root = FindRoot();
        var folder = Environment.GetEnvironmentVariable("QWENVL_MASKBENCH") ?? Path.Combine(root, "..", "shared", "maskbench");
        var goldens = Environment.GetEnvironmentVariable("QWENVL_GOLDENS") ?? Path.Combine(root, "..", "shared", "goldens");
        var tokenizer = new MaskBenchTokenizer(Path.Combine(goldens, "tokenizer", "tokenizer.json"));
        var vocabulary = new TokenVocabulary(tokenizer.Bytes, [tokenizer.EndToken]);
        var files = Directory.GetFiles(folder, "*.json").Where(f => names.Length == 0 || names.Any(n => Path.GetFileName(f).Contains(n, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).ToArray();

        // one round to warm up the compiler and what vocabularies keep, one that counts
        Measure(files, tokenizer, vocabulary);
        var result = Measure(files, tokenizer, vocabulary);
        Console.WriteLine($"compile alloc {AllocC/1e6} MB, tokens alloc {AllocT/1e6} MB for {Toks}; gen {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)} heap {GC.GetTotalMemory(false)/1e6}");
        Console.WriteLine("| engine | passing | compile error | should accept | should reject | mask + commit per token p50 / p90 / p99, µs | compile p50 / p99, µs |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(
            $"| this engine | {result.Passing} of {files.Length} | {result.Refused.Count} | {result.ShouldAccept.Count} | {result.ShouldReject.Count} "
            + $"| {Quantile(result.Masks, 0.5):F1} / {Quantile(result.Masks, 0.9):F1} / {Quantile(result.Masks, 0.99):F1} "
            + $"| {Quantile(result.Compiles, 0.5):F0} / {Quantile(result.Compiles, 0.99):F0} |");
        foreach (var (title, list) in new[] { ("Refused", result.Refused), ("Should accept", result.ShouldAccept), ("Should reject", result.ShouldReject) })
        {
            if (list.Count > 0)
                Console.WriteLine($"\n{title}:\n{string.Join('\n', list)}");
        }

        return 0;
    }

    private static MaskBenchResult Measure(string[] files, MaskBenchTokenizer tokenizer, TokenVocabulary vocabulary)
    {
        var result = new MaskBenchResult();
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var name = Path.GetFileNameWithoutExtension(file);
            Grammar grammar;
            try
            {
                var al=GC.GetAllocatedBytesForCurrentThread(); var g0=GC.CollectionCount(0);var g1=GC.CollectionCount(1);var g2=GC.CollectionCount(2);
                var begun = Cpu();
                grammar = Grammar.FromJsonSchema(vocabulary, document.RootElement.GetProperty("schema"));
                result.Compiles.Add(Cpu() - begun);
                if (result.Compiles[^1] > 2000) Console.WriteLine($"SLOW {name} {result.Compiles[^1]} alloc {(GC.GetAllocatedBytesForCurrentThread()-al)/1024} kB, gcs {GC.CollectionCount(0)-g0} {GC.CollectionCount(1)-g1} {GC.CollectionCount(2)-g2}"); AllocC += GC.GetAllocatedBytesForCurrentThread()-al;
            }
            catch (QwenException refused)
            {
                result.Refused.Add($"{name}: {refused.Message}");
                continue;
            }

            bool accepts = true, rejects = true;
            foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
            {
                var valid = test.GetProperty("valid").GetBoolean();
                var text = Write(test.GetProperty("data"));
                var taken = Take(grammar, tokenizer, text, result.Masks, out var behind);
                if (taken == valid)
                    continue;
                if (valid)
                    accepts = false;
                else
                    rejects = false;
                (valid ? result.ShouldAccept : result.ShouldReject).Add($"{name}: {(valid ? $"stopped behind {behind}" : text[..Math.Min(text.Length, 300)])}");
            }

            result.Passing += accepts && rejects ? 1 : 0;
        }

        return result;
    }

    [System.Runtime.InteropServices.DllImport("libc")] private static extern int clock_gettime(int id, [System.Runtime.InteropServices.Out] long[] t);
    private static double Cpu() { var t = new long[2]; _ = clock_gettime(3, t); return t[0] * 1e6 + t[1] / 1e3; }

    public static long AllocC, AllocT, Toks;
    private static bool Take(Grammar grammar, MaskBenchTokenizer tokenizer, string text, List<double> times, out string behind)
    {
        var constraint = grammar.CreateConstraint();
        var taken = new StringBuilder();
        behind = "";
        foreach (var token in tokenizer.Encode(text))
        {
            var al=GC.GetAllocatedBytesForCurrentThread();
            var begun = Cpu();
            var mask = constraint.GetMask();
            var allowed = (mask[token >> 5] >> token & 1) != 0;
            if (allowed)
                constraint.Accept(token);
            times.Add(Cpu() - begun); AllocT += GC.GetAllocatedBytesForCurrentThread()-al; Toks++; if (times[^1] > 1000) Console.WriteLine($"SLOWTOK {times[^1]} {taken}");
            if (!allowed)
            {
                behind = $"…{taken.ToString()[Math.Max(0, taken.Length - 150)..]} | {Encoding.UTF8.GetString(tokenizer.Bytes[token].Span)}";
                return false;
            }

            taken.Append(Encoding.UTF8.GetString(tokenizer.Bytes[token].Span));
        }

        behind = "the last token";
        var end = tokenizer.EndToken;
        return (constraint.GetMask()[end >> 5] >> end & 1) != 0;
    }

    // as Python's json module writes: ", " and ": ", characters beyond ASCII as they are
    private static string Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(", ", value.EnumerateObject().Select(p => $"{Text(p.Name)}: {Write(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Write)) + "]",
        JsonValueKind.String => Text(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Text(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            result.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return result.Append('"').ToString();
    }

    private static double Quantile(List<double> values, double part)
    {
        if (values.Count == 0)
            return double.NaN;
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(values.Count * part))];
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Qwen.SemanticKernel.sln")))
                return at.FullName;
        }

        return Directory.GetCurrentDirectory();
    }
}
