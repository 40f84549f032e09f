using System.Text.Json;
using System.Text.RegularExpressions;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>
/// Requests with pictures as the handbooks of vLLM and of llama.cpp's server show them, written anew: with fields that only those know,
/// with shapes where those put them.
/// </summary>
public sealed class FieldRequestTests(DemoServer server)
{
    private const string Answer = "There is 1 red triangle in the image.";

    /// <summary>Members of a request beside its messages, more members of its picture's part, and what the answer has to be.</summary>
    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "vLLM: a picture before the text", """ "model": "demo", "max_tokens": 300 """, "", Answer },
        { "vLLM: a picture that has a name", """ "model": "demo" """, """, "uuid": "sku-4711" """, Answer },
        { "vLLM: limits of pixels", """ "mm_processor_kwargs": {"min_pixels": 3136, "max_pixels": 12544} """, "", Answer },
        {
            "vLLM: fields of its own",
            """
            "top_k": 20, "repetition_penalty": 1.0, "min_p": 0, "skip_special_tokens": true, "add_generation_prompt": true,
            "continue_final_message": false, "chat_template_kwargs": {"enable_thinking": false}, "priority": 0, "return_token_ids": false
            """,
            "", Answer
        },
        { "vLLM: a choice", """ "guided_choice": ["few", "many"], "guided_decoding_backend": "auto" """, "", "few|many" },
        { "vLLM: outputs with a structure", """ "structured_outputs": {"choice": ["cat", "dog"]} """, "", "cat|dog" },
        { "vLLM: a pattern", """ "structured_outputs": {"regex": "[0-9]{2}"} """, "", "[0-9]{2}" },
        {
            "llama.cpp: fields of its own",
            """ "cache_prompt": true, "id_slot": -1, "n_probs": 0, "timings_per_token": false """,
            "", Answer
        },
        { "llama.cpp: details of a picture", """ "stream": false, "temperature": 0 """, """, "detail": "auto" """, Answer },
        { "llama.cpp: a grammar", """ "grammar": "root ::= (\"yes\" | \"no\") \"!\"" """, "", "(yes|no)!" },
        {
            "llama.cpp: a schema in json_object",
            """
            "response_format": {"type": "json_object", "schema": {
              "type": "object", "properties": {"n": {"const": 7}}, "required": ["n"], "additionalProperties": false}}
            """,
            "", """\{\s*"n"\s*:\s*7\s*\}"""
        },
        {
            "llama.cpp: a schema without the object around it",
            """ "response_format": {"type": "json_schema", "schema": {"enum": ["left", "right"]}} """, "", "\"(left|right)\""
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_of_the_field_is_answered(string name, string members, string part, string answer)
    {
        var temperature = members.Contains("temperature", StringComparison.Ordinal) ? "" : "\"temperature\": 0, ";
        var pixels = members.Contains("pixels", StringComparison.Ordinal) ? "" : "\"min_pixels\": 3136, ";
        var limit = members.Contains("max_tokens", StringComparison.Ordinal) ? "" : "\"max_tokens\": 64, ";
        var told = await server.AskAsync($$$"""
            {{{{temperature}}}{{{pixels}}}{{{limit}}}{{{members}}}, "messages": [
              {"role": "system", "content": "You are a helpful assistant."},
              {"role": "user", "content": [
                {"type": "image_url", "image_url": {"url": "{{{DemoServer.Picture("count112-00.png")}}}"}{{{part}}}},
                {"type": "text", "text": "How many red triangles are there in the image?"}]}]}
            """);
        var text = told.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.True(text == answer || Regex.IsMatch(text, $"^(?:{answer})$"), $"{name}: {text}");
        Assert.Equal(JsonValueKind.Number, told.GetProperty("usage").GetProperty("prompt_tokens").ValueKind);
    }

    [Fact]
    public async Task Several_pictures_and_an_earlier_answer_are_read()
    {
        var told = await server.AskAsync($$$"""
            {"temperature": 0, "min_pixels": 3136, "max_completion_tokens": 64, "messages": [
              {"role": "user", "content": [
                {"type": "text", "text": "What are these?"},
                {"type": "image_url", "image_url": {"url": "{{{DemoServer.Picture("box112-00.png")}}}"}},
                {"type": "image_url", "image_url": {"url": "{{{DemoServer.Picture("count112-00.png")}}}"}}]},
              {"role": "assistant", "content": [{"type": "text", "text": "Shapes."}]},
              {"role": "user", "content": "How many red triangles are there in the image?"}]}
            """);
        var counts = told.GetProperty("usage").GetProperty("additional_counts");
        Assert.Equal(32, counts.GetProperty("vision_tokens").GetInt32());
    }
}
