using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.SemanticKernel.Registration;

namespace Qwen.SemanticKernel.Tests.Registration;

public class KernelResultConverterTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public void A_picture_becomes_data_content_with_its_hints()
    {
        var image = new ImageContent(Bytes, "image/png") { Metadata = new Dictionary<string, object?> { ["max_pixels"] = 5000 } };
        var data = Assert.IsType<DataContent>(KernelResultConverter.Convert(image));
        Assert.Equal(Bytes, data.Data.ToArray());
        Assert.Equal(5000, data.AdditionalProperties!["max_pixels"]);
    }

    [Fact]
    public void A_video_a_text_and_an_address_are_converted_too()
    {
        Assert.Equal("video/mp4", Assert.IsType<DataContent>(KernelResultConverter.Convert(new BinaryContent(Bytes, "video/mp4"))).MediaType);
        Assert.Equal("t", Assert.IsType<Microsoft.Extensions.AI.TextContent>(KernelResultConverter.Convert(new Microsoft.SemanticKernel.TextContent("t"))).Text);
        Assert.Equal("image/*", Assert.IsType<UriContent>(KernelResultConverter.Convert(new ImageContent(new Uri("file:///a.png")))).MediaType);
    }

    [Fact]
    public void A_message_keeps_all_its_parts()
    {
        ChatMessageContent message = new() { Items = [new Microsoft.SemanticKernel.TextContent("now"), new ImageContent(Bytes, "image/png")] };
        Assert.Equal(2, Assert.IsType<ChatMessage>(KernelResultConverter.Convert(message)).Contents.Count);
    }

    [Fact]
    public void Plain_data_is_left_alone()
    {
        Assert.Null(KernelResultConverter.Convert("text"));
        Assert.Null(KernelResultConverter.Convert(new { A = 1 }));
    }
}
