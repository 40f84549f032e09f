using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>
/// Quantised and adapted checkpoints say what their plain twins say: the folder named by <c>QWENVL_FORMS</c>, else <c>../shared/forms</c>.
/// </summary>
[Trait("Category", "Forms")]
public sealed class FormTwinTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-5f;
    private const string Twin = "-twin";

    private static readonly string Folder =
        Environment.GetEnvironmentVariable("QWENVL_FORMS") is { Length: > 0 } set
            ? set
            : Path.Combine(RepositoryFiles.Root, "..", "shared", "forms");

    [Fact]
    public async Task Every_quantised_form_gives_the_logits_and_tokens_of_its_plain_twin()
    {
        foreach (var (form, adapter, twin) in Pairs())
            output.WriteLine(
                $"{Path.GetFileName(adapter ?? form)}: "
                + $"logits off by {await FormTwins.AssertSameAnswers(form, twin, Tolerance, adapter):e1}");
    }

    [Fact]
    public void Every_weight_of_a_form_is_that_of_its_twin()
    {
        foreach (var (form, adapter, twin) in Pairs())
            FormTwins.AssertSameWeights(form, twin, adapter);
    }

    // an adapter has a twin, but no model in its folder: its base is "lora-base"
    private static List<(string Form, string? Adapter, string Twin)> Pairs()
    {
        if (!Directory.Exists(Folder))
            Assert.Skip($"Quantised checkpoints are not at {Path.GetFullPath(Folder)} (set QWENVL_FORMS to their folder).");
        var pairs = (from twin in Directory.GetDirectories(Folder, "*" + Twin).Order(StringComparer.Ordinal)
                     let form = twin[..^Twin.Length]
                     let isAdapter = !File.Exists(Path.Combine(form, CheckpointFiles.ConfigFile))
                     select isAdapter ? (Path.Combine(Folder, "lora-base"), form, twin) : (form, (string?)null, twin)).ToList();
        Assert.NotEmpty(pairs);
        return pairs;
    }
}
