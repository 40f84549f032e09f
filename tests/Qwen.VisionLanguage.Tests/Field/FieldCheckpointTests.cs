using System.Text.RegularExpressions;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>Every checkpoint that was collected in the field: loaded, asked, and compared with what is right for it.</summary>
public sealed partial class FieldCheckpointTests(ITestOutputHelper output)
{
    // the model itself is another one, or sees other colours
    private static readonly string[] Others =
        ["head-5-nested-false-root-true-none", "pre-no-normalize", "pre-no-rescale", "tmpl-jinja-other"];

    public static TheoryData<string> Names() => [.. FieldCheckpoint.All().DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_checkpoint_of_the_field_is_read_as_it_is_meant_or_refused_for_what_it_is(string name)
    {
        if (name.Length == 0)
            Assert.Skip("Inputs from the field are not at ../shared/field (set QWENVL_FIELD to their folder).");
        using var checkpoint = FieldCheckpoint.Assemble(name);
        var expected = FieldCheckpoint.Expect(name);
        var mayRefuse = Refusal().IsMatch(expected);
        var mustSpeak = Speech().IsMatch(expected) && !Reading().IsMatch(expected);
        try
        {
            await using var model = await DemoAnswer.LoadAsync(
                name == "lay-hub-cache" ? Path.Combine(checkpoint.Home, "models--Qwen--demo") : checkpoint.Path);
            Assert.False(expected.StartsWith("refused", StringComparison.Ordinal), $"loads, but: {expected}");
            output.WriteLine($"loads: {string.Join(' ', model.Notes)}");
            if (mustSpeak)
                Assert.NotEmpty(model.Notes);
            if (Pixels().Match(expected) is { Success: true } pixels)
                Assert.Equal(pixels.Groups[1].Value, $"{model.Preprocessor.MaxPixels}");
            if (name == "pre-both-differ")
                Assert.Equal(1605632, model.Preprocessor.MaxPixels);
            if (!Others.Contains(name))
                Assert.Equal(await DemoAnswer.ExpectedAsync, await DemoAnswer.AskAsync(model));
        }
        catch (QwenException error)
        {
            output.WriteLine($"refused: {error.Message}");
            Assert.True(mayRefuse, $"{error.Message} But: {expected}");
            Assert.DoesNotContain("damaged", error.Message, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"refused|says|sentence|said|names\b|a warning")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"refused|says|sentence|said|a warning")]
    private static partial Regex Speech();

    [GeneratedRegex("loads|opens")]
    private static partial Regex Reading();

    [GeneratedRegex(@"max_pixels (\d+)")]
    private static partial Regex Pixels();
}
