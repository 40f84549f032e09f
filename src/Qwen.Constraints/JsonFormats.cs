namespace Qwen.Constraints;

/// <summary>What <c>format</c>, <c>contentEncoding</c>, <c>contentMediaType</c> and <c>contentSchema</c> of a JSON schema are.</summary>
public enum JsonFormats
{
    /// <summary>
    /// A text has to be in the format and the encoding named, as whoever asks for a date expects to be able to read one. What an encoded
    /// text holds (<c>contentMediaType</c>, <c>contentSchema</c>) is not looked into.
    /// </summary>
    Enforced,

    /// <summary>They forbid nothing: what drafts 2019-09 and 2020-12 say of validators that are told nothing else.</summary>
    Annotations,
}
