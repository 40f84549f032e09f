namespace Qwen.VisionLanguage.Models;

/// <summary>A model in a <see cref="ModelHome"/>.</summary>
/// <param name="Name">Its name, owner and name with a slash, or the name alone.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Bytes">Size of its files in bytes, converted forms not counted.</param>
/// <param name="IsComplete">Whether configuration and weights are there; otherwise a download was broken off.</param>
/// <param name="Source">Where it was downloaded from; null where it was put there by other means.</param>
/// <param name="Forms">Its converted forms, by name.</param>
public sealed record StoredModel(
    string Name, string Folder, long Bytes, bool IsComplete, ModelSource? Source, IReadOnlyList<StoredForm> Forms)
{
    /// <summary>Size of everything in bytes.</summary>
    public long TotalBytes => Bytes + Forms.Sum(form => form.Bytes);
}
