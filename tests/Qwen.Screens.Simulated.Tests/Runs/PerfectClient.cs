using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Tasks;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests.Runs;

/// <summary>
/// A model that knows the way: answers every request with the call of the script's next action, in pixels of the picture it is shown.
/// </summary>
internal sealed class PerfectClient(PhoneScript script, SimulatedPhone phone) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var screen = (await phone.CaptureAsync(cancellationToken)).Size;
        var picture = messages.SelectMany(message => message.Contents).OfType<DataContent>().Last();
        var text = Write(script.IsDone ? null : script.Next(), ImageDecoder.Decode(picture.Data).Size, screen);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text));
    }

    /// <summary>An action as the model would write it; null ends the task.</summary>
    public static string Write(ScreenAction? action, PixelSize seen, PixelSize screen)
    {
        var map = new CoordinateMap(screen, seen);
        JsonObject arguments = action switch
        {
            null => new() { ["action"] = "terminate", ["status"] = "success" },
            TapAction tap => new() { ["action"] = "click", ["coordinate"] = At(tap.Point) },
            LongPressAction press =>
                new() { ["action"] = "long_press", ["coordinate"] = At(press.Point), ["time"] = press.Duration.TotalSeconds },
            DragAction drag => new() { ["action"] = "swipe", ["coordinate"] = At(drag.From), ["coordinate2"] = At(drag.To) },
            TypeTextAction typed => new() { ["action"] = "type", ["text"] = typed.Text },
            PressKeysAction keys => new() { ["action"] = "key", ["text"] = keys.Keys[0] },
            PressButtonAction button => new() { ["action"] = "system_button", ["button"] = button.Button.ToString() },
            OpenAction open => new() { ["action"] = "open", ["text"] = open.Target },
            WaitAction wait => new() { ["action"] = "wait", ["time"] = wait.Duration.TotalSeconds },
            _ => throw new NotSupportedException($"The model's action set has no {action.GetType().Name}."),
        };
        return $"<tool_call>\n{new JsonObject { ["name"] = "mobile_use", ["arguments"] = arguments }.ToJsonString()}\n</tool_call>";

        JsonArray At(ScreenPoint point)
        {
            var (x, y) = map.ToModel(point.X, point.Y);
            return [x, y];
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
