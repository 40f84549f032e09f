namespace Qwen.VisionLanguage;

/// <summary>How far a long piece of work is.</summary>
/// <param name="Stage">What is being done, a few words for a person ("Converting", "Downloading model.safetensors").</param>
/// <param name="Done">Units done (bytes, tensors, frames), from 0.</param>
/// <param name="Total">Units in all; 0 when unknown.</param>
public readonly record struct QwenProgress(string Stage, long Done, long Total)
{
    /// <summary>Share done, 0…1; 0 when the total is unknown.</summary>
    public double Fraction => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : 0;
}
