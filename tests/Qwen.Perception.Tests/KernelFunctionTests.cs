using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

using FunctionInvocationContext = Microsoft.SemanticKernel.FunctionInvocationContext;

namespace Qwen.Perception.Tests;

public class KernelFunctionTests
{
    private const string Answer = """[{"bbox_2d": [28, 28, 56, 56], "label": "cup"}]""";
    private static readonly byte[] Picture = TestPicture.Encode(168, 112);
    private readonly FixedAnswerClient client = new(Answer);

    [Fact]
    public void Every_function_is_described()
    {
        KernelPlugin[] plugins =
        [
            new GroundingTasks(client).AsKernelPlugin(), new ReadingTasks(client).AsKernelPlugin(),
            new RecognitionTasks(client).AsKernelPlugin(),
        ];
        Assert.Equal(
            [
                "Grounding.count", "Grounding.describe_each", "Grounding.locate", "Grounding.locate_and_draw", "Grounding.point",
                "Reading.extract", "Reading.extract_fields", "Reading.read_table", "Reading.read_text", "Reading.spot_lines",
                "Recognition.ask", "Recognition.compare", "Recognition.recognise",
            ],
            plugins.SelectMany(plugin => plugin.Select(function => $"{plugin.Name}.{function.Name}")).Order(StringComparer.Ordinal));
        Assert.All(plugins.SelectMany(plugin => plugin.GetFunctionsMetadata()), function =>
        {
            Assert.NotEmpty(function.Description);
            Assert.NotEmpty(function.ReturnParameter.Description);
            Assert.All(function.Parameters, parameter => Assert.NotEmpty(parameter.Description));
        });
    }

    [Fact]
    public void The_results_schema_has_snake_case_names()
    {
        var schema = new GroundingTasks(client).AsKernelPlugin()["locate"].Metadata.ReturnParameter.Schema!.RootElement;
        var names = schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);
        Assert.Equal(["boxes", "model_size", "notes", "parts", "picture_size", "raw_text"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_kernel_calls_it_and_gets_boxes_in_its_own_pixels()
    {
        var builder = Kernel.CreateBuilder();
        builder.Plugins.AddQwenGrounding(client, new QwenPictureOptions { MaxPixels = 84 * 56 });
        var kernel = builder.Build();

        var result = await kernel.InvokeAsync<LocateResult>(
            "Grounding", "locate", new KernelArguments { ["picture"] = new ImageContent(Picture, "image/png"), ["what"] = "cup" });

        Assert.Equal(new PictureSize(168, 112), result!.PictureSize);
        Assert.Equal(new PictureSize(84, 56), result.ModelSize);
        var box = Assert.Single(result.Boxes);
        Assert.Equal((56, 56, 112, 112, "cup"), (box.X1, box.Y1, box.X2, box.Y2, box.Label));
        Assert.Equal(Answer, result.RawText);
        Assert.Empty(result.Notes);
    }

    [Fact]
    public async Task A_tool_call_hands_over_text_and_gets_json()
    {
        AIFunction locate = new GroundingTasks(client).AsKernelPlugin()["locate"];
        Assert.Contains("\"what\"", locate.JsonSchema.GetRawText(), StringComparison.Ordinal);
        var result = await locate.InvokeAsync(new AIFunctionArguments
        {
            ["picture"] = JsonSerializer.SerializeToElement("data:image/png;base64," + Convert.ToBase64String(Picture)),
            ["what"] = JsonSerializer.SerializeToElement("cup"),
            ["every"] = JsonSerializer.SerializeToElement(false),
        });
        var json = Assert.IsType<JsonElement>(result);
        Assert.Equal("cup", json.GetProperty("boxes")[0].GetProperty("label").GetString());
        Assert.StartsWith("Locate the cup,", client.Messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawn_picture_is_content_and_filters_run_once()
    {
        var filter = new CountingFilter();
        var builder = Kernel.CreateBuilder();
        builder.Plugins.AddQwenGrounding(client);
        builder.Services.AddSingleton<IFunctionInvocationFilter>(filter);
        var kernel = builder.Build();

        var drawn = await kernel.InvokeAsync<ImageContent>(
            "Grounding", "locate_and_draw", new KernelArguments { ["picture"] = Picture, ["what"] = "cup" });

        Assert.Equal("image/png", drawn!.MimeType);
        Assert.Equal(3 * 168, ImageDecoder.Decode(drawn.Data!.Value).Width);
        Assert.Equal(1, filter.Calls);
    }

    public static TheoryData<KernelArguments, string> Mistakes => new()
    {
        { new() { ["what"] = "cup" }, "picture" },
        { new() { ["picture"] = "the picture above", ["what"] = "cup" }, "no folder is allowed" },
        { new() { ["picture"] = "data:image/png;base64,AAAA", ["what"] = "cup" }, "no picture that can be read" },
        { new() { ["picture"] = Picture, ["what"] = " " }, "'what' is empty" },
        { new() { ["picture"] = Picture, ["what"] = new string('x', 501) }, "describe it in fewer words" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_of_the_caller_comes_back_as_text(KernelArguments arguments, string message)
    {
        var locate = new GroundingTasks(client).AsKernelPlugin()["locate"];
        var result = (await locate.InvokeAsync(new Kernel(), arguments)).GetValue<string>();
        Assert.StartsWith("Error: ", result, StringComparison.Ordinal);
        Assert.Contains(message, result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limits_of_a_local_model_hold_from_the_first_call()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatClient(RepositoryFiles.DemoCheckpoint, configure: options => options.Device = "cpu");
        builder.Plugins.AddQwenGrounding();
        var kernel = builder.Build();
        await using var services = (ServiceProvider)kernel.Services;

        var result = await kernel.InvokeAsync<CountResult>(
            "Grounding", "count", new KernelArguments { ["picture"] = TestPicture.Encode(1000, 800), ["what"] = "red circles" });

        Assert.Equal(new PictureSize(1000, 800), result!.PictureSize);
        Assert.Equal(new PictureSize(224, 196), result.ModelSize);
        Assert.NotNull(result.Count);
    }

    [Fact]
    public async Task Count_and_list_that_differ_are_said()
    {
        client.Answer = Answer + "\nThere are 3 cups in the image.";
        var result = await new GroundingTasks(client).CountAsync(Picture, "cups", detectFirst: true);
        Assert.Equal(3, result.Count);
        Assert.Single(result.Boxes);
        Assert.Equal(["The stated number (3) differs from the number of findings (1)."], result.Notes);
    }

    [Fact]
    public async Task An_answer_in_words_or_cut_off_is_said()
    {
        client.Answer = "I see no cup.";
        Assert.Equal(
            ["The model answered in words that name no place."], (await new GroundingTasks(client).LocateAsync(Picture, "cup")).Notes);
        using var cut = new FixedAnswerClient(Answer) { Finish = ChatFinishReason.Length };
        Assert.Contains(
            "cut off", Assert.Single((await new GroundingTasks(cut).LocateAsync(Picture, "cup")).Notes), StringComparison.Ordinal);
    }

    private sealed class CountingFilter : IFunctionInvocationFilter
    {
        public int Calls { get; private set; }

        public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            Calls++;
            return next(context);
        }
    }
}
