using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Text;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>
/// Makes batches. Prompts and positions come from the engine's own classes, so what is trained is what will be asked. Questions
/// about one picture share a sequence: each sees the picture and itself and takes the positions it would have alone; tokens that
/// all sequences of the batch start with are computed once.
/// </summary>
/// <param name="tokenizer">The checkpoint's tokenizer.</param>
/// <param name="config">The model's configuration.</param>
/// <param name="preprocessor">Colour constants, and the sizes at which pictures are shown.</param>
internal sealed class Packer(QwenTokenizer tokenizer, ModelConfig config, PreprocessorConfig preprocessor)
{
    private readonly ChatPromptBuilder prompts = new(tokenizer, config);
    private readonly int end = tokenizer.GetSpecialId("<|im_end|>")!.Value;

    /// <summary>The conversation that asks a question with the default opening.</summary>
    public IReadOnlyList<ChatTurn> Turns(Example example, Question question) =>
        Turns(example, question, [.. example.Pictures.Select(Prepare)], Opening.Default);

    /// <summary>Tokens of an answer with its end.</summary>
    public int[] AnswerTokens(Question question) =>
        question.IsWhole ? [.. tokenizer.EncodeAnswer(question.AnswerText), end] : tokenizer.EncodeAnswer(question.AnswerText);

    /// <summary>Tokens of a question and its answer, without the picture.</summary>
    public int Measure(Question question)
        => tokenizer.Encode(question.Prompt).Length + tokenizer.EncodeAnswer(question.AnswerText).Length + 8
            + question.After.Sum(turn => turn.Parts.Sum(Measure));

    /// <summary>A picture as the model is shown it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="enlarge">Whether a small one is enlarged as the checkpoint wants; callers may set limits of their own.</param>
    public Picture See(Picture picture, bool enlarge = true) => picture.Seen(
        enlarge ? preprocessor : preprocessor with { MinPixels = SmartResize.DefaultMinPixels }, config.Vision);

    /// <summary>Packs examples.</summary>
    /// <param name="bucket">Name of the batch's kind.</param>
    /// <param name="examples">Pictures with questions.</param>
    /// <param name="opening">What stands before all of them.</param>
    public Batch Pack(string bucket, IReadOnlyList<Example> examples, Opening opening)
    {
        List<Picture> pictures = [.. examples.SelectMany(example => example.Pictures)];
        (VisionBatch? vision, int[][] patchSlots) = pictures.Count > 0
            ? VisionPacker.Pack(pictures, preprocessor, config.Vision)
            : (null, []);
        var sequences = examples.Select(example => Sequence(example, opening)).ToList();
        var start = CommonStart(sequences);
        var length = sequences.Max(sequence => sequence.Count) - start;

        var text = new TextArrays(sequences.Count, start, length, config.Text.HeadCount / config.Text.KeyValueHeadCount);
        var dense = new DenseArrays();
        var slice = 0;
        for (var b = 0; b < examples.Count; b++)
        {
            text.Add(b, sequences[b]);
            foreach (var picture in examples[b].Pictures)
            {
                for (var s = 0; s < picture.Slices; s++, slice++)
                    dense.Add(picture, s, patchSlots[slice]);
            }
        }

        return new Batch(bucket, examples.Count, vision, text.ToBatch(dense.UnitSlots), text.ToLabels(), dense.ToLabels());
    }

    // common prompt with the picture once, then each question's own tokens with the answer
    private PackedSequence Sequence(Example example, Opening opening)
    {
        List<PreparedVision> prepared = [.. example.Pictures.Select(Prepare)];
        var built =
            example.Questions.Select(question =>
                prompts.Build(Turns(example, question, prepared, opening), new ChatPromptOptions { Tools = opening.Tools })).ToList();
        var shared = built.Count == 1
            ? built[0].TokenIds.Count - 1
            : built.Skip(1).Min(other => SharedStart(built[0].TokenIds, other.TokenIds));
        var sequence = new PackedSequence();
        for (var q = 0; q < built.Count; q++)
        {
            int[] ids = [.. built[q].TokenIds];
            var positions = MropePositions.Compute(ids, built[q].Media, config);
            for (var i = q == 0 ? 0 : shared; i < ids.Length; i++)
                sequence.Add(ids[i], positions.Time[i], positions.Height[i], positions.Width[i], i < shared ? 0 : q + 1, IsPicture(ids[i]));
            AddAnswer(sequence, example.Questions[q], positions.Next, q + 1);
        }

        return sequence;
    }

