using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

public class TemplateJsonTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"b":1,"a":[],"c":{}}""", """{"b": 1, "a": [], "c": {}}""")]
    [InlineData(""" { "x" : [ 1 , 2.50 , -0.0, 1e5 , true , null ] } """, """{"x": [1, 2.50, -0.0, 1e5, true, null]}""")]
    [InlineData("""{"caf\u00e9":"\u5317\u4eac <b> & ' / \u007f"}""", "{\"café\": \"北京 <b> & ' / \u007F\"}")]
    [InlineData("""{"s":"\"\\\/\b\f\n\r\t\u0001\u001F"}""", """{"s": "\"\\/\b\f\n\r\t\u0001\u001f"}""")]
    [InlineData("""{"s":"😀\ud83d\ude00"}""", """{"s": "😀😀"}""")]
    public void Objects_are_written_as_the_template_does(string json, string expected)
        => Assert.Equal(expected, TemplateJson.Rewrite(json, "The tool"));

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    [InlineData("{\"a\": 1")]
    [InlineData("{'a': 1}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    public void What_is_no_object_is_refused_by_name(string json)
        => Assert.StartsWith(
            "The tool", Assert.Throws<QwenException>(() => TemplateJson.Rewrite(json, "The tool")).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_is_refused()
        => Assert.Throws<QwenException>(() => TemplateJson.Rewrite("{\"a\": \"\uD800\"}", "The tool"));
}
