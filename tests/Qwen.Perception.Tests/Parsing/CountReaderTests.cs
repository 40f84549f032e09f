using Qwen.Perception.Parsing.Counts;
using Qwen.Testing;

namespace Qwen.Perception.Tests.Parsing;

public class CountReaderTests
{
    [Theory]
    [InlineData("There are 3 red circles in the image.", 3)]
    [InlineData("There is 1 diamond in the image.", 1)]
    [InlineData("There are no birds.", 0)]
    [InlineData("I looked at 2 rows. There are a total of 14 birds in the figure.", 14)]
    [InlineData("In the 2 rows there are twelve birds.", 12)]
    [InlineData("There are 1,250 seats. Nice hall!", 1250)]
    [InlineData("图中共有12只鸟。", 12)]
    [InlineData("7", 7)]
    [InlineData("7.", 7)]
    [InlineData("**5**", 5)]
    [InlineData("The scale is 1.5. I count 4", 4)]
    [InlineData("There are 5 squares in the image. Two of them are red.", 5)]
    [InlineData("There are three squares, the last one is red.", 3)]
    [InlineData("In this 224x224 picture I see 6 stars.", 6)]
    [InlineData("The 3rd row is empty. There are 8 squares.", 8)]
    [InlineData("About 50% of the area is red. There are 4 squares.", 4)]
    public void The_number_that_counts_is_found_among_others(string text, int count) =>
        Assert.Equal(new CountReading(count), CountReader.Read(text));

    [Theory]
    [InlineData("There are twenty-one red squares.", 21)]
    [InlineData("There are twenty one red squares.", 21)]
    [InlineData("one hundred", 100)]
    [InlineData("One hundred and five squares.", 105)]
    [InlineData("two thousand three hundred forty-five", 2345)]
    [InlineData("There are two dozen eggs.", 24)]
    [InlineData("There are a hundred dots.", 100)]
    [InlineData("There is one bird.", 1)]
    [InlineData("Es sind 1.234 Punkte", 1234)]
    [InlineData("Es sind einundzwanzig Quadrate.", 21)]
    [InlineData("Es gibt dreihundertfünfundvierzig Punkte im Bild.", 345)]
    [InlineData("Auf dem Bild sind zweitausendeins Punkte zu sehen.", 2001)]
    [InlineData("Es gibt ein rotes Quadrat.", 1)]
    [InlineData("Im Bild sind zwölf rote Quadrate.", 12)]
    [InlineData("Il y a vingt et un carrés rouges.", 21)]
    [InlineData("Il y a soixante-dix-sept points.", 77)]
    [InlineData("Il y a quatre-vingt-dix-neuf points dans l’image.", 99)]
    [InlineData("Je vois dix-sept carrés.", 17)]
    [InlineData("Il y a deux cent trois points.", 203)]
    [InlineData("Il y a un carré.", 1)]
    [InlineData("Il y a 1 234 points.", 1234)]
    [InlineData("Hay veintitrés cuadrados rojos en la imagen.", 23)]
    [InlineData("Hay treinta y cinco cuadrados.", 35)]
    [InlineData("Se ven ciento dos puntos.", 102)]
    [InlineData("Ci sono ventuno quadrati rossi.", 21)]
    [InlineData("Ci sono trentotto quadrati nell'immagine.", 38)]
    [InlineData("Vedo duecentotré punti.", 203)]
    [InlineData("Há vinte e um quadrados vermelhos na imagem.", 21)]
    [InlineData("Existem dezesseis quadrados.", 16)]
    [InlineData("Há um pássaro no galho.", 1)]
    [InlineData("На изображении двадцать один квадрат.", 21)]
    [InlineData("На картинке три красных квадрата.", 3)]
    [InlineData("Я вижу сто двадцать пять точек.", 125)]
    [InlineData("图中有三个红色方块。", 3)]
    [InlineData("共有十二个", 12)]
    [InlineData("图中有两个三角形。", 2)]
    [InlineData("图片中共有一百零五个点。", 105)]
    [InlineData("图中有二十一只鸟。", 21)]
    [InlineData("图中有一个圆形。", 1)]
    [InlineData("图中大概有1.2万人", null)]
    [InlineData("画像には赤い四角が三つあります。", 3)]
    [InlineData("全部で二十五個あります。", 25)]
    [InlineData("赤い丸はみっつあります。", 3)]
    [InlineData("５個です。", 5)]
    [InlineData("이미지에는 빨간 사각형이 세 개 있습니다.", 3)]
    [InlineData("모두 열두 개입니다.", 12)]
    [InlineData("사각형이 스물한 개 있습니다.", 21)]
    [InlineData("총 5개입니다.", 5)]
    [InlineData("새가 이십오 마리 있습니다.", 25)]
    [InlineData("هناك ثلاثة مربعات حمراء.", 3)]
    [InlineData("يوجد واحد وعشرون مربعا في الصورة.", 21)]
    [InlineData("توجد أربعة عشر نقطة.", 14)]
    [InlineData("يوجد ١٢ مربعًا.", 12)]
    [InlineData("Er zijn eenentwintig rode vierkanten.", 21)]
    [InlineData("Er zijn drie vierkanten.", 3)]
    [InlineData("Det finns tolv röda kvadrater.", 12)]
    [InlineData("Det finns tjugotre kvadrater i bilden.", 23)]
    [InlineData("Der er femogtyve firkanter.", 25)]
    [InlineData("Det er tre røde firkanter.", 3)]
    [InlineData("Na obrazku jest pięć kwadratów.", 5)]
    [InlineData("Jest dwadzieścia jeden kwadratów.", 21)]
    [InlineData("Kırmızı üç kare var.", 3)]
    [InlineData("On iki kare var.", 12)]
    [InlineData("Có hai mươi mốt hình vuông.", 21)]
    [InlineData("Có mười hai hình.", 12)]
    [InlineData("Có một trăm linh năm hình.", 105)]
    [InlineData("Ada dua belas kotak.", 12)]
    [InlineData("Terdapat dua puluh tiga kotak merah.", 23)]
    [InlineData("มีสี่เหลี่ยมสีแดงสามรูป", 3)]
    [InlineData("มีนกยี่สิบเอ็ดตัว", 21)]
    [InlineData("มีนก 4 ตัว", 4)]
    [InlineData("백다섯 개", 105)]
    [InlineData("treinta y un", 31)]
    [InlineData("half a dozen eggs", 6)]
    [InlineData("ein halbes Dutzend", 6)]
    [InlineData("a dozen and a half", 18)]
    [InlineData("three dozen eggs", 36)]
    [InlineData("drie", 3)]
    [InlineData("Có ba.", 3)]
    [InlineData("dreißig", 30)]
    [InlineData("zwo\u0308lf", 12)]
    [InlineData("3 squares, each 20 pixels wide", 3)]
    [InlineData("<think>Maybe 4?</think>There are 5.", 5)]
    [InlineData("There are dozens of birds.", null)]
    [InlineData("hundreds of people", null)]
    [InlineData("Jsou tam tři čtverce.", null)]
    public void Words_of_many_languages_are_numbers(string text, int? count) => Assert.Equal(count, CountReader.Read(text).Count);

