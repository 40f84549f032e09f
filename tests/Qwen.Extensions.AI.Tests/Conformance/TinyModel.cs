using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Conformance;

/// <summary>A checkpoint of random weights, converted into a folder of its own that goes with the tests.</summary>
public sealed class TinyModel : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("qwenvl-conformance-");
    private readonly Lazy<Task<QwenModel>> model;

    public TinyModel() => model = new Lazy<Task<QwenModel>>(() => QwenModel.LoadAsync(
        Goldens.Require(Path.Combine("checkpoints", "tiny-tied")),
        new QwenModelOptions { Device = "cpu", Threads = 2, ConvertedFolder = folder.FullName }));

    public Task<QwenModel> GetAsync()
    {
        Goldens.Require(Path.Combine("checkpoints", "tiny-tied"));
        return model.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (model.IsValueCreated)
            await (await model.Value).DisposeAsync();
        folder.Delete(recursive: true);
    }
}
