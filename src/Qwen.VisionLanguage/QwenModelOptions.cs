using Microsoft.Extensions.Logging;
using Qwen.VisionLanguage.Positions;

namespace Qwen.VisionLanguage;

/// <summary>How a checkpoint is loaded and run.</summary>
public sealed record QwenModelOptions
{
    /// <summary>
    /// Device to run on: <c>cpu</c>, <c>directml</c>, <c>webgpu</c>, <c>cuda</c>, or <c>auto</c> for the best one present.
    /// <c>cpu</c> takes kernels of our own where the processor has AVX-512 VNNI (or no ONNX Runtime is there), otherwise ONNX Runtime's;
    /// <c>native-cpu</c> and <c>onnx-cpu</c> name one of the two.
    /// Several names separated by commas are tried in order.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>How weights are stored.</summary>
    public QwenPrecision Precision { get; init; } = QwenPrecision.Auto;

    /// <summary>
    /// Folder of a LoRA adapter of PEFT that is merged into the weights when they are converted; null for none but what lies beside
    /// the weights.
    /// </summary>
    public string? Adapter { get; init; }

    /// <summary>
    /// How the model was trained to be asked: the name of a <see cref="Profiles.QwenProfile"/>, the path of a <c>.json</c> file that holds
    /// one, or null to choose by the model's name and configuration; <c>qwen</c> for Qwen2.5-VL itself.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>
    /// Whether tokens that a fine-tune added to the tokenizer, such as <c>&lt;|medicine|&gt;</c>, count as tokens where the text of a
    /// message has them, as with the reference. Those of Qwen2.5-VL itself (<c>&lt;|im_end|&gt;</c>) never do. Leave it off where strangers
    /// write the text and the added tokens steer the model.
    /// </summary>
    public bool AddedTokensInText { get; init; }

    /// <summary>
    /// Where the converted form is written; null for a folder <c>.qwenvl</c> inside the checkpoint's own (inside the adapter's, where
    /// one is merged) or, where that cannot be written, one in the user's local application data. The environment variable
    /// <c>QWENVL_CONVERTED</c> names another folder than these two.
    /// </summary>
    public string? ConvertedFolder { get; init; }

    /// <summary>
    /// Whether the first conversion to 4-bit weights looks at pictures: what goes into each matrix decides how it is rounded, so that
    /// answers lose less. It takes minutes. A form that was calibrated stays so for later loads without this.
    /// </summary>
    public bool Calibrate { get; init; }

    /// <summary>
    /// Folder of pictures to calibrate with, the first 128 by name; null for drawn ones where <see cref="Calibrate"/> is set.
    /// </summary>
    public string? CalibrationFolder { get; init; }

    /// <summary>
    /// Longest conversation in tokens, prompt and answer together; null for what the checkpoint was trained on (at most 32768).
    /// </summary>
    public int? MaxContextTokens { get; init; }

    /// <summary>Threads of the CPU device; null for one per physical core (with our own kernels: per processor).</summary>
    public int? Threads { get; init; }

    /// <summary>How our own kernels use the processor; null for all of it at normal priority.</summary>
    public QwenCpuOptions? Cpu { get; init; }

    /// <summary>Bytes of encoded pictures to keep for later requests; 0 keeps none.</summary>
    public long VisionCacheBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bytes that keys and values may take, those of running requests and those that are kept for later ones together: with our own
    /// kernels, where requests that begin alike share them. A request that can never fit is refused; one that does not fit beside those
    /// that run waits. Null for an eighth of the machine's memory, or up to a quarter where the longest conversation needs more.
    /// </summary>
    public long? KeyValueBytes { get; init; }

    /// <summary>
    /// Conversations whose keys and values are kept, so that a longer version of one starts where it ended; 0 keeps none. With our own
    /// kernels <see cref="KeyValueBytes"/> bounds what is kept instead.
    /// </summary>
    public int PrefixCacheEntries { get; init; } = 2;

    /// <summary>Receives which device runs and why, and what conversion and loading do.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>How rotary frequencies are held: a knob of the comparison with reference outputs.</summary>
    internal FrequencyPrecision Frequencies { get; init; }
}
