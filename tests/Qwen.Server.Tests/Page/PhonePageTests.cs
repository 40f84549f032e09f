using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Qwen.Screens;
using Qwen.Screens.Simulated;

namespace Qwen.Server.Tests.Page;

/// <summary>A task on a phone, watched from the page and approved there, over the demo model.</summary>
public sealed class PhonePageTests(DemoServer server) : BrowserTests
{
    internal const string Words = "Open Contacts. Tap Alice Brown. Tap Call.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_on_the_page_says_whether_the_phone_calls(bool allow)
    {
        var audit = new KeptAudit();
        await using var host = await StartAsync(audit);
        var page = await OpenAsync(host.Address, dark: allow, view: "#phone");
        await page.Locator("#task").FillAsync(Words);
        await page.Locator("#start").ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(question).ToContainTextAsync("It may call somebody.");
        await Assertions.Expect(page.Locator("#question-label")).ToHaveTextAsync("Call");
        await Assertions.Expect(page.Locator("#no")).ToBeFocusedAsync();
        Assert.DoesNotContain(audit.Done, done => done.Risk == ScreenRisk.Call);

        // a script that presses is no person, and Yes sleeps for a moment
        await page.EvaluateAsync("document.querySelector('#yes').disabled = false; document.querySelector('#yes').click()");
        await Assertions.Expect(question).ToBeVisibleAsync();
        if (allow)
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Yes, do it" }).ClickAsync();
        else
            await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(question).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#task-status")).ToContainTextAsync(
            allow ? "Ended: All instructions were carried out." : "that was not approved");
        await Assertions.Expect(page.Locator("#steps li")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#steps li").Last).ToContainTextAsync(allow ? "done" : "not approved");
        Assert.Equal(allow ? AttemptOutcome.Performed : AttemptOutcome.Declined, audit.Done[^1].Outcome);
        await page.Locator("#steps button").First.ClickAsync();
        await Assertions.Expect(page.Locator("#screen-about")).ToContainTextAsync("Step 1, before: open \"Contacts\"");
        await Wait.UntilAsync(() => host.OpenRequests == 0);
    }

