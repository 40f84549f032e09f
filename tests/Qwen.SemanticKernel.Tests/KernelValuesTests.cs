using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI.Media;
using Qwen.SemanticKernel.Plugins;
using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Tests;

public class KernelValuesTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public void A_picture_becomes_data_content_with_its_hints()
    {
        var image = new ImageContent(Bytes, "image/png") { Metadata = new Dictionary<string, object?> { ["max_pixels"] = 5000 } };
        var data = Assert.IsType<DataContent>(KernelValues.FromKernel(image));
        Assert.Equal(Bytes, data.Data.ToArray());
        Assert.Equal(5000, data.AdditionalProperties!["max_pixels"]);
    }

    [Fact]
    public void A_video_a_text_and_an_address_are_converted_too()
    {
        Assert.Equal("video/mp4", Assert.IsType<DataContent>(KernelValues.FromKernel(new BinaryContent(Bytes, "video/mp4"))).MediaType);
        Assert.Equal("t", Assert.IsType<Microsoft.Extensions.AI.TextContent>(
            KernelValues.FromKernel(new Microsoft.SemanticKernel.TextContent("t"))).Text);
        Assert.Equal("image/*", Assert.IsType<UriContent>(KernelValues.FromKernel(new ImageContent(new Uri("file:///a.png")))).MediaType);
    }

    [Fact]
    public void Bytes_without_a_media_type_are_kept()
    {
        Assert.Equal(Bytes, Assert.IsType<DataContent>(KernelValues.FromKernel(new ImageContent(Bytes, null))).Data.ToArray());
        Assert.Equal(Bytes, Assert.IsType<DataContent>(KernelValues.FromKernel(new BinaryContent(Bytes, null))).Data.ToArray());
    }

    [Fact]
    public async Task Content_of_a_kernel_is_what_a_task_takes()
    {
        var resolver = new MediaResolver("picture", "image/png", [], "Folders", fetcher: null, "Fetcher");
        foreach (var content in new KernelContent[]
        {
            new ImageContent(Bytes, "image/png"),
            new BinaryContent(Bytes, null),
            new ImageContent("data:image/png;base64,AQID")
        })
        {
            using var media = await resolver.ResolveAsync(content.AsMediaSource(), TestContext.Current.CancellationToken);
            Assert.Equal(Bytes, media.Bytes.ToArray());
        }

        var error = await Assert.ThrowsAsync<QwenException>(
            async () => await resolver.ResolveAsync(
                new ImageContent(new Uri("file:///etc/hostname")).AsMediaSource(), TestContext.Current.CancellationToken));
        Assert.Contains("the host sets Folders", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Microsoft.SemanticKernel.TextContent("t").AsMediaSource());
    }

    [Fact]
    public void A_message_keeps_all_its_parts()
    {
        ChatMessageContent message = new()
        {
            Items = [new Microsoft.SemanticKernel.TextContent("now"), new ImageContent(Bytes, "image/png")]
        };
        Assert.Equal(2, Assert.IsType<ChatMessage>(KernelValues.FromKernel(message)).Contents.Count);
    }

    [Fact]
    public void Plain_data_is_left_alone()
    {
        Assert.Null(KernelValues.FromKernel("text"));
        Assert.Null(KernelValues.FromKernel(new { A = 1 }));
    }
}
