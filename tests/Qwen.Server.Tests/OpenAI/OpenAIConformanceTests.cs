using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tests.Conformance;
using Qwen.Testing;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>Microsoft.Extensions.AI.OpenAI over the server does what the client of the model itself does.</summary>
public sealed class OpenAIConformanceTests(DemoServer server) : ChatClientConformance
{
    protected override DataContent? Picture =>
        new(File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "count112-00.png")), "image/png");

    // the schema that this client sends says "integer" where the type has 32 bits, and nothing of dates
    protected override bool TellsFormats => false;

    protected override Task<IChatClient> CreateChatClientAsync() =>
        Task.FromResult(OpenAIClientTests.Client(server.Address, DemoServer.Model).AsIChatClient());
}
