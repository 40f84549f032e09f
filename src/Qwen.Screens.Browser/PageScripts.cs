namespace Qwen.Screens.Browser;

/// <summary>
/// What is asked of a page's elements, in a world of its own beside the page's scripts. Even there a form answers with its own fields
/// when it is asked for a property of their name, so everything goes by the getters of the prototypes.
/// </summary>
internal static class PageScripts
{
    /// <summary>
    /// The element that acts when <c>this</c> is touched: the nearest that is made for it, the control of a label, or the element
    /// itself.
    /// </summary>
    public const string FindActing = """
        function () {
          const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
          const parent = get(Node, 'parentNode'), host = get(ShadowRoot, 'host'), control = get(HTMLLabelElement, 'control');
          const slot = node => node instanceof Element ? get(Element, 'assignedSlot').call(node)
            : node instanceof Text ? get(Text, 'assignedSlot').call(node) : null;
          const above = node => node instanceof ShadowRoot ? host.call(node) : slot(node) || parent.call(node);
          const acting = 'a, area, button, input, select, textarea, summary, option, label, [contenteditable]:not([contenteditable="false" i]), '
            + '[onclick], [onmousedown], [onmouseup], [onpointerdown], [onpointerup], [ontouchstart], [ontouchend], '
            + '[role="button" i], [role="link" i], [role^="menuitem" i], '
            + '[role="option" i], [role="tab" i], [role="switch" i], [role="checkbox" i], [role="radio" i], '
            + '[role="treeitem" i], [role="textbox" i]';
          let own = this;
          while (own && !(own instanceof Element)) own = above(own);
          for (let node = own; node; node = above(node)) {
            if (!(node instanceof Element) || !Element.prototype.matches.call(node, acting)) continue;
            return node instanceof HTMLLabelElement ? control.call(node) || node : node;
          }
          return own;
        }
        """;

    /// <summary>
    /// Elements around <c>this</c> that may listen for its touches, the nearest first; none where it stands in one that is made to act, and
    /// none that says more than a button or a row of a list would.
    /// </summary>
    public const string FindAround = """
        function () {
          const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
          const parent = get(Node, 'parentNode'), host = get(ShadowRoot, 'host');
          const above = node => node instanceof ShadowRoot ? host.call(node) : parent.call(node);
          const acting = 'a, button, input, select, textarea, summary, option, label, [onclick], [role="button" i], [role="link" i]';
          const found = [];
          for (let node = this; node && found.length < 8; node = above(node)) {
            if (node instanceof HTMLBodyElement || node instanceof HTMLHtmlElement) break;
            if (!(node instanceof Element)) continue;
            if (Element.prototype.matches.call(node, acting)) return [];
            if ((get(Node, 'textContent').call(node) || '').length > 200) break;
            found.push(node);
          }
          return found;
        }
        """;

    /// <summary>What an element shows.</summary>
    public const string Shown = """
        function () {
          const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
          return this instanceof HTMLElement ? get(HTMLElement, 'innerText').call(this) : get(Node, 'textContent').call(this) || '';
        }
        """;

    /// <summary>What stands on an acting element, and where it leads.</summary>
    public const string Describe = """
        function (hit) {
          const longest = 1000;
          const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
          const read = (node, name) => Element.prototype.getAttribute.call(node, name) || '';
          const all = (node, what) => Array.from(Element.prototype.querySelectorAll.call(node, what)).slice(0, 50);
          const shown = node => node instanceof HTMLElement ? get(HTMLElement, 'innerText').call(node)
              : get(Node, 'textContent').call(node) || '';
          const isField = this instanceof HTMLTextAreaElement || this instanceof HTMLSelectElement
            || (this instanceof HTMLInputElement
                && !/^(button|submit|reset|image|checkbox|radio|color|file)$/i.test(get(HTMLInputElement, 'type').call(this)));
          const isPage = this instanceof HTMLHtmlElement || this instanceof HTMLBodyElement;
          const words = [];
          if (!isField && !isPage) {
            words.push(shown(this), read(this, 'aria-label'), read(this, 'title'), read(this, 'alt'));
            if (this instanceof HTMLInputElement) words.push(get(HTMLInputElement, 'value').call(this));
            for (const part of all(this, 'img[alt], input[type=image], [aria-label], svg title, [title]'))
              words.push(read(part, 'alt'), read(part, 'aria-label'), read(part, 'title'), part instanceof SVGElement ? shown(part) : '');
            for (const part of [this, ...all(this, '*')]) {
              for (const side of ['::before', '::after']) {
                const text = getComputedStyle(part, side).content;
                if (/^["']/.test(text)) words.push(text);
                for (const [, name] of text.matchAll(/attr\(\s*([\w-]+)/g)) words.push(read(part, name));
              }
              // a style may turn the order of letters round
              if (/override/.test(getComputedStyle(part).unicodeBidi)) words.push(Array.from(shown(part)).reverse().join(''));
              if (part instanceof HTMLSlotElement)
                for (const given of HTMLSlotElement.prototype.assignedNodes.call(part, { flatten: true }).slice(0, 50))
                  words.push(get(Node, 'textContent').call(given) || '');
            }
          }
          const labels = this instanceof HTMLInputElement || this instanceof HTMLButtonElement ? get(this instanceof HTMLInputElement
              ? HTMLInputElement : HTMLButtonElement, 'labels').call(this) : null;
          for (const label of Array.from(labels || []).slice(0, 5)) words.push(shown(label));
          let target = null;
          if (this instanceof HTMLAnchorElement && Element.prototype.hasAttribute.call(this, 'href')) target = get(HTMLAnchorElement,
              'href').call(this);
          else if (this instanceof HTMLAreaElement && Element.prototype.hasAttribute.call(this, 'href')) target = get(HTMLAreaElement,
              'href').call(this);
          else if (this instanceof SVGAElement) target = read(this, 'href') || read(this, 'xlink:href') || null;
          const sends = (this instanceof HTMLButtonElement && get(HTMLButtonElement, 'type').call(this) === 'submit')
            || (this instanceof HTMLInputElement && /^(submit|image)$/.test(get(HTMLInputElement, 'type').call(this)));
          if (sends) {
            const type = this instanceof HTMLButtonElement ? HTMLButtonElement : HTMLInputElement;
            const form = get(type, 'form').call(this);
            if (Element.prototype.hasAttribute.call(this, 'formaction')) target = get(type, 'formAction').call(this);
            else if (form) target = get(HTMLFormElement, 'action').call(form);
          }
          if (target !== null) {
            try { target = new URL(target, get(Node, 'baseURI').call(this)).href; } catch { target = 'about:unreadable'; }
          }
          const own = hit instanceof Element ? hit : this;
          return {
            words: words.map(text => String(text).trim()).filter(text => text.length > 0).map(text => text.slice(0, longest + 1)),
            tag: get(Element, 'localName').call(this),
            isOpaque: /^(iframe|frame|object|embed|canvas|video|fencedframe|portal)$/.test(get(Element, 'localName').call(own)),
            isPage, target,
          };
        }
        """;

    /// <summary>What has the focus in a document, shadow trees included; null where nothing has.</summary>
    public const string FindFocus = """
        function () {
          const get = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
          const shadow = get(Element, 'shadowRoot');
          let found = get(Document, 'activeElement').call(document);
          while (found && shadow.call(found)) {
            const inner = get(ShadowRoot, 'activeElement').call(shadow.call(found));
            if (!inner) break;
            found = inner;
          }
          return found instanceof HTMLBodyElement || found instanceof HTMLHtmlElement ? null : found;
        }
        """;
}
