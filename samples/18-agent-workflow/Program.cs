// One idea: steps whose order is ours, not a model's: locate, read, check, answer, as a workflow of Microsoft Agent Framework.

using System.Globalization;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Samples;
using Qwen.VisionLanguage;

var folder = AppContext.BaseDirectory;
var pictures = Path.Combine(folder, "pictures");
await using var model = await QwenModel.LoadAsync(Path.Combine(folder, "models", "demo"));
using var client = model.AsIChatClient();
var options = new QwenPictureOptions { AllowedFolders = [pictures] };
var (grounding, reading) = (new GroundingTasks(client, options), new ReadingTasks(client, options));

// 1. The steps. The tasks are plain methods here: no model chooses them, and results are typed.
var locate = Step("locate", async (order, cancellationToken) =>
    order with { There = (await grounding.LocateAsync(order.Shelf, "circle", cancellationToken: cancellationToken)).Boxes });
var read = Step("read", async (order, cancellationToken) =>
    order with { Text = string.Join(' ', (await reading.ReadTextAsync(order.Paper, cancellationToken: cancellationToken)).Lines) });
var check = Step("check", (order, _) => Task.FromResult(order with
{
    Wanted = int.TryParse(order.Text.Split(' ')[^1], CultureInfo.InvariantCulture, out var wanted) ? wanted : null,
}));
var answer = Finish("answer", order => $"The order says \"{order.Text}\", the shelf holds {order.There.Count}: "
    + (order.There.Count >= order.Wanted ? "it can go." : $"{order.Wanted - order.There.Count} missing."));
var ask = Finish("ask", order => $"The order says \"{order.Text}\", and no number: a person has to look at it.");

// 2. The way. What cannot be checked takes another one.
var workflow = new WorkflowBuilder(locate)
    .AddEdge(locate, read)
    .AddEdge(read, check)
    .AddEdge<Order>(check, answer, order => order?.Wanted is not null)
    .AddEdge<Order>(check, ask, order => order?.Wanted is null)
    .WithOutputFrom(answer, ask)
    .Build();

// 3. Two orders: one is an order, the other is not.
foreach (var paper in new[] { "order.png", "shelf.png" })
{
    var order = new Order(Path.Combine(pictures, "shelf.png"), Path.Combine(pictures, paper));
    await using var run = await InProcessExecution.RunStreamingAsync(workflow, order);
    await foreach (var happened in run.WatchStreamAsync())
    {
        if (happened is ExecutorCompletedEvent done)
            Console.WriteLine($"{paper}: {done.ExecutorId}");
        else if (happened is WorkflowOutputEvent output)
            Console.WriteLine($"{paper}: {output.Data}");
        else if (happened is WorkflowErrorEvent error)
            throw new InvalidOperationException("The workflow failed.", error.Data as Exception);
    }
}

static ExecutorBinding Step(string id, Func<Order, CancellationToken, Task<Order>> work)
{
    Func<Order, CancellationToken, ValueTask<Order>> step = async (order, cancellationToken) => await work(order, cancellationToken);
    return step.BindAsExecutor(id);
}

static ExecutorBinding Finish(string id, Func<Order, string> word)
{
    Func<Order, ValueTask<string>> step = order => ValueTask.FromResult(word(order));
    return step.BindAsExecutor(id);
}
