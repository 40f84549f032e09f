namespace Qwen.Perception.Forms;

/// <summary>Answers in HTML: known elements, whole tags, boxes of four numbers.</summary>
/// <remarks>Which element stands within which is left to the model; the readers of both mend that.</remarks>
internal static class MarkupForms
{
    /// <summary>One table, within a fence or without, alone or in a page.</summary>
    public static AnswerForm Table { get; } = new(
        """
        root    ::= "```html\n" answer "\n```" | answer
        answer  ::= /(?:<(?:!DOCTYPE html|html|body|head|meta|title|style|\/head|\/title|\/style)(?: [^<>]{0,200})?>[^<>]*)*/ table /(?:\s*<\/(?:body|html)>)*/
        table   ::= "<table" attributes ">" content "</table>"
        content ::= /(?:[^<]|<[ =0-9]|<\/?(?:caption|colgroup|col|thead|tbody|tfoot|tr|td|th|br|b|i|u|s|del|strike|em|strong|sup|sub|span|p|div|a|small|font|code|pre|ul|ol|li)(?: [^<>]*)?\/?>)*/
        attributes ::= /(?: [^<>]*)?/
        """);

    /// <summary>A page in QwenVL HTML.</summary>
    public static AnswerForm Page { get; } = new(
        """
        root  ::= "```html\n" page "\n```" | page
        page  ::= "<html>" ws "<body>" (text | element)* "</body>" ws "</html>"
        ws    ::= /\n?[ \t]{0,8}/
        text  ::= /[^<]|<[ =0-9]/
        element ::= "<" name attribute* " "? "/"? ">" | "</" name ">"
        name  ::= /h[1-6]|p|div|img|table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|ol|ul|li|address|style|br|hr|b|i|u|s|del|strike|em|strong|sup|sub|span|a|code|pre|figure|figcaption|blockquote/
        attribute ::= " " (box | polygon | other)
        box   ::= /data-bbox="-?[0-9]{1,5}(?: -?[0-9]{1,5}){3}"/
        polygon ::= /data-polygon="-?[0-9]{1,5}(?: -?[0-9]{1,5}){5,63}"/
        other ::= /(?:class|format|style|colspan|rowspan|id|src|alt|href|start|type|scope|align|border)="[^"<>]*"/
        """);
}
