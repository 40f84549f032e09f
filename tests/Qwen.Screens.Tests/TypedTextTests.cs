using Qwen.Screens.Safety;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Tests;

public class TypedTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Gr\u00fc\u00dfe, \u6f22\u5b57 \ud83d\ude00 e\u0301 \u200d \u202e x")]
    [InlineData("100% 'sure' $HOME `x` {{y}}")]
    public void Text_is_text(string text) => Assert.Equal([text], new TypeTextAction(text).ToLines());

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r\nb")]
    [InlineData("a\rb")]
    public void Line_ends_are_the_key(string text) => Assert.Equal(["a", "b"], new TypeTextAction(text).ToLines());

    public static TheoryData<string> Keys =>
        [.. Enumerable.Range(0, 0xA0)
            .Select(code => ((char)code).ToString())
            .Where(text => char.IsControl(text[0]) && text is not ("\n" or "\r")),
            "\u2028", "\u2029", "\ud800", "\udc00x", "\ud83d\ud83d\ude00"];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Other_control_characters_and_half_characters_are_refused_without_the_text(string key)
    {
        var error = Assert.Throws<QwenException>(() => new TypeTextAction($"correct horse{key}x").ToLines());
        Assert.DoesNotContain("horse", error.Message, StringComparison.Ordinal);
        var verdict =
            new ScreenPolicy { AllowUnknownPlace = true }.Judge(new TypeTextAction($"a{key}x"), new ScreenContext(Shot(), [], true));
        Assert.False(verdict.IsAllowed);
    }

    private static ScreenShot Shot() => new() { Png = ReadOnlyMemory<byte>.Empty, Size = new(10, 10), Time = default };
}
