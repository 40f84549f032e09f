namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>A token outside the byte-pair vocabulary, taken from the checkpoint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text, matched verbatim.</param>
/// <param name="Special">Whether it steers the model and is no part of what an answer says.</param>
internal sealed record AddedToken(int Id, string Content, bool Special);
