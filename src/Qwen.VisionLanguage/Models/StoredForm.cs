namespace Qwen.VisionLanguage.Models;

/// <summary>A converted form of a model, as it lies beside its weights.</summary>
/// <param name="Name">The form: <c>fp32</c>, <c>int8</c>, <c>int4</c> and so on; its folder's name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Bytes">Size of its files in bytes.</param>
/// <param name="LastUsed">When it was last loaded; where that is not known, when it was written.</param>
public sealed record StoredForm(string Name, string Folder, long Bytes, DateTimeOffset LastUsed);
