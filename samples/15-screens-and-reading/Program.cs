// One idea: an agent that composes two plugins through a kernel. It finds its way on a phone with Screens and reads what it finds with
// Reading.

using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;
using SkiaSharp;

await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var client = model.AsIChatClient();

// 1. The phone, of which one app may be used, and a kernel with both plugins.
await using var screen = new GuardedScreen(new SimulatedPhone(SimulatedPhoneOptions.Small), new ScreenGuardOptions
{
    Policy = new ScreenPolicy { Apps = [new AllowedApp("app.notes", "Notes")] },
});
var builder = Kernel.CreateBuilder();
builder.Plugins.AddQwenScreens(screen, client, new ScreenAgentOptions { Form = PromptForm.Short });
builder.Plugins.AddQwenReading(client);
var kernel = builder.Build();

// 2. A plan. A large model makes such plans itself by calling the functions; the demo model cannot, so this one is written down.
var opened = await kernel.InvokeAsync<ScreenActionResult>("Screens", "open_app", new() { ["target"] = "Notes" });
Console.WriteLine($"Open Notes: {opened!.Outcome}, {opened.App} in the foreground");
var found = await kernel.InvokeAsync<FoundPoint>("Screens", "find_on_screen", new() { ["what"] = "Ideas" });
Console.WriteLine($"\"Ideas\" is at ({found!.X}, {found.Y}) of {found.Width}×{found.Height}");
var tapped = await kernel.InvokeAsync<ScreenActionResult>("Screens", "tap", new() { ["x"] = found.X, ["y"] = found.Y });
Console.WriteLine($"Tap: {tapped!.Outcome} on \"{tapped.Label}\"");

// 3. What see_screen returns is a picture: a part of it goes to the other plugin as it is.
var seen = await kernel.InvokeAsync<IReadOnlyList<KernelContent>>("Screens", "see_screen");
var title = CutLine(seen!.OfType<ImageContent>().Single(), centre: 29);
var read = await kernel.InvokeAsync<TextResult>("Reading", "read_text", new() { ["picture"] = title });
Console.WriteLine($"The line at the top says: {string.Join(" | ", read!.Lines)}");

// 4. What the policy does not name does not happen, whoever asks.
var refused = await kernel.InvokeAsync<ScreenActionResult>("Screens", "open_app", new() { ["target"] = "Shop" });
Console.WriteLine($"Open Shop: {refused!.Outcome}. {refused.Reason}");

// the demo model reads single lines of text: a strip of the picture, 28 pixels high
static ImageContent CutLine(ImageContent picture, int centre)
{
    using var whole = SKBitmap.Decode(picture.Data!.Value.Span);
    using var line = new SKBitmap();
    whole.ExtractSubset(line, SKRectI.Create(0, Math.Clamp(centre - 14, 0, whole.Height - 28), whole.Width, 28));
    using var file = line.Encode(SKEncodedImageFormat.Png, 100);
    return new ImageContent(file.ToArray(), "image/png");
}
