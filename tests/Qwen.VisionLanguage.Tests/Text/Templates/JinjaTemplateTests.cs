using Qwen.VisionLanguage.Text.Templates;

namespace Qwen.VisionLanguage.Tests.Text.Templates;

/// <summary>Jinja as chat templates use it, and no more of a machine than they need.</summary>
public class JinjaTemplateTests
{
    [Theory]
    [InlineData("{{ 1 + 2 * 3 - 7 // 2 }} {{ 7 % 3 }} {{ 1 / 2 }}", "4 1 0.5")]
    [InlineData("{{ 'a' ~ 1 ~ none }}", "a1None")]
    [InlineData("{{ 'x' if false else 'y' }}{{ 'z' if true }}", "yz")]
    [InlineData("{{ not true or 1 < 2 and 'b' in 'abc' }} {{ 'd' not in ['a', 'b'] }}", "True True")]
    [InlineData("{{ [1, 2, 3][::-1] }} {{ 'abc'[1:] }} {{ [1, 2][-1] }} {{ 'abcd'[:-1] }}", "[3, 2, 1] bc 2 abc")]
    [InlineData("{{ {'a': {'b': 'c'}}.a['b'] }} {{ {'k': 1}.get('x', 'no') }}", "c no")]
    [InlineData("{{ ' x '.strip() | upper }} {{ 'a,b'.split(',') | join('-') }} {{ '</t>rest'.split('</t>')[-1] }}", "X a-b rest")]
    [InlineData("{{ missing | default('d') }} {{ missing is defined }} {{ 'x' is string and {} is mapping }}", "d False True")]
    [InlineData("{{ {'a': ['é', 1, true, none]} | tojson }}", "{\"a\": [\"é\", 1, true, null]}")]
    [InlineData("{% set n = namespace(v=0) %}{% for i in range(3) %}{% set n.v = n.v + i %}{% endfor %}{{ n.v }}", "3")]
    [InlineData("{% set v = 1 %}{% for i in [2] %}{% set v = i %}{% endfor %}{{ v }}", "1")]
    [InlineData("{% for i in [1, 2, 3] if i != 2 %}{{ loop.index }}{{ i }}{{ ',' if not loop.last }}{% endfor %}", "11,23")]
    [InlineData("{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}{{ v }}{% endfor %}", "a1b2")]
    [InlineData("{% for i in [] %}x{% else %}none{% endfor %}", "none")]
    [InlineData("{% for i in [1, 2, 3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "13")]
    [InlineData("{% for i in [1, 2, 3] %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}", "1")]
    [InlineData("{% macro m(a, b='d') %}{{ a }}-{{ b }};{% endmacro %}{{ m('x') }}{{ m('y', b='z') }}", "x-d;y-z;")]
    [InlineData("{% if false %}a{% elif true %}b{% else %}c{% endif %}{# a remark #}{% raw %}{{ x }}{% endraw %}", "b{{ x }}")]
    [InlineData("a  {%- if true -%}  b  {%- endif %}\n c", "ab c")]
    [InlineData("x\n  {% if true %}\ny\n  {% endif %}\nz", "x\ny\nz")]
    [InlineData("{% set t %}in{{ 1 }}{% endset %}{{ t | length }}{% generation %}g{% endgeneration %}", "3g")]
    [InlineData("{{ '}}' }}{{ \"{%\" }}{{ {'a': {'b': 1}}['a'] }}", "}}{%{'b': 1}")]
    [InlineData("{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | list }}", "['hello']")]
    [InlineData("{{ (-9223372036854775807 - 1) % -1 }} {{ (-9223372036854775807 - 1) | abs }}", "0 9223372036854775807")]
    [InlineData("{{ 'abcd'[2::9223372036854775807] }}{{ range(0, 9223372036854775807, 9223372036854775806) | length }}", "c2")]
    [InlineData("{{ '' * 9223372036854775807 }}{{ ['', 'a', 'b', ''] | join('-') }}", "-a-b-")]
    [InlineData("{{ messages | length }}{{ messages[0].role }}{{ messages[0]['content'] | trim }}", "1userhello")]
    public void A_template_is_rendered_as_the_reference_renders_it(string template, string expected)
        => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{% for i in range(100000000) %}{% endfor %}", "counts too far")]
    [InlineData("{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", "too many steps")]
    [InlineData("{{ 'x' * 99999999 }}", "too long")]
    [InlineData("{% set n = namespace(t='xxxxxxxx') %}{% for i in range(40) %}{% set n.t = n.t + n.t %}{% endfor %}", "too long")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nested too deeply")]
    [InlineData("{% set l = [] %}{{ l.append(l) }}{{ l }}", "holds itself")]
    [InlineData("{% set l = [] %}{{ l.append(l) }}{{ l | tojson }}", "holds itself")]
    [InlineData("{% set l = [] %}{{ l.append(l) }}{{ l == l }}", "holds itself")]
    [InlineData("{% set n = namespace(l=[0]) %}{% for i in range(60) %}{% set n.l = n.l + n.l %}{% endfor %}", "too much")]
    [InlineData("{% set l = [] %}{% for i in range(9999) %}{% set x = l.append(range(9999)) %}{% endfor %}", "too much")]
    [InlineData("{% set t = 'x' * 1000000 %}{% for i in range(9999) %}{{ (t + 'y') | length }}{% endfor %}", "too much")]
    [InlineData("{% set t = 'x' * 1000000 %}{% for i in range(9999) %}{{ t.upper() == t }}{% endfor %}", "too much")]
    [InlineData("{% set t = 'x' * 1000000 %}{% for i in range(9999) %}{{ t < t }}{% endfor %}", "too much")]
    [InlineData("{% set t = 'x' * 1000000 %}{{ t.replace('x', t) }}", "too long")]
    [InlineData("{% set t = 'x' * 1000000 %}{{ t | replace('x', t) }}", "too long")]
    [InlineData("{% set t = '\n' * 1000000 %}{{ t | indent(64) }}", "too long")]
    [InlineData("{% set t = 'x' * 1000000 %}{{ range(9999) | join(t) }}", "too long")]
    [InlineData("{% set t = 'x' * 1000000 %}{{ t.join(range(9999)) }}", "too long")]
    [InlineData("{% set t = 'x' * 1000000 %}{% for i in range(9999) %}{{ t | list | length }}{% endfor %}", "too much")]
    [InlineData("{% set t = 'x,' * 500000 %}{% for i in range(9999) %}{{ t.split(',') | length }}{% endfor %}", "too much")]
    [InlineData("{% set n = namespace(a=1, a=2) %}", "no answer")]
    [InlineData("{{ 'xx' * 9223372036854775807 }}", "too long")]
    [InlineData("{{ 'xxxx' * 4611686018427387904 }}", "too long")]
    [InlineData("{{ range(0, 9223372036854775807, 1) }}", "counts too far")]
    [InlineData("{% include 'other' %}", "'include' is not read")]
    [InlineData("{{ x | pprint }}", "'pprint' is not known")]
    [InlineData("{% if true %}", "'endif' is missing")]
    [InlineData("{{ 'open }}", "not closed")]
    [InlineData("{% endfor %}", "closes nothing")]
    [InlineData("{{ raise_exception('only users') }}", "only users")]
    [InlineData("{{ none.x.y }}", "undefined")]
    [InlineData("{{ 1 // 0 }}", "divides by zero")]
    [InlineData("{{ 'a'.startswith() }}", "too few")]
    public void A_template_that_cannot_be_followed_says_why_and_costs_little(string template, string expected)
        => Assert.Contains(expected, Assert.Throws<TemplateException>(() => Render(template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ n.l }}")]
    [InlineData("{{ n.l | tojson }}")]
    [InlineData("{{ n.l | tojson(indent=4) }}")]
    [InlineData("{{ n.l == [n.l[0], n.l[1]] }}")]
    [InlineData("{{ n.l in [[n.l[0], n.l[1]]] }}")]
    [InlineData("{{ [n.l] | join }}")]
    [InlineData("{{ ''.join([n.l]) }}")]
    [InlineData("{{ n.l ~ '' }}")]
    [InlineData("{{ {'a': n.l} }}")]
    public void A_value_that_holds_its_parts_twice_again_and_again_is_not_written_out(string use)
    {
        const string doubling = "{% set n = namespace(l=['x']) %}{% for i in range(36) %}{% set n.l = [n.l, n.l] %}{% endfor %}";
        Assert.Contains("too much", Assert.Throws<TemplateException>(() => Render(doubling + use)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_ends_in_a_sentence()
    {
        foreach (var (open, close) in new[] { ("(", ")"), ("[", "]"), ("not ", ""), ("-", ""), ("{'a':", "}") })
        {
            var expression = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
            Assert.Throws<TemplateException>(() => Render("{{ " + expression + " }}"));
        }

        Assert.Throws<TemplateException>(() => Render(string.Concat(Enumerable.Repeat("{% if 1 %}", 10_000))));
        Assert.Throws<TemplateException>(() => Render("{% if 0 %}" + string.Concat(Enumerable.Repeat("{% elif 0 %}", 10_000))));
        Assert.Throws<TemplateException>(() => Render("{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 40_000)) + " }}"));
    }

    [Fact]
    public void Any_text_is_rendered_or_refused_and_nothing_else()
    {
        string[] pieces =
        [
            "{{", "}}", "{%", "%}", "{#", "#}", "-", "if", "else", "endif", "for", "in", "set", "x", "=", "'a'", "(", ")", "[", "]", ".",
            "|", "length", "is", "not", "1", ",", ":", " ", "\n", "raw", "endraw", "macro", "messages", "loop", "+", "*",
            "range", "tojson",
        ];
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var text = string.Join(random.Next(2) == 0 ? " " : "", random.GetItems(pieces, random.Next(1, 25)));
            try
            {
                Render(text);
            }
            catch (TemplateException)
            {
            }
        }
    }

    private static string Render(string template) => JinjaTemplate.Parse(template).Render(
        [new Dictionary<string, object?> { ["role"] = "user", ["content"] = "hello" }]);
}