    private void AddAnswer(PackedSequence sequence, Question question, int position, int group)
    {
        var spans = new PieceSpans(question.Answer);
        var ids = tokenizer.EncodeAnswer(question.AnswerText);
        var copies = sequence.PictureTokens.Count > 0
            ? null
            : Copies.Find([.. sequence.Ids], place => sequence.Groups[place] == 0 || sequence.Groups[place] == group, ids);
        var offset = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            // the first token decides what kind of answer it becomes
            var piece = spans.At(offset);
            sequence.Predict(
                ids[i], i == 0 ? piece with { Weight = 1 } : piece, piece.Weight > AnswerText.Boilerplate ? copies?[i] : null);
            offset += tokenizer.GetBytes(ids[i]).Length;
            sequence.Add(ids[i], position + i, position + i, position + i, group, isPicture: false);
        }

        if (question.IsWhole)
            sequence.Predict(end, new Piece("", question.Answer[^1].Weight >= 1 ? 1 : 0.2f));
    }

    // with the control tokens and tags around it
    private int Measure(ChatPart part) => part switch
    {
        TextPart text => tokenizer.Encode(text.Text).Length,
        ToolCallPart call => tokenizer.Encode(call.Name + call.ArgumentsJson).Length + 30,
        ToolResultPart result => result.Content.Sum(Measure) + 20,
        _ => 0,
    };

    private bool IsPicture(int id) => id == config.ImageTokenId || id == config.VideoTokenId;

    // several pictures are numbered, as the product numbers them
    private static List<ChatTurn> Turns(Example example, Question question, IReadOnlyList<PreparedVision> pictures, Opening opening)
    {
        IEnumerable<ChatPart> shown = pictures.Count == 1
            ? [new MediaPart(pictures[0])]
            : pictures.SelectMany((picture, i) => (ChatPart[])[new TextPart($"Picture {i + 1}: "), new MediaPart(picture)]);
        ChatPart asked = new TextPart(question.Prompt);
        List<ChatTurn> turns =
        [
            .. opening.EarlierTurns, new ChatTurn(ChatTurnRole.User, example.TextFirst ? [asked, .. shown] : [.. shown, asked]),
            .. question.After,
        ];
        if (opening.System is not null)
            turns.Insert(0, new ChatTurn(ChatTurnRole.System, opening.System));
        return turns;
    }

    private PreparedVision Prepare(Picture picture)
    {
        var size = new PixelSize(picture.Width, picture.Height);
        return new PreparedVision
        {
            Frames = [.. picture.Frames.Select(frame => new RgbImage(picture.Width, picture.Height, frame))],
            IsVideo = picture.IsVideo,
            Grid = new VisionGrid(picture.Slices, picture.Height / config.Vision.PatchSize, picture.Width / config.Vision.PatchSize),
            SourceSize = size,
            ModelSize = size,
            SecondsPerGrid = picture.SecondsPerGrid,
        };
    }

    private static int SharedStart(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        var most = Math.Min(first.Count, second.Count) - 1;
        var shared = 0;
        while (shared < most && first[shared] == second[shared])
            shared++;
        return shared;
    }

    // text only, and never a whole sequence: at least one row stays each sequence's own
    private static int CommonStart(List<PackedSequence> sequences)
    {
        var start = sequences.Min(sequence => sequence.CommonTextLength);
        for (var i = 0; i < start; i++)
        {
            if (sequences.Any(sequence => sequence.Ids[i] != sequences[0].Ids[i]))
                return i;
        }

        return start;
    }
}
