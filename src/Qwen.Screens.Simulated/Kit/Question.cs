using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A question that stands above everything until it is answered.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Text">What is asked; empty where the title says it all.</param>
/// <param name="Answers">Buttons, the least harmful first.</param>
internal sealed record Question(string Title, string Text, IReadOnlyList<(string Label, Action? Do, ButtonLook Look)> Answers)
{
    private readonly ScrollPosition scroll = new();

    /// <summary>Further rows between text and buttons.</summary>
    public Func<IEnumerable<View>> Rows { get; init; } = () => [];

    /// <summary>The question as a plate above the screen.</summary>
    /// <param name="answer">Takes the question away and does what was chosen; null where it was dismissed.</param>
    public Modal CreateView(Action<Action?> answer) => new(
        new Stack(
        [
            new Stack(
                [
                    new TextView(Title) { Size = 19, Bold = true },
                    .. Text.Length > 0 ? [new TextView(Text) { Muted = true }] : Array.Empty<View>()
                ])
            {
                Padding = 16, Gap = 8,
            },
            .. Rows(),
            new Strip(Answers.Select(choice => new Button(choice.Label, () => answer(choice.Do)) { Look = choice.Look }))
            {
                Padding = 16,
                Gap = 8
            },
            new Space(4),
        ]),
        () => answer(null),
        scroll);
}
