namespace Qwen.Perception.Parsing.Counts;

/// <summary>The languages in which models say numbers and part words by blanks.</summary>
internal static class SpokenLanguages
{
    private static readonly SpokenLanguage English = new(
        """
        zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14
        fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fourty=40 fifty=50 sixty=60 seventy=70
        eighty=80 ninety=90 hundred=100 thousand=1000 million=1000000 dozen=12 dozens=12 couple=2 pair=2 single=1
        """,
        "one single pair couple",
        "the there are is in on from to than about at image picture of and i can see total no this that with a an be which shows",
        "and");

    private static readonly SpokenLanguage German = new(
        """
        null=0 ein=1 eine=1 eins=1 einen=1 einem=1 einer=1 eines=1 zwei=2 zwo=2 drei=3 vier=4 funf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10
        elf=11 zwolf=12 dreizehn=13 vierzehn=14 funfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 dreissig=30
        vierzig=40 funfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 hundert=100 tausend=1000 million=1000000 millionen=1000000
        dutzend=12
        """,
        "ein eine eins einen einem einer eines null",
        "es gibt sind im bild auf dem der die das und ich sehe insgesamt ist zu sehen dieses von den keine",
        "und") { Compound = GermanCompound.Read };

    private static readonly SpokenLanguage French = new(
        """
        zero=0 un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14
        quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 octante=80
        nonante=90 cent=100 cents=100 mille=1000 million=1000000 millions=1000000 douzaine=12 dizaine=10 vingtaine=20
        """,
        "un une",
        "il y a dans l image les des et je vois sur sont au total de la cette pas le du n d aucun",
        "et") { CountsByTwenty = true };

    private static readonly SpokenLanguage Spanish = new(
        """
        cero=0 un=1 uno=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14
        quince=15 dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintiuno=21 veintiuna=21 veintiun=21 veintidos=22
        veintitres=23 veinticuatro=24 veinticinco=25 veintiseis=26 veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40
        cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300
        trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600 seiscientas=600
        setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900 novecientas=900 mil=1000 millon=1000000
        millones=1000000 docena=12 docenas=12 decena=10
        """,
        "un uno una",
        "hay en la imagen el los las y veo son de total se ven esta no ningun con del",
        "y");

    private static readonly SpokenLanguage Italian = new(
        """
        zero=0 un=1 uno=1 una=1 due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 dodici=12 tredici=13
        quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 cento=100 duecento=200 trecento=300
        quattrocento=400 cinquecento=500 seicento=600 settecento=700 ottocento=800 novecento=900 mille=1000 mila=1000 milione=1000000
        milioni=1000000 dozzina=12 dozzine=12 decina=10
        """,
        "un uno una",
        "ci sono c e nell immagine di il i le gli vedo nella in totale della questa non nessun si vedono",
        "e") { Compound = ItalianCompound.Read };

    private static readonly SpokenLanguage Portuguese = new(
        """
        zero=0 um=1 uma=1 dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 treze=13 catorze=14
        quatorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezassete=17 dezoito=18 dezenove=19 dezanove=19 vinte=20 trinta=30
        quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90 cem=100 cento=100 duzentos=200 duzentas=200
        trezentos=300 trezentas=300 quatrocentos=400 quatrocentas=400 quinhentos=500 quinhentas=500 seiscentos=600 seiscentas=600
        setecentos=700 setecentas=700 oitocentos=800 oitocentas=800 novecentos=900 novecentas=900 mil=1000 milhao=1000000
        milhoes=1000000 duzia=12 duzias=12 dezena=10
        """,
        "um uma",
        "ha existem na no imagem os as e vejo sao de total do da nao esta nenhum estao com",
        "e");

