using System.Text;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Tests.OpenAI;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"a\":[\"\\udc00\\ud800\"]}")]
    public void What_is_no_clean_object_is_refused(string body)
    {
        var error = Assert.Throws<RequestException>(() => RequestBody.Parse(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(400, error.Status);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Throws<RequestException>(
            () => RequestBody.Parse(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' }));

    [Fact]
    public void Depth_has_an_end() => Assert.Throws<RequestException>(
        () => RequestBody.Parse(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 100) + new string(']', 100) + "}")));

    [Fact]
    public void A_pair_of_surrogates_is_a_text()
    {
        using var body = RequestBody.Parse("{\"a\":\"\\ud83d\\ude00\"}"u8.ToArray());
        Assert.Equal("😀", body.RootElement.GetProperty("a").GetString());
    }
}
