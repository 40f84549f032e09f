using System.ComponentModel;
using System.Diagnostics;
using Qwen.Testing;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>The official package for JavaScript against the server; it is fetched when the test runs.</summary>
public sealed class NodeClientTests(DemoServer server)
{
    private const string Script = """
        import OpenAI from 'openai';
        const [address, picture] = process.argv.slice(2);
        const client = new OpenAI({ baseURL: address + 'v1', apiKey: 'none', maxRetries: 0 });
        const messages = [{ role: 'user', content: [
          { type: 'image_url', image_url: { url: picture } },
          { type: 'text', text: 'How many red triangles are there in the image?' }] }];
        const common = { model: 'demo', messages, temperature: 0, max_completion_tokens: 64 };

        const whole = await client.chat.completions.create(common);
        console.log('whole', whole.choices[0].message.content);

        let text = '', usage = null;
        for await (const chunk of await client.chat.completions.create({ ...common, stream: true, stream_options: { include_usage: true } })) {
          text += chunk.choices[0]?.delta?.content ?? '';
          usage = chunk.usage ?? usage;
        }
        console.log('stream', text, usage.completion_tokens === whole.usage.completion_tokens);

        const shaped = await client.chat.completions.parse({ ...common, response_format: { type: 'json_schema', json_schema: { name: 'n', strict: true,
          schema: { type: 'object', properties: { n: { type: 'integer', minimum: 3, maximum: 3 } }, required: ['n'], additionalProperties: false } } } });
        console.log('parsed', shaped.choices[0].message.parsed.n);

        const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }];
        const streamed = client.chat.completions.stream({ ...common, tools, tool_choice: 'required' });
        console.log('call', (await streamed.finalChatCompletion()).choices[0].message.tool_calls[0].function.name);

        const response = await client.responses.create({ model: 'demo', temperature: 0, max_output_tokens: 64, input: [{ role: 'user', content: [
          { type: 'input_image', image_url: picture, detail: 'auto' }, { type: 'input_text', text: 'How many red triangles are there in the image?' }] }] });
        console.log('response', response.output_text);

        let events = 0, last = '';
        for await (const event of await client.responses.create({ model: 'demo', input: 'Hello', max_output_tokens: 8, stream: true })) { events++; last = event.type; }
        console.log('events', events > 5, last.startsWith('response.'));

        try { await client.chat.completions.create({ ...common, model: 'other' }); } catch (error) {
          console.log('missing', error instanceof OpenAI.NotFoundError, error.code, error.param);
        }
        try { await client.chat.completions.create({ ...common, n: 2 }); } catch (error) {
          console.log('bad', error instanceof OpenAI.BadRequestError, error.param);
        }

        const stop = new AbortController();
        let pieces = 0;
        try {
          for await (const chunk of await client.chat.completions.create({ ...common, messages: [{ role: 'user', content: 'Tell a story.' }], temperature: 5, max_completion_tokens: 2000, stream: true }, { signal: stop.signal }))
            if (++pieces === 3) {
              // and no waiting for the end of it: Node.js 20 leaves now and then without another word when a stream was aborted
              stop.abort();
              break;
            }
        } catch (error) { if (!(error instanceof OpenAI.APIUserAbortError)) throw error; }
        console.log('aborted', pieces);
        """;

    private const int OldestNode = 20;

    [Fact]
    public async Task Its_chats_streams_functions_shapes_responses_errors_and_aborts_work()
    {
        using var folder = new TempFolder();
        var (_, version) = await RunAsync(folder.Path, "node", "--version");
        Assert.SkipUnless(Major(version) >= OldestNode, $"The package is for Node.js {OldestNode} and later; here is {version.Trim()}.");
        await File.WriteAllTextAsync(folder.File("package.json"), """{"type": "module", "private": true}""");
        await File.WriteAllTextAsync(folder.File("ask.mjs"), Script);
        var (installed, complaint) = await RunAsync(
            folder.Path, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "openai@6");
        Assert.SkipUnless(installed == 0, $"The package cannot be fetched here: {complaint}");

        var (code, output) = await RunAsync(
            folder.Path, "node", "ask.mjs", server.Address.AbsoluteUri, DemoServer.Picture("count112-00.png"));
        Assert.True(code == 0, $"It left with {code}: {output}");
        Assert.Equal(
            """
            whole There is 1 red triangle in the image.
            stream There is 1 red triangle in the image. true
            parsed 3
            call look
            response There is 1 red triangle in the image.
            events true true
            missing true model_not_found model
            bad true n
            aborted 3
            """.ReplaceLineEndings(),
            output.Trim().ReplaceLineEndings());
        await Wait.UntilAsync(() => server.OpenRequests == 0);
    }

    private static int Major(string version) => int.TryParse(version.Trim().TrimStart('v').Split('.')[0], out var major) ? major : 0;

    private static async Task<(int Code, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"There is no {program} on the search path.");
            throw;
        }
    }
}