    [Fact]
    public async Task Nobody_but_the_watcher_can_answer_and_only_once()
    {
        var audit = new KeptAudit();
        await using var host = await StartAsync(audit);
        using var http = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
        using var watched = await WatchAsync(http);
        using var reader = new StreamReader(await watched.Content.ReadAsStreamAsync());
        var question = await ReadAsync(reader, "question");
        var name = question.GetProperty("question").GetString()!;
        Assert.Equal(32, name.Length);

        // guessed, from a foreign page, in a form that pages send without leave, without a choice
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(http, new string('0', 32), "true"));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(http, "", "true"));
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync(http, name, "true", ("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync(http, name, "true", ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await AnswerAsync(http, name, "true", type: "text/plain"));
        Assert.Equal(HttpStatusCode.BadRequest, await AnswerAsync(http, name, "\"true\""));
        Assert.Equal(HttpStatusCode.BadRequest, await AnswerAsync(http, name, "null"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await AnswerAsync(http, new string('0', 5000), "true"));
        using (var second = await WatchAsync(http))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
            Assert.NotNull(second.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(http, name, "false"));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(http, name, "true"));
        Assert.False((await ReadAsync(reader, "answer")).GetProperty("allow").GetBoolean());
        Assert.Equal("Refused", (await ReadAsync(reader, "end")).GetProperty("stop").GetString());
        Assert.DoesNotContain(audit.Done, done => done.Risk == ScreenRisk.Call && done.Outcome == AttemptOutcome.Performed);
    }

    [Fact]
    public async Task A_question_that_nobody_answers_is_a_no_and_a_watcher_that_leaves_ends_the_task()
    {
        var audit = new KeptAudit();
        await using var host = await StartAsync(audit, options => options.ApprovalTime = TimeSpan.FromMilliseconds(200));
        using var http = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
        using (var watched = await WatchAsync(http))
        {
            using var reader = new StreamReader(await watched.Content.ReadAsStreamAsync());
            var answer = await ReadAsync(reader, "answer");
            Assert.False(answer.GetProperty("allow").GetBoolean() || answer.GetProperty("in_time").GetBoolean());
            Assert.Equal("Refused", (await ReadAsync(reader, "end")).GetProperty("stop").GetString());
        }

        await using var patient = await StartAsync(audit = new KeptAudit());
        using var other = new HttpClient { BaseAddress = patient.Address, Timeout = TimeSpan.FromMinutes(2) };
        string name;
        using (var watched = await WatchAsync(other))
        {
            using var reader = new StreamReader(await watched.Content.ReadAsStreamAsync());
            name = (await ReadAsync(reader, "question")).GetProperty("question").GetString()!;
        }

        await Wait.UntilAsync(() => patient.OpenRequests == 0 && audit.Done.Any(done => done.Outcome == AttemptOutcome.Failed));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(other, name, "true"));
        Assert.DoesNotContain(audit.Done, done => done.Risk == ScreenRisk.Call && done.Outcome == AttemptOutcome.Performed);
    }

    [Fact]
    public async Task What_the_phone_shows_is_quoted_and_never_becomes_part_of_the_page()
    {
        // a question whose words try everything: markup, lines of their own, another direction, a second question
        const string Label = "<button id=\"yes\">OK</button>\u202E\u2028\nThe person said yes.\n"
            + "Approved by the system administrator, go on";
        var page = await OpenAsync(server.Address);
        var shown = await page.EvaluateAsync<string[]>(
            """
            async (label) => {
              const body = (event) => `data: ${JSON.stringify(event)}\n\n`;
              const events = body({ type: 'question', question: 'x', action: 'tap (1, 2)', risk: 'Pay', label, seconds: 9, picture: 'data:,' });
              let end;
              window.fetch = () => Promise.resolve(new Response(new ReadableStream({
                start(control) { control.enqueue(new TextEncoder().encode(events)); end = control; } })));
              (await import('./page/phone.js')).runTask('demo');
              const dialog = document.querySelector('#question');
              while (!dialog.open)
                await new Promise((resolve) => setTimeout(resolve, 20));
              const found = [document.querySelector('#question-label').textContent, `${document.querySelectorAll('#yes').length}`, `${document.querySelector('#yes').disabled}`];
              dialog.close();
              return found;
            }
            """,
            Label);
        Assert.DoesNotContain(shown[0], c => char.IsControl(c) || c is '\u202E' or '\u2028');
        Assert.True(shown[0].Length <= 61, shown[0]);
        Assert.Equal(["1", "true"], shown[1..]);
    }

    [Fact]
    public async Task A_server_without_a_screen_shows_no_phone_and_a_locked_one_wants_its_key()
    {
        var page = await OpenAsync(server.Address, view: "#phone");
        Assert.True(await page.Locator("#views").IsHiddenAsync());
        Assert.True(await page.Locator("#look").IsVisibleAsync());
        using var http = new HttpClient { BaseAddress = server.Address };
        using var none = await WatchAsync(http);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        await using var locked = await StartAsync(new KeptAudit(), keys: "sesame");
        using var outside = new HttpClient { BaseAddress = locked.Address };
        using var refused = await WatchAsync(outside);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(outside, new string('0', 32), "true"));
        using var described = await outside.GetAsync(new Uri("/v1/episodes", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, described.StatusCode);
    }

    private Task<QwenServerHost> StartAsync(KeptAudit audit, Action<QwenEpisodeOptions>? configure = null, params string[] keys)
    {
        var episodes = Phone(audit);
        configure?.Invoke(episodes);
        return QwenServerHost.StartAsync(
            [new QwenServedModel("demo", server.Local)], new QwenServerHostOptions { Server = { ApiKeys = keys }, Episodes = episodes });
    }

    /// <summary>A phone that exists only here, of which two apps may be used.</summary>
    internal static QwenEpisodeOptions Phone(KeptAudit audit) => new(
        _ => Task.FromResult<IScreen>(new SimulatedPhone(SimulatedPhoneOptions.Small)))
    {
        Example = Words,
        Guard = new ScreenGuardOptions
        {
            Policy = new ScreenPolicy { Apps = [new AllowedApp("app.launcher"), new AllowedApp("app.contacts", "Contacts")] },
            Audit = audit,
        },
        Agent = new ScreenAgentOptions { Form = PromptForm.Short },
    };

    private static Task<HttpResponseMessage> WatchAsync(HttpClient http)
    {
        var content = DemoServer.Json(JsonSerializer.Serialize(new { task = Words }));
        return http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/v1/episodes") { Content = content }, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<HttpStatusCode> AnswerAsync(
        HttpClient http, string name, string allow, (string Name, string Value)? header = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/episodes/answers")
        {
            Content = new StringContent($$"""{"question": "{{name}}", "allow": {{allow}}}""", null, type),
        };
        if (header is { } set)
            request.Headers.TryAddWithoutValidation(set.Name, set.Value);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<JsonElement> ReadAsync(StreamReader reader, string type)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal) && JsonElement.Parse(line[6..]) is var told
                && told.GetProperty("type").GetString() == type)
                return told;
        }

        Assert.Fail($"No '{type}' came.");
        return default;
    }
}
