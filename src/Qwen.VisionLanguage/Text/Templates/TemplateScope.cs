using System.Text;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>The variables of a block, what it writes, and how much it may still do.</summary>
/// <remarks>Serves one rendering; not thread-safe.</remarks>
internal sealed class TemplateScope
{
    // templates of the family take some hundred steps for a conversation and write a kilobyte; whoever takes far more does harm
    private const int MaxSteps = 200_000;
    private const int MaxLength = 1 << 20;
    private const int MaxDepth = 60;

    private readonly Dictionary<string, object?> variables = new(StringComparer.Ordinal);
    private readonly TemplateScope? parent;
    private readonly int[] steps; // done, and calls that run
    private readonly int depth;

    /// <summary>The outermost scope.</summary>
    public TemplateScope()
    {
        Root = this;
        Output = new StringBuilder();
        steps = [0, 0];
    }

    private TemplateScope(TemplateScope root, TemplateScope parent, StringBuilder output, int depth)
    {
        (Root, this.parent, Output, this.depth) = (root, parent, output, depth);
        steps = parent.steps;
        if (depth > MaxDepth)
            throw new TemplateException("it is nested too deeply");
    }

    /// <summary>The outermost scope, which macros see.</summary>
    public TemplateScope Root { get; }

    /// <summary>What was written.</summary>
    public StringBuilder Output { get; }

    /// <summary>A scope within, which writes to the same place or to one of its own.</summary>
    public TemplateScope Within(StringBuilder? output = null) => new(Root, this, output ?? Output, depth + 1);

    /// <summary>A scope that sees the outermost variables and writes to a place of its own.</summary>
    public TemplateScope OfMacro() => new(Root, Root, new StringBuilder(), depth + 1);

    public void Set(string name, object? value) => variables[name] = value;

    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope.parent)
        {
            if (scope.variables.TryGetValue(name, out var value))
                return value;
        }

        return TemplateUndefined.Value;
    }

    /// <summary>Counts a step.</summary>
    /// <exception cref="TemplateException">There were too many.</exception>
    public void Step()
    {
        if (++steps[0] > MaxSteps)
            throw new TemplateException("it takes too many steps");
    }

    /// <summary>Runs a call, as long as not too many run within each other.</summary>
    /// <exception cref="TemplateException">Too many do.</exception>
    public object? Call(Func<object?> call)
    {
        Step();
        if (++steps[1] > MaxDepth)
            throw new TemplateException("it is nested too deeply");
        var result = call();
        steps[1]--;
        return result;
    }

    public void Write(string text)
    {
        if (Output.Length + text.Length > MaxLength)
            throw new TemplateException("it writes too much");
        Output.Append(text);
    }
}
