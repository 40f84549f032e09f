using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Qwen.Server.Tests.Page;

/// <summary>The pages of a PDF file as the page asks for them.</summary>
public sealed class PagesEndpointTests(DemoServer server)
{
    [Fact]
    public async Task Every_page_comes_as_a_picture()
    {
        using var response = await AskAsync($"data:application/pdf;base64,{Convert.ToBase64String(SmallPdf.Create(2))}");
        var pages = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pages");
        Assert.Equal(2, pages.GetArrayLength());
        Assert.All(
            pages.EnumerateArray(), page => Assert.StartsWith("data:image/png;base64,iVBOR", page.GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("holiday.pdf")]
    [InlineData("https://example.com/a.pdf")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:")]
    [InlineData("data:application/pdf;base64,")]
    [InlineData("data:application/pdf;base64,%%%")]
    [InlineData("data:application/pdf;base64,JVBERi0xLjQK===")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    public async Task What_is_no_pdf_in_the_request_itself_is_refused(string document)
    {
        using var response = await AskAsync(document);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("document", error.GetProperty("param").GetString());
    }

    private Task<HttpResponseMessage> AskAsync(string document) =>
        server.Http.PostAsJsonAsync(new Uri("/v1/pages", UriKind.Relative), new { document });
}
