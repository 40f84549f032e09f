using System.Text;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>One question to a checkpoint, and what the demo model says to it.</summary>
internal static class DemoAnswer
{
    private static readonly Lazy<Task<string>> Demo = new(async () =>
    {
        using var folder = new TempFolder();
        await using var model = await LoadAsync(RepositoryFiles.DemoCheckpoint, folder.Path);
        return await AskAsync(model);
    });

    public static Task<string> ExpectedAsync => Demo.Value;

    public static Task<QwenModel> LoadAsync(string path, string? converted = null, QwenModelOptions? options = null) => QwenModel.LoadAsync(
        path, (options ?? new QwenModelOptions()) with { Device = "cpu", Precision = QwenPrecision.Float32, ConvertedFolder = converted });

    public static async Task<string> AskAsync(QwenModel model)
    {
        var picture = ImagePreparer.Prepare(
            await File.ReadAllBytesAsync(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "box-00.png")), model.Preprocessor,
            model.Vision);
        var request = new GenerationRequest
        {
            Turns = [new ChatTurn(ChatTurnRole.User, [
                new MediaPart(picture), new TextPart("Locate the red circle, output its bbox coordinates using JSON format."),
            ])],
            MaxOutputTokens = 100,
        };
        var text = new StringBuilder();
        await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
            text.Append(update.Text);
        return text.ToString();
    }

    /// <summary>Loads, and asks: the checkpoint answers as the demo model does.</summary>
    /// <returns>What was said about its files.</returns>
    public static async Task<string> SameAsync(string path)
    {
        await using var model = await LoadAsync(path);
        Assert.Equal(await ExpectedAsync, await AskAsync(model));
        return string.Join('\n', model.Notes);
    }
}
