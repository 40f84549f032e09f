namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Every form that is said to be read, written here by its published layout, means what its formula says.</summary>
[Trait("Category", "Forms")]
public sealed class PublishedFormTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. PublishedForms.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_form_gives_the_weights_logits_and_tokens_of_its_plain_twin(string name)
    {
        using var pair = new FormPair(PublishedForms.All[name].Configuration, PublishedForms.All[name].Write);
        FormTwins.AssertSameWeights(pair.Form, pair.Twin);
        output.WriteLine($"logits off by {await FormTwins.AssertSameAnswers(pair.Form, pair.Twin, 1e-5f):e1}");
    }
}
