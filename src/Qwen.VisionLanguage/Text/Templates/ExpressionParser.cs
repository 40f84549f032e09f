namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>Reads expressions of Jinja.</summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 60;

    private static readonly string[] Sums = ["+", "-"];
    private static readonly string[] Products = ["*", "/", "//", "%"];
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];
    private static readonly Dictionary<string, object?> NoNames = [];

    private readonly TemplateWords words;
    private int depth;

    private ExpressionParser(TemplateWords words) => this.words = words;

    /// <summary>Reads one expression.</summary>
    /// <param name="words">Where its words come from.</param>
    /// <param name="conditional">Whether <c>a if b else c</c> is one; a loop's filter begins with the same word.</param>
    /// <exception cref="TemplateException">It is none.</exception>
    public static TemplateExpression Read(TemplateWords words, bool conditional = true)
    {
        var parser = new ExpressionParser(words);
        return conditional ? parser.Conditional() : parser.Or();
    }

    /// <summary>Reads arguments up to the closing parenthesis; the opening one is taken.</summary>
    public static (List<TemplateExpression> Plain, List<(string Name, TemplateExpression Value)> Named) ReadArguments(TemplateWords words)
    {
        var (plain, named) = (new List<TemplateExpression>(), new List<(string, TemplateExpression)>());
        while (!words.TryTake(")"))
        {
            if (words.Next.Kind == TemplateWord.Kinds.Name && words.Second is { Kind: TemplateWord.Kinds.Sign, Text: "=" })
            {
                var name = words.TakeName();
                words.Take();
                named.Add((name, Read(words)));
            }
            else
            {
                plain.Add(Read(words));
            }

            if (!words.IsSign(")"))
                words.Expect(",");
        }

        return (plain, named);
    }

    private TemplateExpression Conditional()
    {
        if (++depth > MaxDepth)
            throw new TemplateException("an expression is nested too deeply");
        var value = Or();
        while (words.TryTake("if"))
        {
            var (yes, condition) = (value, Or());
            var no = words.TryTake("else") ? Conditional() : _ => TemplateUndefined.Value;
            value = scope => TemplateValues.IsTrue(condition(scope)) ? yes(scope) : no(scope);
        }

        depth--;
        return value;
    }

    private TemplateExpression Or()
    {
        var left = And();
        while (words.TryTake("or"))
        {
            var (one, other) = (left, And());
            left = scope => one(scope) is var value && TemplateValues.IsTrue(value) ? value : other(scope);
        }

        return left;
    }

    private TemplateExpression And()
    {
        var left = Not();
        while (words.TryTake("and"))
        {
            var (one, other) = (left, Not());
            left = scope => one(scope) is var value && !TemplateValues.IsTrue(value) ? value : other(scope);
        }

        return left;
    }

    private TemplateExpression Not()
    {
        if (!words.TryTake("not"))
            return Comparison();
        if (++depth > MaxDepth)
            throw new TemplateException("an expression is nested too deeply");
        var value = Not();
        depth--;
        return scope => !TemplateValues.IsTrue(value(scope));
    }

    private TemplateExpression Comparison()
    {
        var left = Sum();
        while (true)
        {
            var (one, denied) = (left, words.IsName("not") && words.Second is { Kind: TemplateWord.Kinds.Name, Text: "in" });
            if (denied)
                words.Take();
            if (words.TryTake("in"))
            {
                var other = Sum();
                left = scope => TemplateValues.Contains(other(scope), one(scope)) != denied;
            }
            else if (TakeSign(Comparisons) is { } sign)
            {
                var other = Sum();
                left = scope => Compare(sign, one(scope), other(scope));
            }
            else
            {
                return left;
            }
        }
    }

    private static bool Compare(string sign, object? one, object? other) => sign switch
    {
        "==" => TemplateValues.AreEqual(one, other),
        "!=" => !TemplateValues.AreEqual(one, other),
        "<" => TemplateValues.Compare(one, other) < 0,
        ">" => TemplateValues.Compare(one, other) > 0,
        "<=" => TemplateValues.Compare(one, other) <= 0,
        _ => TemplateValues.Compare(one, other) >= 0,
    };

    private TemplateExpression Sum() => Chain(Sums, Concatenation);

    private TemplateExpression Concatenation()
    {
        var left = Product();
        while (words.TryTake("~"))
        {
            var (one, other) = (left, Product());
            left = scope => TemplateValues.Calculate("+", TemplateValues.ToText(one(scope)), TemplateValues.ToText(other(scope)));
        }

        return left;
    }

    private TemplateExpression Product() => Chain(Products, Unary);

    private TemplateExpression Chain(string[] signs, Func<TemplateExpression> operand)
    {
        var left = operand();
        while (TakeSign(signs) is { } sign)
        {
            var (one, other) = (left, operand());
            left = scope => TemplateValues.Calculate(sign, one(scope), other(scope));
        }

        return left;
    }

    private TemplateExpression Unary()
    {
        if (words.TryTake("-"))
        {
            var value = Behind(Primary());
            return scope => TemplateValues.Calculate("-", 0L, value(scope));
        }

        words.TryTake("+");
        return Behind(Primary());
    }

    private TemplateExpression Primary()
    {
        var word = words.Take();
        switch (word.Kind)
        {
            case TemplateWord.Kinds.Number:
                return _ => word.Value;
            case TemplateWord.Kinds.Text:
                var text = word.Text;
                while (words.Next.Kind == TemplateWord.Kinds.Text)
                    text += words.Take().Text;
                return _ => text;
            case TemplateWord.Kinds.Name:
                return word.Text switch
                {
                    "true" or "True" => _ => true,
                    "false" or "False" => _ => false,
                    "none" or "None" => _ => null,
                    _ => scope => scope.Get(word.Text),
                };
        }

        return word.Text switch
        {
            "(" => Parenthesis(),
            "[" => List("]", []),
            "{" => Map(),
            _ => throw new TemplateException($"'{word.Text}' stands where a value is expected"),
        };
    }

    private TemplateExpression Parenthesis()
    {
        if (words.TryTake(")"))
            return _ => new List<object?>();
        var first = Conditional();
        if (words.TryTake(")"))
            return first;
        words.Expect(",");
        return List(")", [first]);
    }

    private TemplateExpression List(string end, List<TemplateExpression> items)
    {
        while (!words.TryTake(end))
        {
            items.Add(Conditional());
            if (!words.IsSign(end))
                words.Expect(",");
        }

        return scope => (List<object?>)[.. items.Select(item => item(scope))];
    }

    private TemplateExpression Map()
    {
        var entries = new List<(TemplateExpression Key, TemplateExpression Value)>();
        while (!words.TryTake("}"))
        {
            var key = Conditional();
            words.Expect(":");
            entries.Add((key, Conditional()));
            if (!words.IsSign("}"))
                words.Expect(",");
        }

        return scope =>
        {
            var map = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (key, value) in entries)
                map[TemplateValues.ToText(key(scope))] = value(scope);
            return map;
        };
    }

    // members, calls, filters and tests bind closest
    private TemplateExpression Behind(TemplateExpression value)
    {
        while (true)
        {
            var of = value;
            if (words.TryTake("."))
            {
                var name = words.Next.Kind == TemplateWord.Kinds.Number ? words.Take().Text : words.TakeName();
                value = scope => Member(of(scope), name);
            }
            else if (words.TryTake("["))
            {
                value = Index(of);
            }
            else if (words.TryTake("("))
            {
                var (plain, named) = ReadArguments(words);
                value = scope => scope.Call(() => Call(of(scope), scope, plain, named));
            }
            else if (words.TryTake("|"))
            {
                value = Filter(of);
            }
            else if (words.TryTake("is"))
            {
                value = Test(of);
            }
            else
            {
                return value;
            }
        }
    }

    private static object? Member(object? value, string name)
    {
        if (value is Dictionary<string, object?> map && map.TryGetValue(name, out var member))
            return member;
        return TemplateMethods.Find(value, name) is { } method ? method : TemplateValues.Member(value, name);
    }

    private TemplateExpression Index(TemplateExpression of)
    {
        TemplateExpression? from = words.IsSign(":") ? null : Conditional();
        if (from is not null && words.TryTake("]"))
        {
            return scope =>
            {
                var (value, key) = (of(scope), from(scope));
                return key is string name ? Member(value, name) : TemplateValues.Member(value, key);
            };
        }

        words.Expect(":");
        TemplateExpression? to = words.IsSign(":") || words.IsSign("]") ? null : Conditional(), by = null;
        if (words.TryTake(":") && !words.IsSign("]"))
            by = Conditional();
        words.Expect("]");
        return scope => TemplateValues.Slice(of(scope), from?.Invoke(scope), to?.Invoke(scope), by?.Invoke(scope));
    }

    private TemplateExpression Filter(TemplateExpression of)
    {
        var name = words.TakeName();
        var (plain, named) = words.TryTake("(") ? ReadArguments(words) : ([], []);
        return scope =>
        {
            scope.Step();
            return TemplateFilters.Apply(name, of(scope), [.. plain.Select(argument => argument(scope))], Named(scope, named));
        };
    }

    private TemplateExpression Test(TemplateExpression of)
    {
        var denied = words.TryTake("not");
        var name = words.TakeName();
        List<TemplateExpression> arguments = [];
        if (words.TryTake("("))
            arguments = ReadArguments(words).Plain;
        else if (name is "divisibleby" or "eq" or "equalto" or "ne" or "sameas" or "in")
            arguments = [Primary()];
        return scope => TemplateTests.Holds(name, of(scope), [.. arguments.Select(argument => argument(scope))]) != denied;
    }

    private static object? Call(
        object? function, TemplateScope scope, List<TemplateExpression> plain, List<(string Name, TemplateExpression Value)> named)
    {
        if (function is not TemplateFunction known)
            throw new TemplateException("something is called that is no function");
        object?[] arguments = [.. plain.Select(argument => argument(scope))];
        try
        {
            return known(arguments, Named(scope, named));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new TemplateException("a function is called with too few values");
        }
        catch (IndexOutOfRangeException)
        {
            throw new TemplateException("a function is called with too few values");
        }
    }

    private static Dictionary<string, object?> Named(TemplateScope scope, List<(string Name, TemplateExpression Value)> named)
        => named.Count == 0 ? NoNames : named.ToDictionary(pair => pair.Name, pair => pair.Value(scope), StringComparer.Ordinal);

    private string? TakeSign(string[] signs)
        => words.Next.Kind == TemplateWord.Kinds.Sign && signs.Contains(words.Next.Text) ? words.Take().Text : null;
}
