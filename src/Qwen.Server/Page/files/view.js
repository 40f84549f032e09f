// Draws: marks over the picture in its own pixels, rows of a table, and the link between the two.

const svg = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, value);
  return element;
};

export function drawMarks(overlay, marks, size) {
  overlay.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  const radius = Math.max(3, Math.min(size.width, size.height) / 40);
  overlay.replaceChildren(...marks.flatMap((mark, index) => {
    if (!mark)
      return [];
    const shape = 'x1' in mark
      ? svg('rect', { x: mark.x1, y: mark.y1, width: mark.x2 - mark.x1, height: mark.y2 - mark.y1 })
      : svg('circle', { cx: mark.x, cy: mark.y, r: radius });
    shape.classList.add('mark');
    shape.dataset.index = index;
    const title = svg('title', {});
    title.textContent = mark.label;
    shape.append(title);
    return shape;
  }));
}

// a block of a page without a box says fewer things than the next one: a column for whatever any row says
const columns = (rows) => [...new Set(rows.flatMap(Object.keys))];

export function drawRows(table, rows) {
  table.hidden = rows.length === 0;
  const names = columns(rows);
  const head = document.createElement('tr');
  head.append(...names.map((name) => Object.assign(document.createElement('th'), { textContent: name, scope: 'col' })));
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...rows.map((row, index) => {
    const line = document.createElement('tr');
    line.tabIndex = 0;
    line.dataset.index = index;
    line.append(...names.map((name) => Object.assign(document.createElement('td'), { textContent: show(row[name]) })));
    return line;
  }));
}

export function linkRows(table, ...places) {
  const light = (index, on) => {
    for (const element of [table, ...places].flatMap((place) => [...place.querySelectorAll(`[data-index="${index}"]`)]))
      element.classList.toggle('on', on);
  };
  for (const [place, selector] of [[table, 'tbody tr'], ...places.map((one) => [one, '.mark'])]) {
    for (const [event, on] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]]) {
      place.addEventListener(event, (happened) => {
        const index = happened.target.closest?.(selector)?.dataset.index;
        if (index !== undefined)
          light(index, on);
      });
    }
  }
}

const show = (value) => value === null || value === undefined ? '' : typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : String(value);

export function copyText(form, result, rows, text) {
  if (form === 'json')
    return JSON.stringify(result, null, 2);
  if (form === 'markdown' && text !== null)
    return text;
  const names = columns(rows);
  const lines = [names, ...rows.map((row) => names.map((name) => show(row[name])))];
  // a cell that a spreadsheet would take for a formula is kept a text
  return form === 'csv'
    ? lines.map((line) => line.map((cell) => `"${(/^[=+@\t\r-]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')).join('\r\n')
    : lines.flatMap((line, index) => [`| ${line.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`, ...(index === 0 ? [`|${names.map(() => '---|').join('')}`] : [])]).join('\n');
}
