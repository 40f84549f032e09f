namespace Qwen.DemoModel.Evaluation.Letters;

/// <summary>One printed character: where it stood, and what each part of the model made of it.</summary>
/// <param name="Character">The character.</param>
/// <param name="Size">Size of its font in pixels.</param>
/// <param name="Face">Name of the face.</param>
/// <param name="X">Its centre in its unit, 0 to 28.</param>
/// <param name="Y">Its centre in its unit, 0 to 28.</param>
/// <param name="Neighbours">Characters in its unit, itself included.</param>
/// <param name="Lines">Lines with characters in its unit.</param>
/// <param name="Line">Number of its line in the picture, from 0.</param>
/// <param name="Place">Number of the character in its line, from 0.</param>
/// <param name="Written">What the decoder writes with everything before it given right.</param>
/// <param name="Attention">Share of the lookup layer's attention on its unit.</param>
internal sealed record LetterRecord(
    char Character, float Size, string Face, float X, float Y, int Neighbours, int Lines, int Line, int Place, string Written,
    float Attention)
{
    /// <summary>Whether the decoder writes the character, alone or as the first of a longer token.</summary>
    public bool IsRead => Written.StartsWith(Character);

    /// <summary>Whether a linear probe reads it from the unit that the encoder hands over; null where two share a cell.</summary>
    public bool? UnitKnows { get; set; }

    /// <summary>Whether a linear probe reads it from the encoder's patch; null where two share a cell.</summary>
    public bool? PatchKnows { get; set; }
}
