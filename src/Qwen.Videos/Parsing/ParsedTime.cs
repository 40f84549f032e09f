namespace Qwen.Videos.Parsing;

/// <summary>A time in a text.</summary>
/// <param name="Seconds">Its value.</param>
/// <param name="IsCertain">Whether a unit or colons tell that it is a time rather than any number.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ParsedTime(double Seconds, bool IsCertain, int Start, int End);
