using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Qwen.Cli.Evaluation;

/// <summary>Asks every case of a folder, as any application would ask it, and judges the answers.</summary>
/// <param name="client">The model.</param>
/// <param name="folder">Folder of the pictures.</param>
internal sealed class Evaluator(IChatClient client, string folder)
{
    // greedy: the same model gives the same report
    private static readonly ChatOptions Greedy = new() { Temperature = 0, MaxOutputTokens = 512 };

    /// <summary>Asks the cases in their order; each result comes as soon as it is there.</summary>
    public async IAsyncEnumerable<EvaluationResult> RunAsync(
        IEnumerable<EvaluationCase> cases, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var question in cases)
        {
            var messages = CaseQuestion.Create(folder, question);
            var response = await client.GetResponseAsync(messages, Greedy, cancellationToken);
            yield return new EvaluationResult(
                question.Task,
                question.File,
                question.Prompt,
                response.Text,
                CaseJudge.IsRight(question, response.Text),
                question.RecordedAnswer is { } recorded ? recorded == response.Text : null,
                question.RecordedRight);
        }
    }
}
