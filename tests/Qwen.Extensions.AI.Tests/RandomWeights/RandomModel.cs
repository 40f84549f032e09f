using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>A model that knows nothing: the demo model's tokens over random weights, in a folder of its own that goes with it.</summary>
internal sealed class RandomModel : IAsyncDisposable
{
    private readonly DirectoryInfo folder;

    private RandomModel(DirectoryInfo folder, QwenModel model) => (this.folder, Model) = (folder, model);

    public QwenModel Model { get; }

    public static async Task<RandomModel> CreateAsync()
    {
        var tokenizer = QwenTokenizer.Load(RepositoryFiles.DemoCheckpoint);
        int Id(string token) => tokenizer.GetSpecialId(token)!.Value;
        var tiny = RandomCheckpointSizes.Tiny;
        const int Width = 64; // heads of 16: the processor's attention takes multiples of 8
        var config = tiny with
        {
            Text = tiny.Text with
            {
                HiddenSize = Width,
                HeadDim = Width / tiny.Text.HeadCount,
                MropeSection = [2, 3, 3],
                VocabularySize = tokenizer.VocabularySize,
                MaxPositions = 4096
            },
            Vision = tiny.Vision with { OutputSize = Width },
            VisionStartTokenId = Id("<|vision_start|>"),
            VisionEndTokenId = Id("<|vision_end|>"),
            ImageTokenId = Id("<|image_pad|>"),
            VideoTokenId = Id("<|video_pad|>"),
        };
        var folder = Directory.CreateTempSubdirectory("qwenvl-random-");
        try
        {
            var checkpoint = Path.Combine(folder.FullName, "checkpoint");
            var options = new RandomCheckpointOptions
            {
                Config = config,
                TokenizerFolder = RepositoryFiles.DemoCheckpoint,
                EndTokenIds = [Id("<|im_end|>")]
            };
            RandomCheckpoint.Write(checkpoint, options);
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
