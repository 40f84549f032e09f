using System.Text.Encodings.Web;
using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Constraints.Tests;

/// <summary>
/// The official suite of JSON Schema, group by group: a schema passes where every valid instance goes through and every invalid one is
/// stopped, or where all are invalid and the schema is told to be a contradiction. The folder is named by <c>QWENVL_JSONSCHEMA</c>, else
/// <c>../shared/jsonschema</c>.
/// </summary>
[Trait("Category", "Golden")]
public sealed class SchemaSuiteTests(ITestOutputHelper output)
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("QWENVL_JSONSCHEMA") is { Length: > 0 } set
            ? set
            : Path.Combine(RepositoryFiles.Root, "..", "shared", "jsonschema");

    // by the letter of the specification, as the suite judges
    private static readonly JsonGrammarOptions ByTheLetter = new() { Formats = JsonFormats.Annotations, AnyNumberSpelling = true };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("draft2020-12", 355, 2)]
    [InlineData("draft7", 241, 2)]
    public void Groups_of_a_draft_pass(string draft, int atLeast, int refusedAtMost)
    {
        var (all, right, refused, wrong) = Judge(draft, ByTheLetter);
        Assert.True(right >= Math.Min(atLeast, all - refusedAtMost), $"{draft}: {right} of {all} groups pass.");
        Assert.True(refused <= refusedAtMost, $"{draft}: {refused} groups are refused.");

        // what goes through against its schema is the worst there is
        Assert.DoesNotContain(wrong, line => line.Contains("goes through", StringComparison.Ordinal));
    }

    /// <summary>As structured output is used: formats hold, and numbers are written as readers of them expect.</summary>
    [Theory]
    [InlineData("draft2020-12", 326)]
    [InlineData("draft7", 233)]
    public void Groups_of_a_draft_pass_as_answers_are_written(string draft, int atLeast)
    {
        var (all, right, _, wrong) = Judge(draft, new JsonGrammarOptions());
        Assert.True(right >= Math.Min(atLeast, all), $"{draft}: {right} of {all} groups pass.");
        Assert.DoesNotContain(wrong, line => line.Contains("goes through", StringComparison.Ordinal));
    }

    private (int All, int Right, int Refused, List<string> Wrong) Judge(string draft, JsonGrammarOptions options)
    {
        string[] files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, $"{draft}---*.json") : [];
        if (files.Length == 0)
            Assert.Skip($"No groups of {draft} at {Path.GetFullPath(Folder)} (set QWENVL_JSONSCHEMA to their folder).");
        var (right, refused) = (0, 0);
        var wrong = new List<string>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var name = Path.GetFileNameWithoutExtension(file);
            var tests = document.RootElement.GetProperty("tests").EnumerateArray()
                .Select(test => (Valid: test.GetProperty("valid").GetBoolean(), Data: Write(test.GetProperty("data")))).ToList();
            List<string> faults;
            try
            {
                var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement.GetProperty("schema"), options);
                faults =
                [
                    .. tests.Where(test => ByteVocabulary.Takes(grammar, test.Data) != test.Valid)
                        .Select(test => $"{name}: {test.Data} {(test.Valid ? "is stopped" : "goes through")}")
                ];
            }
            catch (ConstraintException refusal)
            {
                var isRight = refusal.IsContradiction && !tests.Exists(test => test.Valid);
                faults = isRight ? [] : [$"{name}: {refusal.Message}"];
                refused += isRight ? 0 : 1;
            }

            right += faults.Count == 0 ? 1 : 0;
            wrong.AddRange(faults);
        }

        output.WriteLine($"{draft}: {right} of {files.Length} groups pass, {refused} are refused.");
        foreach (var line in wrong)
            output.WriteLine(line);
        return (files.Length, right, refused, wrong);
    }

    // numbers as they are in the file: another spelling is another text
    private static string Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(p => $"{Text(p.Name)}: {Write(p.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Write))}]",
        JsonValueKind.String => Text(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Text(string text) => JsonSerializer.Serialize(text, Plain);
}
