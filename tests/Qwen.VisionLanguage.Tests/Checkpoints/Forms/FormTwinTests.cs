using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Quantised checkpoints say what their plain twins say: the folder named by <c>QWENVL_FORMS</c>, else <c>../shared/forms</c>.</summary>
[Trait("Category", "Forms")]
public sealed class FormTwinTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-5f;
    private const string Twin = "-twin";

    private static readonly string Folder =
        Environment.GetEnvironmentVariable("QWENVL_FORMS") is { Length: > 0 } set ? set : Path.Combine(RepositoryFiles.Root, "..", "shared", "forms");

    [Fact]
    public async Task Every_quantised_form_gives_the_logits_and_tokens_of_its_plain_twin()
    {
        foreach (var (form, twin) in Pairs())
            output.WriteLine($"{Path.GetFileName(form)}: logits off by {await FormTwins.AssertSameAnswers(form, twin, Tolerance):e1}");
    }

    [Fact]
    public void Every_weight_of_a_form_is_that_of_its_twin()
    {
        foreach (var (form, twin) in Pairs())
            FormTwins.AssertSameWeights(form, twin);
    }

    private static List<(string Form, string Twin)> Pairs()
    {
        if (!Directory.Exists(Folder))
            Assert.Skip($"Quantised checkpoints are not at {Path.GetFullPath(Folder)} (set QWENVL_FORMS to their folder).");
        var pairs = Directory.GetDirectories(Folder, "*" + Twin).Order(StringComparer.Ordinal)
            .Select(twin => (Form: twin[..^Twin.Length], twin))
            .Where(pair => File.Exists(Path.Combine(pair.Form, CheckpointFiles.ConfigFile))).ToList();
        Assert.NotEmpty(pairs);
        return pairs;
    }
}
