using System.Text;
using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Constraints.Tests;

/// <summary>
/// Real schemas with valid and invalid instances: the folder named by <c>QWENVL_MASKBENCH</c>, else <c>../shared/maskbench</c>.
/// </summary>
[Trait("Category", "Golden")]
public sealed class MaskBenchTests
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("QWENVL_MASKBENCH") is { Length: > 0 } set
            ? set
            : Path.Combine(RepositoryFiles.Root, "..", "shared", "maskbench");

    [Fact]
    public void Valid_instances_pass_invalid_ones_do_not_and_random_choices_are_valid()
    {
        if (!Directory.Exists(Folder))
            Assert.Skip($"No schemas at {Path.GetFullPath(Folder)} (set QWENVL_MASKBENCH to their folder).");
        int files = 0, passing = 0, refusedValid = 0, unended = 0;
        var taken = new List<string>();
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal))
        {
            files++;
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var schema = document.RootElement.GetProperty("schema");
            Grammar grammar;
            try
            {
                grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, schema);
            }
            catch (ConstraintException)
            {
                continue;
            }

            var right = true;
            foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
            {
                var valid = test.GetProperty("valid").GetBoolean();
                if (ByteVocabulary.Takes(grammar, Relaxed(test.GetProperty("data"))) == valid)
                    continue;
                right = false;
                if (valid)
                    refusedValid++;
                else
                    taken.Add(Path.GetFileName(file));
            }

            passing += right ? 1 : 0;

            // in the schema's order required names are not left to be guessed
            var ordered = Grammar.FromJsonSchema(
                ByteVocabulary.Instance, schema, new JsonGrammarOptions { PropertyOrder = JsonPropertyOrder.AsWritten });
            if (RandomWalk.TryWrite(ordered, new Random(files), patience: 30) is not { } text)
            {
                unended++;
                continue;
            }

            using var value = JsonDocument.Parse(text);
            if (!IsChecked(schema, value.RootElement))
                wrong.Add($"{Path.GetFileName(file)}: {text}");
        }

        Assert.Empty(taken);
        Assert.Empty(wrong);
        Assert.True(unended <= files / 20, $"{unended} random walks of {files} came to no end.");
        Assert.True(refusedValid <= 1 + files / 500, $"{refusedValid} valid instances were stopped.");
        Assert.True(passing >= files * 505 / 538, $"{passing} of {files} schemas pass.");
    }

    // the checker of these tests does not know every way of referring: what it cannot follow it does not judge
    private static bool IsChecked(JsonElement schema, JsonElement value)
    {
        try
        {
            return new SchemaChecker(schema).IsValid(value);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return true;
        }
    }

    private static string Relaxed(JsonElement data)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            data.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
