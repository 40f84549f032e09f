using Qwen.Constraints;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Tests.Client;

/// <summary>The demo checkpoint, loaded once for all tests, and answers that it is made to write.</summary>
internal static class DemoModel
{
    private static readonly Lazy<Task<QwenModel>> Shared = new(LoadAsync);

    /// <summary>The model that all tests share.</summary>
    public static Task<QwenModel> GetAsync() => Shared.Value;

    /// <summary>A model of one's own, to dispose.</summary>
    public static Task<QwenModel> LoadAsync() => QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, Options);

    /// <summary>How the model runs in tests.</summary>
    public static QwenModelOptions Options { get; } = new() { Device = "cpu", Threads = 2 };

    /// <summary>A client that lets the model write freely.</summary>
    public static async Task<QwenChatClient> CreateClientAsync(QwenChatClientOptions? options = null) => new(await GetAsync(), options);

    /// <summary>A client whose model writes what the script says for a request.</summary>
    public static async Task<QwenChatClient> CreateScriptedAsync(
        Func<GenerationRequest, string> script, QwenChatClientOptions? options = null)
    {
        var model = await GetAsync();
        options ??= new QwenChatClientOptions();
        options.ConstraintFactory = request => Force(model, script(request));
        return new QwenChatClient(model, options);
    }

    /// <summary>A client whose model writes the same answer to everything.</summary>
    public static Task<QwenChatClient> CreateScriptedAsync(string answer, QwenChatClientOptions? options = null) =>
        CreateScriptedAsync(_ => answer, options);

    /// <summary>Makes a model write a text; visible control tokens such as <c>&lt;tool_call&gt;</c> are tokens of their own.</summary>
    public static ITokenConstraint Force(QwenModel model, string answer) =>
        new ScriptedAnswer(model.Tokenizer.EncodeWithSpecialTokens(answer), model.GenerationDefaults.EndTokenIds[0]);

    /// <summary>Tokens of a text.</summary>
    public static async Task<int> CountAsync(string text) => (await GetAsync()).Tokenizer.EncodeWithSpecialTokens(text).Length;
}
