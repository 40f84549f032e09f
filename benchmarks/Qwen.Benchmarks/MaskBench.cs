using System.Text;
using System.Text.Json;
using Qwen.Constraints;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>
/// Judges the constraint engine over real JSON schemas with valid and invalid instances, as MaskBench (arXiv 2501.10868) does, and times
/// its masks. The folder comes from <c>QWENVL_MASKBENCH</c>, the tokenizer from <c>QWENVL_GOLDENS</c>.
/// </summary>
internal static class MaskBench
{
    // by the letter of JSON Schema, as its own suite judges
    private const string Letter = "--by-the-letter";

    private delegate void SeeMask(ReadOnlySpan<uint> mask);

    /// <summary>
    /// Runs the benchmark: all files, or those whose names contain one of the arguments (then with the reason of each failure);
    /// <c>--by-the-letter</c> takes formats as annotations and numbers in every spelling.
    /// </summary>
    public static int Run(string[] names)
    {
        var options = new JsonGrammarOptions();
        if (names.Contains(Letter))
            (options, names) = (new() { Formats = JsonFormats.Annotations, AnyNumberSpelling = true }, [.. names.Where(n => n != Letter)]);
        var root = FindRoot();
        var folder = Environment.GetEnvironmentVariable("QWENVL_MASKBENCH") ?? Path.Combine(root, "..", "shared", "maskbench");
        var goldens = Environment.GetEnvironmentVariable("QWENVL_GOLDENS") ?? Path.Combine(root, "..", "shared", "goldens");
        var tokenizer = QwenTokenizer.Load(Path.Combine(goldens, "tokenizer"));
        var vocabulary = new TokenVocabulary(
            [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.GetBytes)], [EndToken(tokenizer)]);
        var files = Directory.GetFiles(folder, "*.json")
            .Where(f => names.Length == 0 || names.Any(n => Path.GetFileName(f).Contains(n, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal).ToArray();

        // one round to warm up the compiler and what vocabularies keep, one that counts
        Measure(files, tokenizer, vocabulary, options);
        var result = Measure(files, tokenizer, vocabulary, options);
        Console.WriteLine(
            $"{result.Passing} of {files.Length} passing, {result.Refused.Count} compile error, {result.ShouldAccept.Count} should accept, "
            + $"{result.ShouldReject.Count} should reject; {result.Masks.Count} masks, hash {result.Hash:x16}");
        Console.WriteLine();
        Console.WriteLine("| grammar | mask + commit per token p50 / p90 / p99 / p99.9, µs | all, ms | compile p50 / p99, µs | all, ms |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (clock, time) in new (string, Func<MaskBenchClock, double>)[]
        {
            ("", t => t.Wall),
            (", processor time", t => t.Processor)
        })
        {
            double[] compiles = [.. result.Compiles.Select(time).Order()];
            foreach (var (title, list) in new[] { ("just compiled", result.Masks), ("asked again", result.MasksAgain) })
            {
                double[] masks = [.. list.Select(time).Order()];
                Console.WriteLine(
                    $"| {title}{clock} | {Quantile(masks, 0.5):F1} / {Quantile(masks, 0.9):F1} / {Quantile(masks, 0.99):F1} / "
                    + $"{Quantile(masks, 0.999):F0} | {masks.Sum() / 1000:F0} | "
                    + (list == result.Masks
                        ? $"{Quantile(compiles, 0.5):F0} / {Quantile(compiles, 0.99):F0} | {compiles.Sum() / 1000:F0} |"
                        : "– | – |"));
            }
        }

        foreach (var (title, list) in new[]
        {
            ("Refused", result.Refused),
            ("Should accept", result.ShouldAccept),
            ("Should reject", result.ShouldReject)
        })
        {
            if (list.Count > 0)
                Console.WriteLine($"\n{title}:\n{string.Join('\n', list)}");
        }

        return 0;
    }

    private static int EndToken(QwenTokenizer tokenizer)
        => tokenizer.GetSpecialId("<|im_end|>") ?? throw new QwenException("The tokenizer has no <|im_end|>.");

    private static MaskBenchResult Measure(
        string[] files, QwenTokenizer tokenizer, TokenVocabulary vocabulary, JsonGrammarOptions options)
    {
        var result = new MaskBenchResult();
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var name = Path.GetFileNameWithoutExtension(file);
            Grammar grammar;
            try
            {
                var begun = MaskBenchClock.Now();
                grammar = Grammar.FromJsonSchema(vocabulary, document.RootElement.GetProperty("schema"), options);
                result.Compiles.Add(MaskBenchClock.Since(begun));
            }
            catch (ConstraintException contradiction) when (contradiction.IsContradiction && !HasValid(document.RootElement))
            {
                result.Passing++;
                continue;
            }
            catch (ConstraintException refused)
            {
                result.Refused.Add($"{name}: {refused.Message}");
                continue;
            }

            bool accepts = true, rejects = true;
            foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
            {
                var valid = test.GetProperty("valid").GetBoolean();
                var text = Write(test.GetProperty("data"));
                var taken = Take(grammar, tokenizer, text, result.Masks, result.Add, out var behind);
                if (taken == valid)
                    continue;
                if (valid)
                    accepts = false;
                else
                    rejects = false;
                (valid ? result.ShouldAccept : result.ShouldReject)
                    .Add($"{name}: {(valid ? $"stopped behind {behind}" : text[..Math.Min(text.Length, 300)])}");
            }

            foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
                Take(grammar, tokenizer, Write(test.GetProperty("data")), result.MasksAgain, null, out _);
            result.Passing += accepts && rejects ? 1 : 0;
        }

        return result;
    }

    private static bool HasValid(JsonElement file) =>
        file.GetProperty("tests").EnumerateArray().Any(test => test.GetProperty("valid").GetBoolean());

    private static bool Take(
        Grammar grammar, QwenTokenizer tokenizer, string text, List<MaskBenchClock> times, SeeMask? see, out string behind)
    {
        var constraint = grammar.CreateConstraint();
        var taken = new StringBuilder();
        behind = "";
        foreach (var token in tokenizer.Encode(text))
        {
            var begun = MaskBenchClock.Now();
            var mask = constraint.GetMask();
            var allowed = (mask[token >> 5] >> token & 1) != 0;
            if (allowed)
                constraint.Accept(token);
            times.Add(MaskBenchClock.Since(begun));
            see?.Invoke(mask);
            if (!allowed)
            {
                behind =
                    $"…{taken.ToString()[Math.Max(0, taken.Length - 150)..]} | {Encoding.UTF8.GetString(tokenizer.GetBytes(token).Span)}";
                return false;
            }

            taken.Append(Encoding.UTF8.GetString(tokenizer.GetBytes(token).Span));
        }

        behind = "the last token";
        var end = EndToken(tokenizer);
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

    private static double Quantile(double[] sorted, double part) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

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
