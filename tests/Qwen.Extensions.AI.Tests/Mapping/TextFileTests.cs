using System.Text;
using Microsoft.Extensions.AI;
using static Qwen.Extensions.AI.Tests.Mapping.Mapped;

namespace Qwen.Extensions.AI.Tests.Mapping;

/// <summary>Files of text are read: their text, under their name.</summary>
public class TextFileTests
{
    [Theory]
    [InlineData("text/csv", "sums.csv")]
    [InlineData("text/plain; charset=utf-8", "a")]
    [InlineData("text/markdown", "a.md")]
    [InlineData("application/json", "a.json")]
    [InlineData("application/geo+json", "a.json")]
    [InlineData("application/x-yaml", "a.yml")]
    [InlineData("application/octet-stream", "notes.txt")]
    public async Task Text_is_shown_with_its_name(string mediaType, string name)
    {
        var file = new DataContent(Encoding.UTF8.GetBytes("größe,1\n"), mediaType) { Name = name };
        Assert.Equal([$"User: Sum it.\nFile '{name}':\ngröße,1\n\n"], Describe(await MapAsync(User(new TextContent("Sum it."), file))));
    }

    [Fact]
    public async Task Text_without_a_name_stands_alone()
    {
        var uri = new DataContent("data:text/plain;base64," + Convert.ToBase64String("plain"u8));
        Assert.Equal(["User: plain"], Describe(await MapAsync(User(uri))));
        Assert.Equal(["User: plain"], Describe(await MapAsync(User(new UriContent(uri.Uri, "text/plain")))));
    }

    [Fact]
    public async Task A_mark_or_the_media_type_says_how_it_is_encoded()
    {
        byte[] marked = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("größe")];
        Assert.Equal(["User: größe"], Describe(await MapAsync(User(new DataContent(marked, "text/plain")))));
        byte[] utf8 = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("größe")];
        Assert.Equal(["User: größe"], Describe(await MapAsync(User(new DataContent(utf8, "text/plain")))));
        var western = new DataContent(Encoding.Latin1.GetBytes("größe"), "text/csv; charset=windows-1252");
        Assert.Equal(["User: größe"], Describe(await MapAsync(User(western))));
    }

    [Fact]
    public async Task A_text_may_begin_like_a_file_of_another_kind()
    {
        var text = "GIF89a and ID3 are signatures"u8.ToArray();
        Assert.Equal(["User: GIF89a and ID3 are signatures"], Describe(await MapAsync(User(new DataContent(text, "text/plain")))));
        Assert.Equal(["User: [56×56]"], Describe(await MapAsync(User(new DataContent(Pictures.Encode(56, 56), "text/plain")))));
    }

    [Fact]
    public async Task What_is_no_text_is_said()
    {
        var western = File(Encoding.Latin1.GetBytes("größe"), "text/csv");
        Assert.Contains("charset=windows-1252", await RefusalAsync(western), StringComparison.Ordinal);
        Assert.Contains("are no text", await RefusalAsync(File([65, 0, 1, 2], "text/csv")), StringComparison.Ordinal);
        Assert.Contains("'nonsense'", await RefusalAsync(File([65], "text/csv; charset=nonsense")), StringComparison.Ordinal);
        Assert.Contains("more than the", await RefusalAsync(File(new byte[9 << 20], "text/csv")), StringComparison.Ordinal);

        static ChatMessage File(byte[] bytes, string type) => User(new DataContent(bytes, type) { Name = "a.csv" });
    }
}
