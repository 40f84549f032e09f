// One idea: have a task done on a page of a browser that reaches one origin and nothing else, whatever the page says.

using Microsoft.Extensions.AI;
using Qwen.Samples;
using Qwen.Screens;
using Qwen.Screens.Browser;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var client = model.AsIChatClient();
using var shop = new LocalShop();
var origin = WebOrigin.Of(shop.Address)!;

// 1. A browser of its own, small enough for the demo model to see, and a policy with the same origin.
var browser = await BrowserScreen.OpenAsync(
    new BrowserScreenOptions { AllowedOrigins = [origin], Address = shop.Address, Size = new PixelSize(224, 168) });
await using var screen = new GuardedScreen(browser, new ScreenGuardOptions
{
    Policy = new ScreenPolicy { Origins = [origin] },
    Approve = (request, _) =>
    {
        Console.WriteLine($"   asked: {ActionText.Describe(request.Action)} on \"{request.Label}\" ({request.Risk})? no");
        return ValueTask.FromResult(false);
    },
});

// 2. Searching is harmless, "Weather" is a link that leads away, and buying is for a person to decide.
var agent = new ScreenAgent(client, screen, new ScreenAgentOptions { Form = PromptForm.Short });
foreach (var task in new[] { "Tap Search.", "Tap Weather.", "Tap Buy now." })
{
    Console.WriteLine(task);
    await foreach (var step in agent.RunAsync(task))
    {
        if (step.Attempt is { } attempt)
            Console.WriteLine($"   {ActionText.Describe(attempt.Action)}: {attempt.Outcome} {attempt.Reason}".TrimEnd());
    }
}

var last = await screen.CaptureAsync();
Console.WriteLine(
    $"The page is called \"{last.Place!.Title}\" now, "
    + $"at {(last.Place.Address!.Host == shop.Address.Host ? "the shop" : last.Place.Address)}.");
var picture = Path.Combine(Directory.CreateDirectory(Path.Combine("artifacts", "16-browser-task")).FullName, "page.png");
await File.WriteAllBytesAsync(picture, last.Png);
Console.WriteLine($"[the page: {picture}]");
