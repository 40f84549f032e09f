namespace Qwen.Constraints.Limits;

/// <summary>
/// How much one schema, pattern or grammar may take: the one place where the limits stand. Texts come from strangers, so that everything
/// that is built from them draws on a <see cref="Budget"/> with these limits.
/// </summary>
internal static class ConstraintLimits
{
    /// <summary>Characters of a grammar's notation.</summary>
    public const int NotationLength = 1 << 20;

    /// <summary>Bytes of a JSON schema.</summary>
    public const int SchemaLength = 4 << 20;

    /// <summary>Objects and lists inside one another in a JSON schema, as .NET's readers have it.</summary>
    public const int SchemaDepth = 64;

    /// <summary>Characters of a pattern.</summary>
    public const int PatternLength = 8192;

    /// <summary>Groups and repetitions inside one another, in a pattern and in a rule.</summary>
    public const int GroupDepth = 100;

    /// <summary>Operators inside one another in a regular language: what recurses over them stays well within any thread's stack.</summary>
    public const int LanguageDepth = 250;

    /// <summary>Schemas that have to be looked into while another one is.</summary>
    public const int SchemaNesting = 100;

    /// <summary>Rules that begin one with another.</summary>
    public const int RuleNesting = 200;

    /// <summary>Readings of one text that are followed at once.</summary>
    public const int Readings = 4096;

    /// <summary>States behind a part of a text that are kept for places deep inside a grammar.</summary>
    public const int ReadingsBehind = 512;

    /// <summary>Steps of work for a whole compilation; a million takes a hundredth to a fiftieth of a second.</summary>
    public const long CompileWork = 60_000_000;

    /// <summary>Steps of work for one call of a generation; behind it the answer's freedom is narrowed.</summary>
    public const long MaskWork = 3_000_000;

    /// <summary>Steps of work for one answer with the compilation of its constraint, beside those that its tokens add.</summary>
    public const long AnswerWork = 80_000_000;

    /// <summary>Steps of work by which the grant of an answer grows with every token.</summary>
    public const long TokenWork = 40_000;

    /// <summary>Steps of work for one call where nothing is left to the answer: enough to find some way on.</summary>
    public const long LeastWork = 20_000;

    /// <summary>Steps of work beyond its grant at which an answer is ended.</summary>
    public const long Overdraft = 10_000_000;

    /// <summary>Steps of work in which one text is looked for that an answer can be brought to its end with.</summary>
    public const long WayOut = 50_000;

    /// <summary>States in which a search finds out whether a language holds any text.</summary>
    public const int SearchedStates = 50_000;

    /// <summary>States from the beginning of a language that are looked at before it is accepted.</summary>
    public const int ExploredStates = 256;

    /// <summary>Bytes that what was compiled may hold, by estimate.</summary>
    public const long Memory = 96L << 20;
}
