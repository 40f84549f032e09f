using System.ClientModel;
using System.CommandLine;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Farm;

/// <summary>A model on a server that speaks the OpenAI form: a machine of the farm stands before it and offers its slots.</summary>
internal sealed class RemoteModel
{
    private const string NoKey = "none";

    private readonly Option<Uri?> server = new("--server")
    {
        Description = "Address of a server in the OpenAI form, such as vLLM's, that answers instead of a model here; MODEL is its name "
            + "there.",
        HelpName = "URL",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"--server is '{text}', which is no address: give one such as http://gpu:8000/v1.");
            return null;
        },
    };

    private readonly Option<string?> keyFile = new("--server-key-file")
    {
        Description = "File that holds the key of --server.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(server);
        command.Add(keyFile);
    }

    /// <summary>The client of the server that was named; null where none was.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">The model's name there.</param>
    /// <exception cref="QwenException">The name is missing, or the key cannot be read.</exception>
    public IChatClient? Open(ParseResult parsed, string? model)
    {
        if (parsed.GetValue(server) is not { } address)
            return null;
        if (string.IsNullOrWhiteSpace(model))
        {
            throw new QwenException(
                $"--server is {address}: say before it which of its models answers, such as Qwen/Qwen2.5-VL-72B-Instruct.");
        }

        var options = new OpenAIClientOptions { Endpoint = address };
        return new ChatClient(model, new ApiKeyCredential(ReadKey(parsed.GetValue(keyFile)) ?? NoKey), options).AsIChatClient();
    }

    private static string? ReadKey(string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The key of --server cannot be read: {error.Message}", error);
        }
    }
}
