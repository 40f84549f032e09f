using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Tests.Runtime;

/// <summary>
/// A checkpoint converted into a folder of its own and opened on a device, by default the CPU; both go when the test ends.
/// </summary>
internal sealed class TestEngine : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-test-").FullName;

    public TestEngine(
        string checkpointFolder, QwenPrecision precision, int prefixes = 0, FrequencyPrecision frequencies = FrequencyPrecision.Single,
        string? adapter = null, string device = "cpu", long? keyValueBytes = null)
    {
        Checkpoint = Checkpoint.Open(checkpointFolder, adapter);
        var options = new QwenModelOptions
        {
            Precision = precision, ConvertedFolder = folder, PrefixCacheEntries = prefixes, Frequencies = frequencies,
            KeyValueBytes = keyValueBytes,
        };
        Engine = EngineLoader.Open(Checkpoint, DeviceProfile.Parse(device)[0], options, progress: null, CancellationToken.None);
    }

    /// <summary>Where the converted forms lie.</summary>
    public string Folder => folder;

    public Checkpoint Checkpoint { get; }

    public InferenceEngine Engine { get; }

    public void Dispose()
    {
        Engine.Dispose();
        Checkpoint.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
