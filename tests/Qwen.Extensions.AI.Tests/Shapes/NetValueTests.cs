using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Shapes;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>
/// Values of .NET types: whatever can be written under the schema of a type can be read as one. Bytes are drawn at random, so that what
/// could go wrong does.
/// </summary>
public sealed class NetValueTests
{
    private const int Seeds = 40;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Types that stand alone in an answer, where the extension methods say no more than the type's name.</summary>
    public static TheoryData<Type> Alone =>
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(int?),
        typeof(Int128), typeof(UInt128), typeof(decimal), typeof(double), typeof(float), typeof(Half), typeof(Version), typeof(Guid),
        typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly), typeof(DateTime), typeof(DateTimeOffset), typeof(byte[]), typeof(char),
        typeof(Uri), typeof(bool), typeof(string), typeof(Colour), typeof(short[]), typeof(uint[]),
    ];

    /// <summary>Types as members, as items and under keys.</summary>
    public static TheoryData<Type> Inside =>
    [
        .. Alone.Select(row => row.Data), typeof(long?), typeof(byte?), typeof(decimal?), typeof(char?), typeof(Rights), typeof(Rights?),
        typeof(ReadOnlyMemory<byte>), typeof(List<int>), typeof(Dictionary<string, byte>), typeof(Dictionary<short, uint[]>),
        typeof(Dictionary<ulong, string>),
    ];

    [Theory]
    [MemberData(nameof(Alone))]
    public Task A_value_that_the_extension_methods_ask_for_can_be_read(Type type) => Generic(nameof(Ask), type);

    [Theory]
    [MemberData(nameof(Inside))]
    public Task A_member_of_a_format_of_ours_can_be_read(Type type) => Generic(nameof(Read), type);

    [Fact]
    public void A_record_of_all_kinds_can_be_read()
    {
        var format = QwenResponseFormat.For<Parcel>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var text = RandomText.Write(format, seed);
            Assert.NotNull(JsonSerializer.Deserialize<Parcel>(text, AIJsonUtilities.DefaultOptions));
        }
    }

    [Fact]
    public void A_format_of_ours_says_what_the_schema_of_a_type_does_not()
    {
        var members = QwenResponseFormat.For<Parcel>().Schema!.Value.GetProperty("properties");
        Assert.Equal("0 255", Bounds("count"));
        Assert.Equal("-32768 32767", Bounds("shelf"));
        Assert.Equal("0 4294967295", Bounds("weight"));
        Assert.Equal("-2147483648 2147483647", Bounds("floor"));
        Assert.Equal("-79228162514264337593543950335 79228162514264337593543950335", Bounds("price"));
        Assert.Equal("base64", members.GetProperty("seal").GetProperty("contentEncoding").GetString());
        Assert.Contains("Write", members.GetProperty("rights").GetProperty("pattern").GetString()!, StringComparison.Ordinal);
        Assert.Equal(-128, members.GetProperty("offsets").GetProperty("items").GetProperty("minimum").GetInt32());

        // what an attribute says goes before what the type says
        Assert.Equal(1, QwenResponseFormat.For<Size>().Schema!.Value.GetProperty("properties").GetProperty("width")
            .GetProperty("minimum").GetInt32());

        string Bounds(string name) => members.GetProperty(name) is var member
            ? $"{member.GetProperty("minimum").GetRawText()} {member.GetProperty("maximum").GetRawText()}"
            : "";
    }

    [Fact]
    public void A_type_that_cannot_be_read_is_refused_in_a_sentence()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() };
        var error = Assert.Throws<QwenException>(() => QwenResponseFormat.For<Parcel>(options));
        Assert.Contains("JSON schema", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_of_a_function_can_be_bound()
    {
        var calls = 0;
        var function = AIFunctionFactory.Create(
            (short shelf, uint? weight, Rights rights, byte[] seal, Parcel parcel, Dictionary<int, sbyte> offsets, Version version,
                char grade, IReadOnlyList<ushort> ports, decimal price = 1) => ++calls,
            "store");
        var grammar = FunctionGrammar.Compile(RandomText.Vocabulary, function, Stop);
        Assert.Null(grammar.Gap);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var text = RandomText.Write(grammar.Grammar, seed);
            var arguments = JsonDocument.Parse(text).RootElement.EnumerateObject().ToDictionary(one => one.Name, one => (object?)one.Value);
            await function.InvokeAsync(new AIFunctionArguments(arguments), Stop);
        }

        Assert.Equal(Seeds, calls);
    }

    private static async Task Ask<T>()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var client = new RandomText(seed);
            var response = await client.GetResponseAsync<T>("?", cancellationToken: Stop);
            var isNull = default(T) is null && response.Text.Contains("null", StringComparison.Ordinal);
            Assert.True(response.TryGetResult(out _) || isNull, $"{typeof(T)}: {response.Text}"); // null counts as no result
        }
    }

    private static Task Read<T>()
    {
        var format = QwenResponseFormat.For<Holder<T>>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var text = RandomText.Write(format, seed);
            try
            {
                Assert.NotNull(JsonSerializer.Deserialize<Holder<T>>(text, AIJsonUtilities.DefaultOptions));
            }
            catch (JsonException error)
            {
                Assert.Fail($"{typeof(T)}: {text}: {error.Message}");
            }
        }

        return Task.CompletedTask;
    }

    private static Task Generic(string method, Type type) =>
        (Task)typeof(NetValueTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, null)!;

    private sealed record Holder<T>(T Value, T[] Others);
}
