using System.Text;
using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>The colours that words name, in the languages that labels come in most.</summary>
internal static class ColourWords
{
    private static readonly char[] Blanks = [' ', '\n', '\r'];

    private static readonly (SKColor Colour, string Words, string Signs)[] Colours =
    [
        (
            new(220, 30, 45),
            """
            red reddish crimson scarlet maroon rot rote roter rotes roten rotem rouge rouges rojo roja rojos rojas rosso rossa
            rossi rosse vermelho vermelha vermelhos vermelhas rood rode красный красная красное красные kırmızı czerwony czerwona
            czerwone đỏ
            """,
            "红 紅 赤 빨간 빨강 أحمر حمراء लाल"),
        (
            new(0, 90, 220),
            """
            blue bluish navy blau blaue blauer blaues blauen blauem bleu bleue bleus bleues azul azules azuis blu blauw синий
            синяя синее синие голубой голубая mavi niebieski niebieska niebieskie
            """,
            "蓝 藍 青 파란 파랑 أزرق زرقاء नील"),
        (
            new(30, 150, 60),
            """
            green greenish olive grün grüne grüner grünes grünen grünem vert verte verts vertes verde verdes verdi groen groene
            зелёный зеленый зелёная зеленая зелёное зеленое yeşil zielony zielona zielone
            """,
            "绿 綠 緑 초록 녹색 أخضر خضراء हर"),
        (
            new(245, 205, 0),
            """
            yellow yellowish gold golden gelb gelbe gelber gelbes gelben gelbem jaune jaunes amarillo amarilla amarillos amarillas
            giallo gialla gialli gialle amarelo amarela amarelos amarelas geel gele жёлтый желтый жёлтая желтая sarı żółty żółta
            żółte
            """,
            "黄 金色 노란 노랑 أصفر صفراء पील"),
        (
            new(245, 125, 15),
            """
            orange oranges orangefarben naranja naranjas arancione arancioni laranja laranjas oranje оранжевый оранжевая turuncu
            pomarańczowy pomarańczowa
            """,
            "橙 橘 オレンジ 주황 برتقالي नारंगी"),
        (
            new(145, 40, 190),
            """
            purple violet lilac lavender lila violett violette violetter violettes violets violettes pourpre púrpura morado morada
            violeta viola roxo roxa paars paarse фиолетовый фиолетовая mor fioletowy fioletowa
            """,
            "紫 보라 بنفسجي बैंगनी"),
        (
            new(235, 75, 165),
            """
            pink pinkish magenta rosa pinke pinker rose roses rosado rosada roze розовый розовая pembe różowy różowa
            """,
            "粉 ピンク 桃色 분홍 وردي गुलाबी"),
        (
            new(135, 80, 35),
            """
            brown brownish braun braune brauner braunes braunen brun brune bruns brunes marron marrón marrones marrone castanho
            castanha bruin bruine коричневый коричневая kahverengi brązowy brązowa
            """,
            "棕 褐 茶色 갈색 بني भूरा भूरी"),
        (
            new(0, 165, 180),
            """
            cyan turquoise teal aqua türkis türkise türkiser türkises turquesa turchese бирюзовый turkuaz
            """,
            "シアン 청록"),
        (
            new(25, 25, 25),
            """
            black blackish schwarz schwarze schwarzer schwarzes schwarzen schwarzem noir noire noirs noires negro negra negros
            negras nero nera neri nere preto preta pretos pretas zwart zwarte чёрный черный чёрная черная siyah czarny czarna
            czarne đen
            """,
            "黑 黒 검은 검정 أسود سوداء काल"),
        (
            new(245, 245, 245),
            """
            white whitish weiß weiss weiße weißer weißes weißen blanc blanche blancs blanches blanco blanca blancos blancas bianco
            bianca bianchi bianche branco branca brancos brancas wit witte белый белая белое белые beyaz biały biała białe trắng
            """,
            "白 하얀 흰 أبيض بيضاء सफेद सफ़ेद"),
        (
            new(130, 130, 130),
            """
            grey gray greyish grayish silver grau graue grauer graues grauen gris grises grigio grigia cinza cinzento grijs grijze
            серый серая gri szary szara szare
            """,
            "灰 銀色 银色 회색 رمادي धूसर"),
    ];

    private static readonly Dictionary<string, SKColor> ByWord = Colours
        .SelectMany(colour => colour.Words.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, colour.Colour)))
        .DistinctBy(pair => pair.word)
        .ToDictionary(pair => pair.word, pair => pair.Colour, StringComparer.OrdinalIgnoreCase);

    private static readonly (string Sign, SKColor Colour)[] BySign =
        [.. Colours.SelectMany(colour => colour.Signs.Split(' ').Select(sign => (sign, colour.Colour)))];

    /// <summary>The colours named, each once, in no order of meaning.</summary>
    public static IReadOnlyList<SKColor> In(string text)
    {
        var found = new HashSet<SKColor>();
        var word = new StringBuilder();
        foreach (var letter in text.Normalize() + " ")
        {
            if (char.IsLetter(letter))
                word.Append(letter);
            else if (word.Length > 0)
            {
                if (ByWord.TryGetValue(word.ToString(), out var colour))
                    found.Add(colour);
                word.Clear();
            }
        }

        // scripts without blanks, or with endings: the sign anywhere
        foreach (var (sign, colour) in BySign)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
                found.Add(colour);
        }

        return [.. found];
    }
}
