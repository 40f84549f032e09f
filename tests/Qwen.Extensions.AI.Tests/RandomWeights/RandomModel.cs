using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>A model that knows nothing: the demo model's tokens over random weights, in a folder of its own that goes with it.</summary>
internal sealed class RandomModel : IAsyncDisposable
{
    private readonly DirectoryInfo folder;

    private RandomModel(DirectoryInfo folder, QwenModel model) => (this.folder, Model) = (folder, model);

    public QwenModel Model { get; }

    public static async Task<RandomModel> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("qwenvl-random-");
        try
        {
            var checkpoint = Path.Combine(folder.FullName, "checkpoint");
            RandomCheckpoint.WriteSpeaking(checkpoint, RepositoryFiles.DemoCheckpoint);
            var converted = Path.Combine(folder.FullName, "converted");
            return new RandomModel(
                folder,
                await QwenModel.LoadAsync(checkpoint, new QwenModelOptions { Device = "cpu", Threads = 1, ConvertedFolder = converted }));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
