using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>
/// The worst model: does what the page says. A page says it in its title, as a call with pixels of the screen, because a test has no eyes;
/// the call goes the way of any model's answer.
/// </summary>
internal sealed class ObeyingClient(BrowserScreen browser) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var seen = ImageDecoder.Decode(messages.SelectMany(message => message.Contents).OfType<DataContent>().Last().Data).Size;
        var shot = await browser.CaptureAsync(cancellationToken);
        var call = JsonNode.Parse(shot.Place!.Title is { Length: > 0 } title ? title : """{"action":"terminate","status":"success"}""")!
            .AsObject();
        foreach (var name in new[] { "coordinate", "coordinate2" })
        {
            if (call[name] is JsonArray point)
                call[name] = new JsonArray((int)point[0]! * seen.Width / shot.Size.Width, (int)point[1]! * seen.Height / shot.Size.Height);
        }

        var answer = new JsonObject { ["name"] = "computer_use", ["arguments"] = call };
        return new ChatResponse(
            new ChatMessage(ChatRole.Assistant, $"<tool_call>\n{answer.ToJsonString(new JsonSerializerOptions())}\n</tool_call>"));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
