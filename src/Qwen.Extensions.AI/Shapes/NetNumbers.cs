using System.Text.Json.Nodes;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>The ranges of .NET's numbers, which the schema that System.Text.Json derives of a type does not say.</summary>
internal static class NetNumbers
{
    // as JSON writes them: none of .NET's types holds them all
    private static readonly Dictionary<string, (string Least, string Most)> Wholes = new()
    {
        [nameof(SByte)] = ("-128", "127"),
        [nameof(Byte)] = ("0", "255"),
        [nameof(Int16)] = ("-32768", "32767"),
        [nameof(UInt16)] = ("0", "65535"),
        [nameof(Int32)] = ("-2147483648", "2147483647"),
        [nameof(UInt32)] = ("0", "4294967295"),
        [nameof(Int64)] = ("-9223372036854775808", "9223372036854775807"),
        [nameof(UInt64)] = ("0", "18446744073709551615"),
        [nameof(Int128)] = ("-170141183460469231731687303715884105728", "170141183460469231731687303715884105727"),
        [nameof(UInt128)] = ("0", "340282366920938463463374607431768211455"),
    };

    private static readonly Dictionary<string, (string Least, string Most)> Fractions = new()
    {
        [nameof(Decimal)] = ("-79228162514264337593543950335", "79228162514264337593543950335"),
        [nameof(Single)] = ("-3.4028234e38", "3.4028234e38"),
        [nameof(Half)] = ("-65504", "65504"),
    };

    /// <summary>The bounds of whole numbers whose type is not known.</summary>
    public static (JsonNode Least, JsonNode Most) Usual => Whole(nameof(Int64))!.Value;

    /// <summary>The bounds of a type of whole numbers; null for any other.</summary>
    public static (JsonNode Least, JsonNode Most)? Whole(string name) => Find(Wholes, name);

    /// <summary>The bounds of a type of numbers with a fraction; null for any other and for <see cref="double"/>, which reads all that is
    /// written.</summary>
    public static (JsonNode Least, JsonNode Most)? Fraction(string name) => Find(Fractions, name);

    private static (JsonNode Least, JsonNode Most)? Find(Dictionary<string, (string Least, string Most)> ranges, string name) =>
        ranges.TryGetValue(name, out var range) ? (JsonNode.Parse(range.Least)!, JsonNode.Parse(range.Most)!) : null;
}
