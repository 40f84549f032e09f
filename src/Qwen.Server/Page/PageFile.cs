namespace Qwen.Server.Page;

/// <summary>A file of the page.</summary>
/// <param name="Bytes">What it holds.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Tag">Changes with its bytes.</param>
internal sealed record PageFile(byte[] Bytes, string ContentType, string Tag);
