using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;

namespace Qwen.Extensions.AI.Tests.Tools;

/// <summary>Runs the parser over an answer and writes what it found in a comparable form.</summary>
internal static class Answers
{
    /// <summary>Content of an answer that arrives in the given pieces; neighbouring texts joined.</summary>
    public static List<AIContent> Parse(IEnumerable<string> pieces, bool cut = false, params string[] toolNames)
    {
        var parser = new ToolCallParser("call_", toolNames);
        List<AIContent> contents = [.. pieces.SelectMany(parser.Append)];
        contents.AddRange(parser.Flush(cut));
        List<AIContent> joined = [];
        foreach (var content in contents)
        {
            if (content is TextContent text && joined is [.., TextContent last])
                joined[^1] = new TextContent(last.Text + text.Text);
            else
                joined.Add(content);
        }

        return joined;
    }

    /// <summary>One line for each content.</summary>
    public static string[] Describe(IEnumerable<AIContent> contents) => [.. contents.Select(Describe)];

    private static string Describe(AIContent content) => content switch
    {
        TextContent text => $"text {text.Text}",
        FunctionCallContent { Exception: { } error } call => $"broken {call.Name}: {error.InnerException!.Message}",
        FunctionCallContent call => $"{call.CallId} {call.Name}({JsonSerializer.Serialize(call.Arguments)})",
        _ => content.GetType().Name,
    };
}