    private static readonly SpokenLanguage Russian = new(
        """
        ноль=0 нуль=0 один=1 одна=1 одно=1 одного=1 одной=1 два=2 две=2 двух=2 двое=2 три=3 трех=3 трое=3 четыре=4 четырех=4 четверо=4
        пять=5 пяти=5 пятеро=5 шесть=6 шести=6 семь=7 семи=7 восемь=8 восьми=8 девять=9 девяти=9 десять=10 десяти=10 одиннадцать=11
        двенадцать=12 тринадцать=13 четырнадцать=14 пятнадцать=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19
        двадцать=20 двадцати=20 тридцать=30 тридцати=30 сорок=40 сорока=40 пятьдесят=50 шестьдесят=60 семьдесят=70 восемьдесят=80
        девяносто=90 сто=100 двести=200 триста=300 четыреста=400 пятьсот=500 шестьсот=600 семьсот=700 восемьсот=800 девятьсот=900
        тысяча=1000 тысячи=1000 тысяч=1000 миллион=1000000 миллиона=1000000 миллионов=1000000 дюжина=12 дюжины=12 десяток=10 пара=2
        """,
        "один одна одно одного одной",
        "", "");

    private static readonly SpokenLanguage Arabic = new(
        """
        صفر=0 واحد=1 واحدة=1 احد=1 احدي=1 اثنان=2 اثنين=2 اثنتان=2 اثنتين=2 اثنا=2 اثني=2 اثنتا=2 اثنتي=2 ثلاثة=3 ثلاث=3 اربعة=4 اربع=4
        خمسة=5 خمس=5 ستة=6 ست=6 سبعة=7 سبع=7 ثمانية=8 ثماني=8 ثمان=8 تسعة=9 تسع=9 عشرة=10 عشر=10 عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30
        اربعون=40 اربعين=40 خمسون=50 خمسين=50 ستون=60 ستين=60 سبعون=70 سبعين=70 ثمانون=80 ثمانين=80 تسعون=90 تسعين=90 مئة=100 مائة=100
        مئتان=200 مئتين=200 مائتان=200 مائتين=200 ثلاثمائة=300 ثلاثمئة=300 اربعمائة=400 اربعمئة=400 خمسمائة=500 خمسمئة=500 ستمائة=600
        ستمئة=600 سبعمائة=700 سبعمئة=700 ثمانمائة=800 ثمانمئة=800 تسعمائة=900 تسعمئة=900 الف=1000 الاف=1000 دزينة=12
        """,
        "واحد واحدة احد احدي", "", "") { UnitsFirst = true, Joiner = 'و' };

    private static readonly SpokenLanguage[] Latin =
        [English, German, French, Spanish, Italian, Portuguese, .. FurtherLanguages.All];

    /// <summary>Whether an answer can be English, where "no" is none.</summary>
    public static bool IsEnglish(string answer)
    {
        var words = SpokenLanguage.Word().Matches(answer).Select(match => match.Value).ToList();
        return English.Recognise(words) >= Latin.Max(language => language.Recognise(words));
    }

    /// <summary>The numbers in words of a sentence; which language it is in, its answer tells.</summary>
    /// <param name="sentence">The sentence, folded.</param>
    /// <param name="answer">The whole answer, folded.</param>
    public static IReadOnlyList<CountMention> Find(string sentence, string answer)
    {
        var words = SpokenLanguage.Word().Matches(answer).Select(match => match.Value).ToList();
        List<CountMention> found = [.. Russian.Find(sentence), .. Arabic.Find(sentence)];
        var ranked = Latin.Select(language => (language, hits: language.Recognise(words))).ToList();
        var most = ranked.Max(pair => pair.hits);

        // of languages that are equally likely, the one that knows most of the words
        var likely = ranked.Where(pair => pair.hits == most)
            .Select(pair => (pair.language, mentions: pair.language.Find(sentence).ToList()))
            .Where(pair => most > 0 || !FurtherLanguages.All.Contains(pair.language) || Length(pair.mentions) * 2 > answer.Length)
            .MaxBy(pair => Length(pair.mentions));
        return [.. found, .. likely.mentions ?? []];

        // short words of a rare language also stand in languages that nobody here knows
        static int Length(List<CountMention> mentions) => mentions.Sum(mention => mention.End - mention.Start);
    }
}
