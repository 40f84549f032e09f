using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Tests.Conformance;

/// <summary>The client over a checkpoint of random weights: what it says is noise, and has the shape all the same.</summary>
[Trait("Category", "Golden")]
public sealed class QwenTinyConformanceTests(TinyModel tiny) : ChatClientConformance, IClassFixture<TinyModel>
{
    protected override DataContent Picture { get; } = new(Pictures.Encode(84, 56), "image/png");

    protected override async Task<IChatClient> CreateChatClientAsync() => new QwenChatClient(await tiny.GetAsync());
}
