namespace Qwen.Perception.Parsing.Counts;

/// <summary>Further languages in Latin letters: words as <see cref="AnswerFolding"/> leaves them.</summary>
internal static class FurtherLanguages
{
    private static readonly string[] DutchUnits = ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"];

    private static readonly string[] DutchTens = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

    private static readonly string[] SwedishUnits = ["en", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio"];

    private static readonly string[] SwedishTens = ["tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "attio", "nittio"];

    private static readonly string[] DanishUnits = ["en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"];

    private static readonly string[] DanishTens = ["tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems"];

    private static readonly string[] NorwegianUnits = ["en", "to", "tre", "fire", "fem", "seks", "sju", "atte", "ni"];

    private static readonly string[] NorwegianTens = ["tjue", "tretti", "forti", "femti", "seksti", "sytti", "atti", "nitti"];

    private static readonly SpokenLanguage Dutch = new(
        """
        nul=0 een=1 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13 veertien=14 vijftien=15
        zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 veertig=40 vijftig=50 zestig=60 zeventig=70 tachtig=80
        negentig=90 honderd=100 duizend=1000 miljoen=1000000 dozijn=12
        """,
        "een",
        "er zijn op de het afbeelding foto zie ik totaal geen van en te zien staan rode wordt",
        "en") { Compound = word => Joined(word, "en", DutchUnits, DutchTens) };

    private static readonly SpokenLanguage Swedish = new(
        """
        noll=0 en=1 ett=1 tva=2 tre=3 fyra=4 fem=5 sex=6 sju=7 atta=8 nio=9 tio=10 elva=11 tolv=12 tretton=13 fjorton=14 femton=15
        sexton=16 sjutton=17 arton=18 nitton=19 tjugo=20 trettio=30 fyrtio=40 femtio=50 sextio=60 sjuttio=70 attio=80 nittio=90
        hundra=100 tusen=1000 miljon=1000000 dussin=12
        """,
        "en ett",
        "det finns i bilden pa och jag ser totalt av ar som inga roda den",
        "och") { Compound = word => Behind(word, SwedishUnits, SwedishTens) };

    private static readonly SpokenLanguage Danish = new(
        """
        nul=0 en=1 et=1 to=2 tre=3 fire=4 fem=5 seks=6 syv=7 otte=8 ni=9 ti=10 elleve=11 tolv=12 tretten=13 fjorten=14 femten=15
        seksten=16 sytten=17 atten=18 nitten=19 tyve=20 tredive=30 fyrre=40 halvtreds=50 tres=60 halvfjerds=70 firs=80 halvfems=90
        hundrede=100 tusind=1000 million=1000000 dusin=12
        """,
        "en et",
        "der er i pa billedet og jeg ser det kan ses af ingen rode",
        "og") { Compound = word => Joined(word, "og", DanishUnits, DanishTens) };

    private static readonly SpokenLanguage Norwegian = new(
        """
        null=0 en=1 ett=1 et=1 to=2 tre=3 fire=4 fem=5 seks=6 sju=7 syv=7 atte=8 ni=9 ti=10 elleve=11 tolv=12 tretten=13 fjorten=14
        femten=15 seksten=16 sytten=17 atten=18 nitten=19 tjue=20 tretti=30 forti=40 femti=50 seksti=60 sytti=70 atti=80 nitti=90 hundre=100
        tusen=1000 million=1000000 dusin=12
        """,
        "en ett et",
        "det er i pa bildet og jeg ser finnes av ingen rode som",
        "og") { Compound = word => Behind(word, NorwegianUnits, NorwegianTens) };

    private static readonly SpokenLanguage Polish = new(
        """
        zero=0 jeden=1 jedna=1 jedno=1 dwa=2 dwie=2 dwoch=2 trzy=3 trzech=3 cztery=4 czterech=4 piec=5 szesc=6 siedem=7 osiem=8 dziewiec=9
        dziesiec=10 jedenascie=11 dwanascie=12 trzynascie=13 czternascie=14 pietnascie=15 szesnascie=16 siedemnascie=17 osiemnascie=18
        dziewietnascie=19 dwadziescia=20 trzydziesci=30 czterdziesci=40 piecdziesiat=50 szescdziesiat=60 siedemdziesiat=70
        osiemdziesiat=80 dziewiecdziesiat=90 sto=100 dwiescie=200 trzysta=300 czterysta=400 piecset=500 szescset=600 siedemset=700
        osiemset=800 dziewiecset=900 tysiac=1000 tysiace=1000 tysiecy=1000 tuzin=12
        """,
        "jeden jedna jedno",
        "jest sa na obrazku zdjeciu widze w i znajduje sie nie ma lacznie tym widac czerwone",
        "i");

    private static readonly SpokenLanguage Turkish = new(
        """
        sifir=0 bir=1 iki=2 uc=3 dort=4 bes=5 alti=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kirk=40 elli=50 altmis=60 yetmis=70
        seksen=80 doksan=90 yuz=100 bin=1000 milyon=1000000 duzine=12
        """,
        "bir",
        "var resimde goruntude gorselde toplam tane adet ve bu kirmizi kare gorunuyor bulunuyor yok",
        "") { CountsTens = true };

    private static readonly SpokenLanguage Vietnamese = new(
        """
        khong=0 mot=1 hai=2 ba=3 bon=4 tu=4 nam=5 lam=5 sau=6 bay=7 tam=8 chin=9 muoi=10 tram=100 nghin=1000 ngan=1000 trieu=1000000
        """,
        "mot khong tu",
        "co trong anh hinh cac mau va toi thay tong cong la cai con nguoi khong",
        "linh le") { CountsTens = true };

    private static readonly SpokenLanguage Indonesian = new(
        """
        nol=0 kosong=0 satu=1 dua=2 tiga=3 empat=4 lima=5 enam=6 tujuh=7 delapan=8 lapan=8 sembilan=9 sepuluh=10 sebelas=11
        puluh=10 belas=-10
        seratus=100 ratus=100 seribu=1000 ribu=1000 juta=1000000 lusin=12 selusin=12
        """,
        "satu kosong",
        "ada terdapat di dalam gambar dan saya melihat yang total ini buah ekor orang kotak tidak",
        "") { CountsTens = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SpokenLanguage> All { get; } =
        [Dutch, Swedish, Danish, Norwegian, Polish, Turkish, Vietnamese, Indonesian];

    // "eenentwintig": the unit, "and", the tens
    private static int? Joined(string word, string and, string[] units, string[] tens)
    {
        var ten = Array.FindIndex(tens, ten => word.EndsWith(ten, StringComparison.Ordinal));
        if (ten < 0 || !word[..^tens[ten].Length].EndsWith(and, StringComparison.Ordinal))
            return null;
        var unit = Array.IndexOf(units, word[..^(tens[ten].Length + and.Length)]);
        return unit < 0 ? null : (10 * (ten + 2)) + unit + 1;
    }

    // "tjugotre": the tens, the unit
    private static int? Behind(string word, string[] units, string[] tens)
    {
        var ten = Array.FindIndex(tens, ten => word.StartsWith(ten, StringComparison.Ordinal));
        var rest = ten < 0 ? "" : word[tens[ten].Length..];
        var unit = Array.IndexOf(units, rest == "ett" ? "en" : rest);
        return ten < 0 || unit < 0 ? null : (10 * (ten + 2)) + unit + 1;
    }
}
