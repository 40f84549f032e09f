using System.Text;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>Reads the tags of Jinja that chat templates are made of.</summary>
internal sealed class StatementParser
{
    private const int MaxDepth = 60;

    private readonly List<TemplatePart> parts;
    private int at;
    private int depth;

    private StatementParser(List<TemplatePart> parts) => this.parts = parts;

    /// <summary>Reads a whole template.</summary>
    /// <exception cref="TemplateException">It holds what is not read.</exception>
    public static TemplateStatement Read(string template)
    {
        var parser = new StatementParser(TemplateScanner.Scan(template));
        var all = parser.Block(out var end);
        return end is null ? all : throw new TemplateException($"'{end.Next.Text}' closes nothing");
    }

    // statements up to a tag that is not one of them; its words are handed out
    private TemplateStatement Block(out TemplateWords? end)
    {
        if (++depth > MaxDepth)
            throw new TemplateException("it is nested too deeply");
        var statements = new List<TemplateStatement>();
        end = null;
        while (at < parts.Count && end is null)
        {
            var (kind, text) = parts[at++];
            if (kind == TemplatePart.Kinds.Text)
            {
                statements.Add(scope =>
                {
                    scope.Write(text);
                    return TemplateFlow.Next;
                });
                continue;
            }

            var words = new TemplateWords(text);
            if (kind == TemplatePart.Kinds.Output)
                statements.Add(Output(words));
            else if (Tag(words) is { } statement)
                statements.Add(statement);
            else
                end = words;
        }

        depth--;
        return scope =>
        {
            foreach (var statement in statements)
            {
                scope.Step();
                if (statement(scope) is not TemplateFlow.Next and var flow)
                    return flow;
            }

            return TemplateFlow.Next;
        };
    }

    private static TemplateStatement Output(TemplateWords words)
    {
        var value = ExpressionParser.Read(words);
        words.ExpectEnd();
        return scope =>
        {
            scope.Write(TemplateValues.ToText(value(scope)));
            return TemplateFlow.Next;
        };
    }

    private TemplateStatement? Tag(TemplateWords words)
    {
        if (words.Next.Text is "elif" or "else" || words.Next.Text?.StartsWith("end", StringComparison.Ordinal) == true)
            return null;
        var name = words.TakeName();
        switch (name)
        {
            case "if":
                return If(words);
            case "for":
                return For(words);
            case "set":
                return Set(words);
            case "macro":
                return Macro(words);
            case "generation":
                var inner = Block(out var end);
                Close(end, "endgeneration");
                return inner;
            case "break":
                return _ => TemplateFlow.Break;
            case "continue":
                return _ => TemplateFlow.Continue;
            case "do":
                var done = ExpressionParser.Read(words);
                return scope =>
                {
                    done(scope);
                    return TemplateFlow.Next;
                };
            default:
                throw new TemplateException($"the tag '{name}' is not read");
        }
    }

    private TemplateStatement If(TemplateWords words)
    {
        if (++depth > MaxDepth)
            throw new TemplateException("it is nested too deeply");
        var condition = ExpressionParser.Read(words);
        words.ExpectEnd();
        var yes = Block(out var end);
        TemplateStatement? no = null;
        if (end?.TryTake("elif") == true)
        {
            no = If(end);
        }
        else
        {
            if (end?.TryTake("else") == true)
                no = Block(out end);
            Close(end, "endif");
        }

        depth--;
        return scope => TemplateValues.IsTrue(condition(scope)) ? yes(scope) : no?.Invoke(scope) ?? TemplateFlow.Next;
    }

