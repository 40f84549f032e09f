using Microsoft.SemanticKernel;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.SemanticKernel.Tests.Chat;

/// <summary>A kernel over the demo checkpoint, whose model writes what a script says for each request.</summary>
internal sealed class ScriptedKernel : IAsyncDisposable
{
    private static readonly Lazy<QwenTokenizer> Tokenizer = new(() => QwenTokenizer.Load(RepositoryFiles.DemoCheckpoint));
    private readonly List<GenerationRequest> requests = [];

    public ScriptedKernel(Func<GenerationRequest, string> script, params object[] plugins)
    {
        var end = Tokenizer.Value.GetSpecialId("<|im_end|>")!.Value;
        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatCompletion(RepositoryFiles.DemoCheckpoint, configure: options =>
        {
            options.Device = "cpu";
            options.Threads = 2;
            options.Client.ConstraintFactory = request =>
            {
                requests.Add(request);
                return new ScriptedAnswer(Tokenizer.Value.EncodeWithSpecialTokens(script(request)), end);
            };
        });
        foreach (var plugin in plugins)
            builder.Plugins.AddFromObject(plugin, plugin.GetType().Name);
        Kernel = builder.Build();
    }

    public Kernel Kernel { get; }

    /// <summary>What reached the model, in order.</summary>
    public IReadOnlyList<GenerationRequest> Requests => requests;

    /// <summary>First the call; once there are results, the answer made of them.</summary>
    public static Func<GenerationRequest, string> CallThenAnswer(string call, Func<string, string> answer) =>
        request => request.Turns[^1].Role == ChatTurnRole.Tool ? answer(Describe(request.Turns[^1])) : call;

    public static string Call(string name, string arguments) =>
        $"<tool_call>\n{{\"name\": \"{name}\", \"arguments\": {arguments}}}\n</tool_call>";

    public static string Describe(ChatTurn turn) => string.Join('|', turn.Parts.Select(Describe));

    public ValueTask DisposeAsync() => ((IAsyncDisposable)Kernel.Services).DisposeAsync();

    private static string Describe(ChatPart part) => part switch
    {
        TextPart text => text.Text,
        MediaPart media => $"[{(media.Vision.IsVideo ? "video " : "")}{media.Vision.ModelSize}]",
        ToolResultPart result => string.Concat(result.Content.Select(Describe)),
        ToolCallPart call => $"<{call.Name}>",
        _ => "?",
    };
}
