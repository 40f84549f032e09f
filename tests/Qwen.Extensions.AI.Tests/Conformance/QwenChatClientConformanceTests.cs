using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Client;

namespace Qwen.Extensions.AI.Tests.Conformance;

/// <summary>The client over the demo model, whose weights know nothing of what the checks ask for.</summary>
public sealed class QwenChatClientConformanceTests : ChatClientConformance
{
    protected override DataContent Picture { get; } = new(Pictures.Encode(84, 56), "image/png");

    protected override async Task<IChatClient> CreateChatClientAsync() => await DemoModel.CreateClientAsync();
}