    private TemplateStatement For(TemplateWords words)
    {
        var names = new List<string>();
        var isPacked = words.TryTake("(");
        do
            names.Add(words.TakeName());
        while (words.TryTake(","));
        if (isPacked)
            words.Expect(")");
        words.Expect("in");
        var items = ExpressionParser.Read(words, conditional: false);
        var condition = words.TryTake("if") ? ExpressionParser.Read(words) : null;
        words.ExpectEnd();
        var body = Block(out var end);
        TemplateStatement? otherwise = null;
        if (end?.TryTake("else") == true)
            otherwise = Block(out end);
        Close(end, "endfor");
        return scope =>
        {
            var all = TemplateValues.ToList(items(scope)).ToList();
            if (condition is not null)
                all = [.. all.Where(item => TemplateValues.IsTrue(condition(Bound(scope, names, item))))];
            for (var i = 0; i < all.Count; i++)
            {
                var inner = Bound(scope, names, all[i]);
                inner.Set("loop", Loop(all, i));
                if (body(inner) == TemplateFlow.Break)
                    break;
            }

            return all.Count == 0 ? otherwise?.Invoke(scope) ?? TemplateFlow.Next : TemplateFlow.Next;
        };
    }

    private static TemplateScope Bound(TemplateScope scope, List<string> names, object? item)
    {
        scope.Step();
        var inner = scope.Within();
        for (var n = 0; n < names.Count; n++)
            inner.Set(names[n], names.Count == 1 ? item : TemplateValues.ToList(item).ElementAtOrDefault(n));
        return inner;
    }

    private static Dictionary<string, object?> Loop(List<object?> all, int i) => new(StringComparer.Ordinal)
    {
        ["index"] = i + 1L,
        ["index0"] = (long)i,
        ["revindex"] = (long)(all.Count - i),
        ["revindex0"] = all.Count - i - 1L,
        ["first"] = i == 0,
        ["last"] = i == all.Count - 1,
        ["length"] = (long)all.Count,
        ["previtem"] = i == 0 ? TemplateUndefined.Value : all[i - 1],
        ["nextitem"] = i == all.Count - 1 ? TemplateUndefined.Value : all[i + 1],
        ["cycle"] = (TemplateFunction)((arguments, _) => arguments.Count == 0 ? null : arguments[i % arguments.Count]),
    };

    private TemplateStatement Set(TemplateWords words)
    {
        var name = words.TakeName();
        var member = words.TryTake(".") ? words.TakeName() : null;
        TemplateExpression value;
        if (words.TryTake("="))
        {
            value = ExpressionParser.Read(words);
            words.ExpectEnd();
        }
        else
        {
            words.ExpectEnd();
            var body = Block(out var end);
            Close(end, "endset");
            value = scope => Written(scope, body);
        }

        return scope =>
        {
            if (member is null)
                scope.Set(name, value(scope));
            else if (scope.Get(name) is Dictionary<string, object?> map)
                map[member] = value(scope);
            else
                throw new TemplateException($"'{name}.{member}' is set, but '{name}' is no namespace");
            return TemplateFlow.Next;
        };
    }

    private static string Written(TemplateScope scope, TemplateStatement body)
    {
        var output = new StringBuilder();
        body(scope.Within(output));
        return output.ToString();
    }

    private TemplateStatement Macro(TemplateWords words)
    {
        var name = words.TakeName();
        words.Expect("(");
        var parameters = new List<(string Name, TemplateExpression? Default)>();
        while (!words.TryTake(")"))
        {
            var parameter = words.TakeName();
            parameters.Add((parameter, words.TryTake("=") ? ExpressionParser.Read(words) : null));
            if (!words.IsSign(")"))
                words.Expect(",");
        }

        var body = Block(out var end);
        Close(end, "endmacro");
        return scope =>
        {
            TemplateFunction macro = (arguments, named) =>
            {
                var inner = scope.OfMacro();
                for (var n = 0; n < parameters.Count; n++)
                {
                    var (parameter, absent) = parameters[n];
                    inner.Set(
                        parameter,
                        n < arguments.Count ? arguments[n]
                        : named.TryGetValue(parameter, out var given) ? given
                        : absent is null ? TemplateUndefined.Value : absent(inner));
                }

                body(inner);
                return inner.Output.ToString();
            };
            scope.Set(name, macro);
            return TemplateFlow.Next;
        };
    }

    private static void Close(TemplateWords? end, string name)
    {
        if (end is null || !end.TryTake(name))
            throw new TemplateException($"'{name}' is missing");
    }
}
