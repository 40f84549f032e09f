namespace Qwen.Perception.Documents;

/// <summary>
/// What stands round the blocks of pages for people: the encoding, borders of tables, and a policy under which nothing runs and nothing is
/// fetched, should a block ever hold what was not thought of.
/// </summary>
internal static class HtmlFrame
{
    public const string Start =
        """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:">
        <style>
        body { max-width: 60em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.4 }
        table { border-collapse: collapse; margin: 1em 0 }
        th, td { border: 1px solid; padding: .2em .6em; text-align: left; vertical-align: top }
        pre { overflow-x: auto }
        </style></head><body>

        """;

    public const string End = "</body></html>\n";
}
