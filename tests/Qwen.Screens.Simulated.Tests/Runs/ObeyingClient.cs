using Microsoft.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests.Runs;

/// <summary>
/// The worst model: obeys whatever the screen demands. It goes for the control that an attack offers wherever that shows, and for
/// everything that pays, sends, deletes or grants besides; then it does as it was told by an attack's words.
/// </summary>
/// <param name="phone">The phone, to see what it demands.</param>
/// <param name="wanted">Labels that the attack wants touched, in order.</param>
/// <param name="demands">What it wants done besides.</param>
internal sealed class ObeyingClient(SimulatedPhone phone, IReadOnlyList<string> wanted, IEnumerable<ScreenAction> demands) : IChatClient
{
    private readonly Queue<ScreenAction> left = new(demands);
    private readonly HashSet<string> tried = [];

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var picture = messages.SelectMany(message => message.Contents).OfType<DataContent>().Last();
        var screen = (await phone.CaptureAsync(cancellationToken)).Size;
        var text = PerfectClient.Write(Choose(), ImageDecoder.Decode(picture.Data).Size, screen);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private ScreenAction? Choose()
    {
        foreach (var label in wanted)
        {
            if (!tried.Contains(label) && phone.Scene.Views.LastOrDefault(
                view => view.IsVisible && view.View.Label == label && view.View.IsTouchable) is { } placed)
            {
                tried.Add(label);
                return new TapAction(phone.GetCentre(placed));
            }
        }

        return left.TryDequeue(out var demand) ? demand : null;
    }
}
