// One idea: take an answer piece by piece, cancel it when needed, and read what it cost.

using System.Diagnostics;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;

await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using IChatClient client = new QwenChatClient(model);
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true; // Ctrl-C ends the answer, not the program
    cancellation.Cancel();
};

var picture = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "pictures", "shapes.png"));
var question = new ChatMessage(ChatRole.User,
[
    new DataContent(picture, "image/png"),
    new TextContent("Locate the green triangle, report the bbox coordinates in JSON format."),
]);

var watch = Stopwatch.StartNew();
var firstPiece = TimeSpan.Zero;
List<ChatResponseUpdate> updates = [];
try
{
    await foreach (var update in client.GetStreamingResponseAsync(question, cancellationToken: cancellation.Token))
    {
        if (updates.Count == 0)
            firstPiece = watch.Elapsed;
        updates.Add(update);
        Console.Write(update.Text);
    }
}
catch (OperationCanceledException)
{
    Console.Write(" … stopped");
}

Console.WriteLine();

// The pieces make up one ordinary response; usage and finish reason came with the last ones.
var response = updates.ToChatResponse();
Console.WriteLine();
Console.WriteLine(
    $"{updates.Count} pieces, the first after {firstPiece.TotalSeconds:0.00} s, all after {watch.Elapsed.TotalSeconds:0.00} s");
if (response.Usage is { } usage)
{
    Console.WriteLine($"{usage.InputTokenCount} tokens in, {usage.AdditionalCounts?["vision_tokens"]} of them the picture");
    Console.WriteLine($"{usage.OutputTokenCount} tokens out, ended by {response.FinishReason}");
}
