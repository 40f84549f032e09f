namespace Qwen.Constraints.Automata;

/// <summary>The operators of the regular-expression algebra, complement and intersection included.</summary>
internal enum RegexKind
{
    Empty,
    Epsilon,
    Characters,
    Sequence,
    Union,
    Intersection,
    Complement,
    Repeat,
    Leaf,
}
