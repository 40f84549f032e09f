using System.Globalization;
using System.Text;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>What values mean in conditions, comparisons and text.</summary>
internal static class TemplateValues
{
    private const int MaxLength = 1 << 20;
    private const int MaxDepth = 40;

    public static bool IsTrue(object? value) => value switch
    {
        null or TemplateUndefined => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        List<object?> list => list.Count > 0,
        Dictionary<string, object?> map => map.Count > 0,
        _ => true,
    };

    public static bool AreEqual(object? one, object? other, int depth = 0)
    {
        TemplateWork.Take(1);
        return AreSame(one, other, depth);
    }

    private static bool AreSame(object? one, object? other, int depth) => (one, other) switch
    {
        _ when depth > MaxDepth => throw new TemplateException("a value holds itself"),
        (long a, double b) => a == b,
        (double a, long b) => a == b,
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second, depth + 1)),
        (string a, string b) => a.Length == b.Length && string.Equals(TemplateWork.Take(a), b, StringComparison.Ordinal),
        _ => Equals(one, other),
    };

    public static int Compare(object? one, object? other) => (one, other) switch
    {
        (long a, long b) => a.CompareTo(b),
        (long or double, long or double) => ToDouble(one).CompareTo(ToDouble(other)),
        (string a, string b) => string.CompareOrdinal(TemplateWork.Take(a), b),
        _ => throw new TemplateException("values of different kinds are compared"),
    };

    /// <summary>The members of a list, the keys of a map, the characters of a text.</summary>
    public static IReadOnlyList<object?> ToList(object? value)
    {
        TemplateWork.Take(value switch
        {
            string text => text.Length,
            List<object?> list => list.Count,
            Dictionary<string, object?> map => map.Count,
            _ => 1,
        });
        return List(value);
    }

    /// <summary>Texts of all members, with another between them.</summary>
    public static string Join(string between, object? value)
    {
        var result = new StringBuilder();
        foreach (var (i, item) in ToList(value).Index())
        {
            if (i > 0)
                result.Append(TemplateWork.Take(between));
            result.Append(ToText(item));
            if (result.Length > MaxLength)
                throw new TemplateException("it makes a text that is too long");
        }

        return result.ToString();
    }

    /// <summary>A text in which one part stands for another everywhere.</summary>
    public static string Replace(string text, string old, string other)
    {
        long length = text.Length;
        for (var at = text.IndexOf(old, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(old, at + old.Length, StringComparison.Ordinal))
            length += other.Length - old.Length;
        return length <= MaxLength
            ? TemplateWork.Take(text.Replace(old, other, StringComparison.Ordinal))
            : throw new TemplateException("it makes a text that is too long");
    }

    private static List<object?> List(object? value) => value switch
    {
        List<object?> list => list,
        Dictionary<string, object?> map => [.. map.Keys],
        string text => [.. text.Select(c => c.ToString())],
        TemplateUndefined => [],
        _ => throw new TemplateException("a value that is no list is gone through"),
    };

    public static long ToLong(object? value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateException("a whole number is expected"),
    };

    public static string ToText(object? value) => value switch
    {
        string text => TemplateWork.Take(text),
        TemplateUndefined => "",
        _ => Represent(value, 0),
    };

    /// <summary>As Python writes a value within a list.</summary>
    private static string Represent(object? value, int depth) => TemplateWork.Take(Write(value, depth));

    private static string Write(object? value, int depth) => value switch
    {
        _ when depth > MaxDepth => throw new TemplateException("a value holds itself"),
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("0.0###############", CultureInfo.InvariantCulture),
        string text => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "'",
        List<object?> list => "[" + string.Join(", ", list.Select(item => Represent(item, depth + 1))) + "]",
        Dictionary<string, object?> map
            => "{" + string.Join(", ", map.Select(pair => $"'{pair.Key}': {Represent(pair.Value, depth + 1)}")) + "}",
        _ => "",
    };

    public static object? Calculate(string sign, object? one, object? other)
    {
        switch (sign)
        {
            case "+" when one is string a && other is string b:
                return a.Length + b.Length <= MaxLength
                    ? TemplateWork.Take(a + b)
                    : throw new TemplateException("it makes a text that is too long");
            case "+" when one is List<object?> a && other is List<object?> b:
                TemplateWork.Take(a.Count + b.Count);
                return (List<object?>)[.. a, .. b];
            case "*" when one is string text && other is long count:
                return (Int128)text.Length * Math.Max(count, 0) <= MaxLength
                    ? TemplateWork.Take(new StringBuilder().Insert(0, text, text.Length == 0 ? 0 : (int)Math.Max(count, 0)).ToString())
                    : throw new TemplateException("it makes a text that is too long");
            case "%" when one is string:
                throw new TemplateException("texts are formatted with %");
        }

        if (one is long x && other is long y && sign != "/")
        {
            if (sign is "//" or "%" && y == 0)
                throw new TemplateException("it divides by zero");
            return sign switch
            {
                "+" => x + y,
                "-" => x - y,
                "*" => x * y,
                "//" => (long)Math.Floor((double)x / y),
                _ => y == -1 ? 0 : (x % y + y) % y,
            };
        }

        var (p, q) = (ToDouble(one), ToDouble(other));
        return sign switch
        {
            "+" => p + q,
            "-" => p - q,
            "*" => p * q,
            "/" => p / q,
            "//" => Math.Floor(p / q),
            _ => p - q * Math.Floor(p / q),
        };
    }

    /// <summary>A member: of a map by key, of a list or a text by place.</summary>
    public static object? Member(object? value, object? key) => (value, key) switch
    {
        (Dictionary<string, object?> map, string name) => map.TryGetValue(name, out var found) ? found : TemplateUndefined.Value,
        (List<object?> list, long place) => Place(list.Count, place) is { } i ? list[i] : TemplateUndefined.Value,
        (string text, long place) => Place(text.Length, place) is { } i ? text[i].ToString() : TemplateUndefined.Value,
        (TemplateUndefined, _) => throw new TemplateException($"'{ToText(key)}' of something undefined is asked for"),
        _ => TemplateUndefined.Value,
    };

    /// <summary>A part of a list or a text, as Python cuts it.</summary>
    public static object? Slice(object? value, object? from, object? to, object? by)
    {
        var step = by is null ? 1 : Math.Clamp(ToLong(by), int.MinValue, int.MaxValue);
        if (step == 0)
            throw new TemplateException("it cuts a list in steps of zero");
        var count = value is string whole ? whole.Length : ToList(value).Count;
        var start = Bound(from, step > 0 ? 0 : count - 1);
        var end = to is null && step < 0 ? -1 : Bound(to, count);
        TemplateWork.Take(count);
        var places = new List<int>();
        for (var i = start; step > 0 ? i < Math.Min(end, count) : i > end; i += step)
        {
            if (i >= 0 && i < count)
                places.Add((int)i);
        }

        return value is string text
            ? string.Concat(places.Select(i => text[i]))
            : ToList(value) is var list ? (List<object?>)[.. places.Select(i => list[i])] : null;

        long Bound(object? bound, long absent)
        {
            if (bound is null)
                return absent;
            var place = ToLong(bound);
            return place < 0 ? Math.Max(place + count, step > 0 ? 0 : -1) : Math.Min(place, step > 0 ? count : count - 1);
        }
    }

    /// <summary>Whether something is in a text, a list, or among the keys of a map.</summary>
    public static bool Contains(object? value, object? item) => value switch
    {
        string text => item is string part && TemplateWork.Take(text).Contains(part, StringComparison.Ordinal),
        Dictionary<string, object?> map => item is string key && map.ContainsKey(key),
        _ => ToList(value).Any(member => AreEqual(member, item)),
    };

    private static double ToDouble(object? value) => value switch
    {
        long number => number,
        double number => number,
        _ => throw new TemplateException("a number is expected"),
    };

    private static int? Place(int count, long place)
    {
        var i = place < 0 ? place + count : place;
        return i >= 0 && i < count ? (int)i : null;
    }
}
