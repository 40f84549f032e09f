namespace Qwen.Constraints.Schemas;

/// <summary>Texts that may not be written again, in the order of writing, compared by value.</summary>
internal sealed class UsedTexts : IEquatable<UsedTexts>
{
    public static readonly UsedTexts None = new([]);

    private readonly string[] texts;

    private UsedTexts(string[] texts) => this.texts = texts;

    public IReadOnlyList<string> All => texts;

    public UsedTexts Add(string text) => new([.. texts, text]);

    public bool Equals(UsedTexts? other) => other is not null && (ReferenceEquals(this, other) || texts.AsSpan().SequenceEqual(other.texts));

    public override bool Equals(object? obj) => Equals(obj as UsedTexts);

    public override int GetHashCode() => texts.Length == 0 ? 0 : HashCode.Combine(texts.Length, texts[^1]);
}