    [Theory]
    [InlineData("There are 12 rows of 4 squares, 48 in total.", 48)]
    [InlineData("5 squares (1 large, 4 small)", 5)]
    [InlineData("5 squares: 1 large and 4 small.", 5)]
    [InlineData("There are 3 red squares and 2 blue squares, so 5 squares.", 5)]
    [InlineData("1 large and 4 small ones make 5.", 5)]
    [InlineData("3 + 4 = 7", 7)]
    [InlineData("Total: 9 (4 left, 5 right)", 9)]
    [InlineData("Es sind 3 rote und 2 blaue, insgesamt 5 Quadrate.", 5)]
    [InlineData("红色3个，蓝色2个，一共5个。", 5)]
    public void A_total_is_the_count(string text, int count) => Assert.Equal(new CountReading(count), CountReader.Read(text));

    [Theory]
    [InlineData("There are no birds in the 3 trees.")]
    [InlineData("None.")]
    [InlineData("Keins.")]
    [InlineData("Il n'y en a pas.")]
    [InlineData("Er zijn geen vogels.")]
    [InlineData("Det finns inga fåglar.")]
    [InlineData("Nie ma ptaków.")]
    [InlineData("Hiç kuş yok.")]
    [InlineData("Không có con chim nào.")]
    [InlineData("Tidak ada burung.")]
    [InlineData("ไม่มีนก")]
    [InlineData("없음")]
    [InlineData("一只都没有")]
    [InlineData("There aren't any.")]
    [InlineData("Zero")]
    [InlineData("No one is in the picture.")]
    [InlineData("Es gibt keine Vögel.")]
    [InlineData("Il n'y a aucun oiseau.")]
    [InlineData("Il n’y a pas d’oiseau dans l’image.")]
    [InlineData("No hay ningún pájaro.")]
    [InlineData("Non ci sono uccelli.")]
    [InlineData("Não há pássaros.")]
    [InlineData("На изображении нет птиц.")]
    [InlineData("图中没有鸟。")]
    [InlineData("鳥はいません。")]
    [InlineData("새가 없습니다.")]
    [InlineData("لا توجد طيور.")]
    public void None_is_nought(string text) => Assert.Equal(new CountReading(0), CountReader.Read(text));

