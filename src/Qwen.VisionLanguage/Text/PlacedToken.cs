namespace Qwen.VisionLanguage.Text;

/// <summary>A token and the characters that its bytes belong to.</summary>
/// <param name="Id">The token.</param>
/// <param name="Start">The character in which it begins, possibly in its middle.</param>
/// <param name="End">Behind the character in which it ends.</param>
/// <param name="EndsCharacter">Whether its last byte is also the last of that character.</param>
internal readonly record struct PlacedToken(int Id, int Start, int End, bool EndsCharacter);
