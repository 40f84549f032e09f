using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Two pictures of shapes: which of them shows something, and what is the same and what differs.</summary>
internal sealed class PairTask
{
    private const int MostThings = 3;

    private static readonly SceneTask Scenes = new();
    private static readonly string[] Which =
        ["Which picture shows a {x}?", "In which picture is a {x}?", "Which of the pictures shows a {x}?"];

    /// <summary>Draws two pictures and asks.</summary>
    /// <param name="dice">Decides everything.</param>
    /// <param name="see">Makes of a picture what the model is shown.</param>
    /// <param name="kind"><c>which</c> or <c>compare</c>; null for any.</param>
    public Pair Draw(Dice dice, Func<Picture, Picture> see, string? kind = null)
    {
        while (true)
        {
            (Picture first, Picture second) = (Scenes.Draw(dice, 112, 112), Scenes.Draw(dice, 112, 112));
            if (first.Things.Count > MostThings || second.Things.Count > MostThings)
                continue;
            (first, second) = (see(first), see(second));
            return new Pair(first, second, (kind ?? (dice.Chance(0.65) ? "which" : "compare")) == "which"
                ? AskWhich(dice, first, second)
                : AskCompare(dice, first, second));
        }
    }

    private static Question AskWhich(Dice dice, Picture first, Picture second)
    {
        var name = dice.Chance(0.8)
            ? dice.Pick(dice.Pick(dice.Chance(0.5) ? first.Things : second.Things).Calls)
            : $"{dice.Pick(Shade.Names)} {dice.Pick(ThingClass.Shapes)}";
        List<Thing> inFirst =
        [
            .. first.Things.Where(thing => thing.Calls.Contains(name))
        ], inSecond = [.. second.Things.Where(thing => thing.Calls.Contains(name))];
        var units = Units(first, inFirst, second, inSecond);
        var says = (inFirst.Count > 0, inSecond.Count > 0) switch
        {
            (true, true) => "Both pictures",
            (true, false) => "Picture 1",
            (false, true) => "Picture 2",
            _ => "Neither picture"
        };
        return new Question("text", Wordings.Pick(dice, Which, name), new AnswerText().Seen(says, units).Plain(".").Pieces);
    }

    private static Question AskCompare(Dice dice, Picture first, Picture second)
    {
        var answer = new AnswerText();
        var names = first.Things.Concat(second.Things).Select(thing => thing.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        Sentence("Both show ", name => Has(first, name) && Has(second, name));
        Sentence("Only Picture 1 shows ", name => Has(first, name) && !Has(second, name));
        Sentence("Only Picture 2 shows ", name => !Has(first, name) && Has(second, name));
        return new Question("text", Wordings.Pick(dice, Wordings.Compare), answer.Pieces);

        void Sentence(string start, Func<string, bool> belongs)
        {
            var said = names.Where(belongs).ToList();
            if (said.Count == 0)
                return;
            answer.Seen((answer.Pieces.Count > 0 ? " " : "") + start);
            for (var i = 0; i < said.Count; i++)
            {
                var units = Units(
                    first, first.Things.Where(thing => thing.Name == said[i]), second, second.Things.Where(thing => thing.Name == said[i]));
                answer.Seen((i == 0 ? "" : i + 1 < said.Count ? ", " : " and ") + (said[i][0] == 'o' ? "an " : "a ") + said[i], units);
            }

            answer.Seen(".");
        }
    }

    private static bool Has(Picture picture, string name) => picture.Things.Any(thing => thing.Name == name);

    // units are counted through both pictures
    private static List<int>? Units(Picture first, IEnumerable<Thing> inFirst, Picture second, IEnumerable<Thing> inSecond)
    {
        List<int> units =
        [
            .. inFirst.SelectMany(thing => first.UnitsOf(thing)),
            .. inSecond.SelectMany(thing => second.UnitsOf(thing)).Select(unit => unit + first.UnitCount)
        ];
        return units.Count > 0 ? units : null;
    }
}
