using System.Globalization;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>A chat template in Jinja, as far as such templates use it.</summary>
/// <remarks>Bounded in steps, depth and length, because it comes with a download. Immutable and safe for concurrent use.</remarks>
internal sealed class JinjaTemplate
{
    private const int MaxLength = 1 << 18;
    private const int MaxRange = 10_000;

    private readonly TemplateStatement statement;

    private JinjaTemplate(TemplateStatement statement) => this.statement = statement;

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It holds what is not read.</exception>
    public static JinjaTemplate Parse(string template) => template.Length <= MaxLength
        ? new JinjaTemplate(StatementParser.Read(template.ReplaceLineEndings("\n")))
        : throw new TemplateException("it is far longer than a chat template");

    /// <summary>Renders a conversation that waits for an answer.</summary>
    /// <param name="messages">Maps of role and content.</param>
    /// <exception cref="TemplateException">The template refuses it.</exception>
    public string Render(List<object?> messages)
    {
        var scope = new TemplateScope();
        scope.Set("messages", messages);
        scope.Set("add_generation_prompt", true);
        scope.Set("tools", null);
        scope.Set("bos_token", "");
        scope.Set("eos_token", "<|im_end|>");
        scope.Set("pad_token", "<|endoftext|>");
        scope.Set("namespace", (TemplateFunction)((_, named) => new Dictionary<string, object?>(named, StringComparer.Ordinal)));
        scope.Set("dict", (TemplateFunction)((_, named) => new Dictionary<string, object?>(named, StringComparer.Ordinal)));
        scope.Set("range", (TemplateFunction)((arguments, _) => Range(arguments)));
        scope.Set("raise_exception", (TemplateFunction)((arguments, _) => throw new TemplateException(
            $"it refuses the conversation ('{TemplateValues.ToText(arguments.ElementAtOrDefault(0))}')")));
        scope.Set("strftime_now", (TemplateFunction)((arguments, _) => Now(TemplateValues.ToText(arguments.ElementAtOrDefault(0)))));
        TemplateWork.Begin();
        try
        {
            statement(scope);
        }
        catch (Exception error) when (error is ArgumentException or ArithmeticException or InvalidOperationException)
        {
            throw new TemplateException($"it calculates what has no answer ({error.GetType().Name})");
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TemplateException("it is nested too deeply");
        }

        return scope.Output.ToString();
    }

    private static List<object?> Range(IReadOnlyList<object?> arguments)
    {
        var bounds = arguments.Select(TemplateValues.ToLong).ToList();
        var (from, to, by) = bounds.Count switch
        {
            1 => (0, bounds[0], 1),
            2 => (bounds[0], bounds[1], 1),
            3 when bounds[2] != 0 => (bounds[0], bounds[1], bounds[2]),
            _ => throw new TemplateException("'range' is called with wrong values"),
        };
        var numbers = new List<object?>();
        for (var i = (Int128)from; by > 0 ? i < to : i > to; i += by)
        {
            if (numbers.Count == MaxRange)
                throw new TemplateException("it counts too far");
            TemplateWork.Take(1);
            numbers.Add((long)i);
        }

        return numbers;
    }

    private static string Now(string format)
    {
        var now = DateTime.Now;
        foreach (var (mark, own) in (ReadOnlySpan<(string, string)>)[
            ("%Y", "yyyy"), ("%m", "MM"), ("%d", "dd"), ("%B", "MMMM"), ("%b", "MMM"), ("%A", "dddd"), ("%a", "ddd"), ("%H", "HH"),
            ("%M", "mm"), ("%S", "ss"), ("%y", "yy")])
        {
            format = format.Replace(mark, now.ToString(own, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return format;
    }
}