    [Theory]
    [InlineData("There are about a dozen birds.", 12)]
    [InlineData("Approximately 30.", 30)]
    [InlineData("There are at least 5 birds.", 5)]
    [InlineData("more than twenty", 20)]
    [InlineData("100+ people", 100)]
    [InlineData("Es sind etwa fünfzig Punkte.", 50)]
    [InlineData("Il y a environ une douzaine d'oiseaux.", 12)]
    [InlineData("大约有三十只鸟", 30)]
    [InlineData("約20個あります。", 20)]
    [InlineData("Около пятидесяти птиц: примерно 50.", 50)]
    [InlineData("I cannot count them exactly, but there are about 30 birds.", 30)]
    public void About_so_many_is_said_to_be_about(string text, int count) =>
        Assert.Equal(new CountReading(count, "The answer gives the number as about so many."), CountReader.Read(text));

    [Theory]
    [InlineData("There are between three and five birds.", 3, 5)]
    [InlineData("3-5 birds", 3, 5)]
    [InlineData("I see three or four squares.", 3, 4)]
    [InlineData("10 to 12", 10, 12)]
    [InlineData("Es sind drei bis fünf.", 3, 5)]
    [InlineData("Entre tres y cinco.", 3, 5)]
    [InlineData("Il y a de 3 à 5 oiseaux.", 3, 5)]
    [InlineData("有三到五个", 3, 5)]
    [InlineData("三四个", 3, 4)]
    [InlineData("两三只鸟", 2, 3)]
    [InlineData("三、四个", 3, 4)]
    [InlineData("图中有十七八只鸟", 17, 18)]
    [InlineData("二三十个", 20, 30)]
    [InlineData("3〜4個", 3, 4)]
    [InlineData("somewhere from 5 to 8", 5, 8)]
    [InlineData("От трёх до пяти.", 3, 5)]
    public void A_range_is_no_number_and_said(string text, int low, int high) =>
        Assert.Equal(new CountReading(null, $"The answer gives no single number, but {low} to {high}."), CountReader.Read(text));

    [Theory]
    [InlineData("I'm sorry, but I can't determine the number of squares in this 224x224 picture.")]
    [InlineData("I cannot count the 2 kinds of birds.")]
    [InlineData("As a language model I am unable to view images.")]
    [InlineData("Das kann ich leider nicht erkennen.")]
    [InlineData("Désolé, je ne peux pas compter les oiseaux.")]
    [InlineData("Lo siento, no puedo contarlos.")]
    [InlineData("抱歉，我无法确定数量。")]
    [InlineData("申し訳ありませんが、数えることができません。")]
    [InlineData("죄송하지만 셀 수 없습니다.")]
    [InlineData("Извините, я не могу посчитать.")]
    [InlineData("عذرا، لا أستطيع العد.")]
    public void A_refusal_is_no_number_and_said(string text) =>
        Assert.Equal(new CountReading(null, "The model answered that it cannot count them."), CountReader.Read(text));

    [Fact]
    public void What_names_no_number_is_said_and_what_is_empty_is_not()
    {
        Assert.Equal(new CountReading(null, "The answer names no number."), CountReader.Read("Many birds."));
        Assert.Equal(default, CountReader.Read(""));
        Assert.Equal(default, CountReader.Read(" \n"));
    }

    [Fact]
    public void Of_several_numbers_what_was_asked_for_counts_or_the_doubt_is_said()
    {
        const string Both = "There are 3 red squares and 2 blue circles.";
        Assert.Equal(new CountReading(2), CountReader.Read(Both, "blue circles"));
        Assert.Equal(new CountReading(3), CountReader.Read(Both, "squares"));
        Assert.Equal(
            new CountReading(3, "The answer holds several numbers (3, 2): 3 was taken."),
            CountReader.Read("There are 3 red squares and 2 blue squares.", "squares"));
        Assert.Equal(new CountReading(0), CountReader.Read("There are no birds, but there are 3 cats.", "birds"));
    }

    [Fact]
    public void A_list_without_a_number_is_counted_and_said()
    {
        var read = CountReader.Read("1. A red square at the left\n2. A red square at the right\n3. A red square below");
        Assert.Equal((3, "The answer lists them without a number: its entries were counted."), (read.Count, read.Note));
        Assert.Equal(2, CountReader.Read("1. left\n2. right\n\nThere are 2 squares.").Count);
    }

    [Fact]
    public async Task Answers_of_the_field_give_their_counts()
    {
        foreach (var folder in FieldInputs.OfKind("count-words"))
        {
            foreach (var line in FieldInputs.Table(Path.Combine(folder, "cases.tsv")))
            {
                var tasks = new GroundingTasks(new FixedAnswerClient(line[0]));
                var result = await tasks.CountAsync(TestPicture.Encode(84, 56), "things");
                Assert.Equal(line[1], result.Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null");
            }
        }
    }

    [Fact]
    public async Task A_refusal_reaches_the_caller_as_a_note()
    {
        var result = await new GroundingTasks(new FixedAnswerClient("I'm unable to count the squares.")).CountAsync(
            TestPicture.Encode(84, 56), "squares");
        Assert.Null(result.Count);
        Assert.Equal(["The model answered that it cannot count them."], result.Notes);
    }
}
