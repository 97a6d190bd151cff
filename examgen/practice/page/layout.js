// From the tree of a text to the arrays that it can mean: rows and columns, brackets, labels, bullets, the headers of tables.
//
// A cell is {quantity, digits, dash, signed, spaced}, a group {opening, lines, transposed}, an item {cell | group, label},
// a row {items, layout, goesOn}, a line {rows, marker, part, ended}, a document {lines, titles, hasType}.

const MISSING = "a number is missing; write every number, for example 1, 2, 3";
const CHANNEL = /channel|(?<![a-z])ch(?![a-z])|kanal|(?:feature )?map|:\s*,\s*:/;
const PAIRED = [3, 5, 7];
const BY_CHANNEL = /filter|(?<![a-z])(?:ch|fm)(?![a-z])|channel|kanal|map|:\s*,\s*:/;
const ROMAN = { i: "1", ii: "2", iii: "3", iv: "4", v: "5", vi: "6" };
const OF_COLUMNS = /^(?:the )?(?:\d(?:\.|st|nd|rd|th) |first |second )?(?:col(?:umn)?s?|spalten?|coluna|columna|colonne|colonna)(?![a-z])/;
const PAIRS = { "\\langle": "\\rangle", "(": ")", "[": "]", "{": "}", "<": ">", "\\{": "\\}" };
const LAYOUTS = ["commas", "spaces", "tabs", "amps", "bars", "groups", "arrows"];
const range = (count, from = 0) => Array.from({ length: count }, (_, n) => String(n + from));
const sameTexts = (a, b) => a.length === b.length && a.every((text, n) => text === b[n]);

function cellValue(cell) {
  const quantity = asShare(cell.quantity);
  const turned = cell.dash === "-" || cell.dash === "–" ? negative(quantity.number) : quantity.number;
  return valueOf({ ...quantity, number: turned });
}

// from the tree

function documentOf(tree, convention, typed) {
  const titles = [];
  let hasType = false;
  let noted = null;
  const told = toldSizes(tree);
  let node = tree;
  for (;;) {
    for (const part of node.children) {
      for (const token of part.data === "lead" || part.data === "tail" ? leaves(part) : []) {
        if (token.type === "TITLE") titles.push(labelOf(token, typed));
        hasType ||= token.type === "AFTER" && token.value.includes("dtype");
        if (token.type === "AFTER" && /^\s*(?:\((?:shape:? ?\(?)?\d+ ?[x×]|# ?(?:shape:? ?)?\(\d)/.test(token.value)) noted = token.value.match(/\d+/g).map(Number);
      }
    }
    const body = node.children.find((part) => part.data !== "lead" && part.data !== "tail");
    if (body.data === "start") {
      node = body;
      continue;
    }
    const inner = body.children.find((part) => !isToken(part) && part.data === "start");
    if (!inner) return { lines: linesOf(body, convention, typed), titles, hasType, noted, told };
    node = inner;
  }
}

/** The sizes of 2x3: [[…]] and tensor(…, shape=(2, 3)), without axes of length 1. */
function toldSizes(tree) {
  return leaves(tree)
    .filter((token) => ["SIZED", "OPTION", "PRINTED"].includes(token.type))
    .map((token) => /\d{1,4}(?: ?(?:×|x|by) ?\d{1,4})+|shape ?= ?\(([\d, ]+)\)/.exec(token.value))
    .filter(Boolean)
    .map((size) => (size[0].match(/\d{1,9}/g) || []).map(Number).filter((length) => length !== 1));
}

const labelOf = (token, typed) => typed.slice(at(token), at(token) + token.value.length).join("").trim();

function linesOf(node, convention, typed) {
  return flat(node, "lines")
    .filter((part) => !(isToken(part) && part.type === "NEWLINE"))
    .map((part) => lineOf(part, convention, typed));
}

function lineOf(node, convention, typed) {
  const parts = node.children;
  const held = parts.filter((part) => !isToken(part));
  if (!held.length) return { rows: [], marker: "", part: parts[0].type, ended: false };
  const rows = held[held.length - 1];
  const read = flat(rows, "rows").filter((part) => !isToken(part)).map((part) => rowOf(part, convention, typed));
  const marker = held.length > 1 ? held[0].children[0].value.trim() : "";
  const last = parts[parts.length - 1];
  const bars = flat(rows, "rows").some((part) => isToken(part) && part.value.includes("|"));
  const barred = bars && !read.slice(1).some((row) => row.items[0].label); // R1: 1 2 | R2: 3 4
  return { rows: read, marker, part: "", ended: isToken(last) && last.type === "SEMICOLON", barred };
}

function rowOf(node, convention, typed) {
  const parts = node.children.filter((part) => !(isToken(part) && part.type === "BAR"));
  const goesOn = isToken(parts[parts.length - 1]);
  const [content] = parts;
  if (!LAYOUTS.includes(content.data)) return { items: [itemOf(content, convention, typed)], layout: "item", goesOn };
  const items = flat(content, content.data).filter((part) => !isToken(part));
  return { items: items.map((part) => itemOf(part, convention, typed)), layout: content.data, goesOn };
}

function itemOf(node, convention, typed) {
  let label = "";
  while (["titled", "named", "worked"].includes(node.data)) {
    if (node.data === "worked") {
      node = node.children[node.children.length - 1];
      continue;
    }
    const named = node.data === "named";
    const last = node.children.length - 1;
    const inner = labelOf(node.children[named ? last : 0], typed);
    label = /\d/.test(inner) ? inner : `${label} ${inner}`.trim(); // t=1: h=
    node = node.children[named ? 0 : last];
  }
  return node.data === "cell"
    ? { cell: cellOf(node, convention), label }
    : { group: groupOf(node, convention, typed), label };
}

function cellOf(node, convention) {
  const value = node.children[node.children.length - 1];
  const dash = node.children.length > 1 ? node.children[0].value.trim() : "";
  const tokens = leaves(value);
  const digits = tokens.find((token) => token.type === "NUMBER")?.value || "";
  if (/^0\d/.test(digits)) {
    throw new Unreadable(`${quote(digits)} could be the end of a longer number; write it without thousands separators`);
  }
  return {
    quantity: evaluated(value, convention),
    digits,
    dash,
    signed: value.data === "signed",
    spaced: tokens.some((token) => token.type === "OVER" && token.value.includes(" ")),
  };
}

function groupOf(node, convention, typed) {
  let opening = node.children[0].value.trim();
  const lines = linesOf(node.children.find((part) => !isToken(part) && part.data === "lines"), convention, typed);
  let closing = node.children.filter((part) => isToken(part) && part.type === "CLOSE").map((token) => token.value.trim()).pop() || "";
  const environment = (text) => /\{(.*?)\}/.exec(text)?.[1] || "";
  let right;
  if (node.data === "printed") {
    right = closing === (opening.startsWith("<") ? ">" : `${opening.slice(-1).replace(/[^'"]/g, "")})`);
  } else if (/^\\[bpv]?matrix/.test(opening)) {
    right = closing === "}";
  } else if (opening.startsWith("\\begin")) {
    right = environment(opening) === environment(closing);
  } else {
    [opening, closing] = [opening, closing].map((mark) => mark.replace(/\\(?:left|right|big[lr]?) */g, ""));
    right = PAIRS[opening] === closing;
  }
  if (!right) {
    throw new Unreadable(`the bracket ${quote(closing)} does not close ${quote(opening)}; write for example [[1, 2], [3, 4]]`);
  }
  const kind = node.data === "printed" ? "call" : /^\\(?:begin|[bpv]?matrix)/.test(opening) ? "tex" : opening[opening.length - 1];
  return { opening: kind, lines, transposed: node.data === "transposed" };
}

// from lines to arrays

const lineCells = (line) => line.rows.flatMap((row) => row.items).flatMap((item) => (item.cell ? [item.cell] : []));

/** A document in every way that its bullets, ordinals and headers can be meant. */
function* variantsOf(read) {
  if (!read.lines.some((line) => line.rows.length)) throw new Unreadable(MISSING);
  for (const lines of withoutHead(read.lines)) {
    for (const marked of withoutDashes(withoutMarkers(lines))) {
      for (const rows of withoutIndex(marked, read.hasType)) yield { lines: rows, titles: read.titles, hasType: false, noted: read.noted, told: read.told };
    }
  }
}

function* withoutHead(lines) {
  const rows = lines.filter((line) => line.rows.length);
  yield rows;
  const ruled = lines.length > 2 && lines[0].rows.length && lines[1].part === "RULE";
  const counts = (digits) => sameTexts(digits, range(digits.length)) || sameTexts(digits, range(digits.length, 1));
  if (ruled && rows.length > 1 && counts(lineCells(lines[0]).map((cell) => (cell.signed ? "-" : "") + cell.digits))) {
    yield rows.slice(1);
  }
}

function withoutMarkers(lines) {
  const markers = lines.map((line) => line.marker);
  if (!markers.some(Boolean)) return lines;
  const numbers = markers.flatMap((marker) => marker.match(/\d+/g) || []).map(Number);
  const numbered = lines.length > 1 && sameTexts(numbers.map(String), range(lines.length, 1));
  const printedByR = !numbered && markers[0] === "[1]" && markers.every((marker) => /^\[\d+\]$/.test(marker));
  let counted = !numbers.length || sameTexts(numbers.map(String), range(lines.length, 1));
  if (printedByR) {
    let before = 1;
    counted = lines.every((line, n) => {
      const fits = numbers[n] === before;
      before += lineCells(line).length;
      return fits;
    });
  }
  if (!markers.every(Boolean) || !counted) {
    throw new Unreadable("the bullets or numbers before the lines are inconsistent; write only the values, for example 1, 2, 3");
  }
  if (printedByR) {
    const items = lines.flatMap((line) => line.rows).flatMap((row) => row.items);
    return [{ rows: [{ items, layout: "spaces", goesOn: false }], marker: "", part: "", ended: false }];
  }
  return lines.map((line) => ({ ...line, marker: "" }));
}

function* withoutDashes(lines) {
  const rows = lines.map(lineCells);
  const firsts = rows.filter((row) => row.length).map((row) => row[0]);
  const others = rows.flatMap((row) => row.slice(1));
  const dashed = firsts.every((cell) => "-–".includes(cell.dash) && cell.dash) && !others.some((cell) => cell.dash);
  const doubled = firsts.some((cell) => cell.dash && cell.signed);
  if (!dashed || firsts.length + others.length < 2) {
    if (rows.flat().some((cell) => cell.dash && cell.signed)) {
      throw new Unreadable("a number has two signs; write only one");
    }
    yield lines;
    return;
  }
  if (!doubled) yield lines;
  yield lines.map((line) => {
    const [first, ...rest] = line.rows;
    const [item, ...items] = first.items;
    return { ...line, rows: [{ ...first, items: [{ ...item, cell: { ...item.cell, dash: "" } }, ...items] }, ...rest] };
  });
}

function* withoutIndex(lines, hasType) {
  const inSpaces = (line) => line.rows.length === 1 && line.rows[0].layout === "spaces";
  const spaced = lines.every(inSpaces);
  const rows = lines.map(lineCells);
  if (!rows.every((row) => row.length)) {
    yield lines;
    return;
  }
  const headless = (line) => {
    const [row] = line.rows;
    return { ...line, rows: [{ ...row, items: row.items.slice(1), layout: row.items.length > 2 ? "spaces" : "item" }] };
  };
  const firsts = rows.map((row) => row[0].digits);
  if (spaced && hasType && sameTexts(firsts, range(lines.length))) {
    yield lines.map(headless);
    return;
  }
  const [heads, body] = [rows[0], lines.slice(1)];
  const byPandas =
    lines.length > 1 &&
    body.every(inSpaces) &&
    sameTexts(heads.map((cell) => cell.digits), range(heads.length)) &&
    rows.slice(1).every((row) => row.length === heads.length + 1) &&
    sameTexts(firsts.slice(1), range(body.length));
  if (byPandas) {
    yield body.map(headless);
    return;
  }
  yield lines;
  const numbered = sameTexts(firsts, range(lines.length, 1).map((n) => `${n}.`));
  const pointed = rows.some((row) => row.slice(1).some((cell) => cell.digits.endsWith(".")));
  if (spaced && lines.length > 1 && numbered && !pointed) yield lines.map(headless);
}

/** Arranges lines as an array; its rank may differ from the one expected. */
function arranged(read, rank) {
  const groups = read.lines.flatMap((line) => line.rows).flatMap((row) => row.items).filter((item) => item.group);
  const title = read.titles[read.titles.length - 1] || "";
  const named = read.titles.find((each) => OF_COLUMNS.test(each.toLowerCase()));
  if (rank === 2 && named) {
    throw new Unreadable(`the label ${quote(named)} names a column; write the answer row by row, for example 1 2; 3 4`);
  }
  return arrangedLines(read.lines, rank, Number(groups.length > 1), true, title)[0];
}

function arrangedLines(lines, rank, depth, outermost = false, title = "") {
  const items = lines.flatMap((line) => line.rows).flatMap((row) => row.items);
  if (!items.length) throw new Unreadable(MISSING);
  const grouped = items.filter((item) => item.group).length;
  if (grouped && grouped < items.length) {
    throw new Unreadable("some numbers are outside the brackets; write all numbers in brackets, or none");
  }
  if (title && items.slice(1).some((item) => item.label)) {
    const [first, ...others] = lines;
    const [row, ...rows] = first.rows;
    const [item, ...rest] = row.items;
    lines = [{ ...first, rows: [{ ...row, items: [{ ...item, label: title }, ...rest] }, ...rows] }, ...others];
  }
  if (!grouped && rank === 2) {
    const entries = byEntries(lines.flatMap((line) => line.rows).flatMap((row) => row.items));
    if (entries) return [entries, ""];
  }
  if (!grouped) return arrangedNumbers(lines, rank, depth);
  if (items.length === 1 && outermost) return [arrangedGroup(items[0].group, rank, depth + 1), ""];
  return arrangedGroups(lines, rank, depth);
}

function arrangedGroup(group, rank, depth) {
  const inner = group.lines.flatMap((line) => line.rows).flatMap((row) => row.items);
  const alone = inner.length === 1 && inner[0].group && !inner[0].label ? inner[0].group : null;
  const through =
    group.opening === "call" ||
    (alone &&
      (["tex", "call"].includes(alone.opening) ||
        alone.lines.some((line) => line.rows.length > 1) ||
        (group.opening === "(" && !group.lines[0].rows[0].goesOn)));
  let value;
  if (through && alone) {
    value = arrangedGroup(alone, rank, depth);
  } else if (group.opening === "tex") {
    value = arrangedTex(group);
  } else {
    const [read, label] = arrangedLines(group.lines, rank, depth);
    if (label) throw new Unreadable(`only some numbers have the label ${quote(label)}; write only the numbers`);
    value = read;
  }
  return group.transposed ? turned(value) : value;
}

function arrangedTex(group) {
  const rows = group.lines.flatMap((line) => line.rows);
  if (!group.lines.slice(0, -1).every((line) => line.ended)) {
    throw new Unreadable("a row of the matrix does not end with \\\\; write rows such as 1 2; 3 4");
  }
  if (rows.some((row) => row.items.some((item) => !item.cell || item.label))) {
    throw new Unreadable("the meaning of a matrix within a matrix is unclear; write rows such as 1 2; 3 4");
  }
  return stacked(rows.map((row) => arrangedRow(row)[0]));
}

function arrangedGroups(lines, rank, depth) {
  const rows = lines.flatMap((line) => line.rows);
  let labels = rows.flatMap((row) => row.items).map((item) => item.label);
  if (rank > 2 && areChannels(labels)) {
    return [channelsLast(rows.flatMap((row) => row.items).map((item) => arrangedGroup(item.group, rank, depth + 1))), ""];
  }
  if (rank > 2 && labels.some((label) => BY_CHANNEL.test(label.toLowerCase()))) {
    throw new Unreadable("it may be written one filter after the other; write it row by row, for example [[[1 2] [3 4]] [[5 6] [7 8]]]");
  }
  if (rows.length > 1 && rows.every((row) => row.items.slice(1).every((item) => !item.label))) {
    labels = rows.map((row) => row.items[0].label); // row 1: [1, 2], [3, 4]
  }
  const wraps = rows.slice(0, -1).every((row) => row.goesOn);
  const byRow = rows.length > 1 && rows.some((row) => row.items.length > 1) && !wraps;
  const parts = byRow
    ? rows.map((row) => stacked(row.items.map((item) => arrangedGroup(item.group, rank, depth + 2))))
    : rows.flatMap((row) => row.items).map((item) => arrangedGroup(item.group, rank, depth + 1));
  return [stacked(parts), checkedLabels(labels, true)];
}

function arrangedNumbers(lines, rank, depth) {
  let rows = lines.flatMap((line) => line.rows);
  const blocks = rank > 2 ? blocksOf(rows) : [];
  if (blocks.length) return [channelsLast(blocks.map((block) => stacked(block.map((row) => arrangedRow(row)[0])))), ""];
  const single = rows.every((row) => row.items.length === 1);
  const parted = lines.some((line) => line.rows.length > 1);
  const together = (all) => arrangedRow({ items: all.flatMap((row) => row.items), layout: "rows" });
  if (rows.length === 1) {
    const [{ cell }, ...others] = rows[0].items;
    if (rank === 1 && cell && cell.spaced && cell.quantity.ofDecimals && !others.length) {
      throw new Unreadable("the slash may separate two numbers; write commas between them, for example 1, 2, 3"); // 0.5 / 0.25
    }
    return arrangedRow(rows[0]);
  }
  if (single && rank === 1) return together(rows);
  if ((depth >= rank && !parted) || (rank === 1 && rows.slice(0, -1).every((row) => row.goesOn))) return together(rows);
  if (lines.length > 1 && parted) {
    if (!single) {
      throw new Unreadable("its rows are separated by both line breaks and semicolons; use only one of them, for example 1 2; 3 4");
    }
    if (depth < rank) {
      rows = lines.map((line) => ({ items: line.rows.map((row) => row.items[0]), layout: "semicolons" }));
    }
  }
  if (new Set(rows.filter((row) => row.items.length > 1).map((row) => row.layout)).size > 1) {
    throw new Unreadable("the numbers are separated differently in different rows; separate them in the same way, for example 1 2; 3 4");
  }
  const read = rows.map(arrangedRow);
  return [stacked(read.map(([value]) => value)), checkedLabels(read.map(([, label]) => label), true)];
}

function arrangedRow(row) {
  const inside = row.items.flatMap((item) => (item.cell ? [item.cell] : []));
  if (row.layout === "arrows" && row.items.length < 3) {
    throw new Unreadable("the arrow may mark a correction or separate two numbers; write commas between them, for example 1, 2, 3");
  }
  if (row.layout === "spaces" && (inside.slice(1).some((cell) => cell.dash) || inside.some((cell) => cell.spaced))) {
    throw new Unreadable("spaces separate its numbers and also occur within them; write commas between them, for example 1, -2, 3");
  }
  const slashes = inside.filter((cell) => cell.spaced).length;
  if (slashes && slashes < inside.length) {
    throw new Unreadable("a slash may separate its rows or belong to a fraction; write rows such as 1 2; 3 4");
  }
  return [inside.map(cellValue), checkedLabels(row.items.map((item) => item.label))];
}

/** The label of what stands in a row, if it is the first one's; labels of all must count them. */
function checkedLabels(labels, ofRows = false) {
  if (ofRows && labels.some((label) => OF_COLUMNS.test(label.toLowerCase()))) {
    throw new Unreadable(`the label ${quote(labels[labels.length - 1])} names a column; write the answer row by row, for example 1 2; 3 4`);
  }
  if (!labels.slice(1).some(Boolean)) {
    if (ofRows && labels.length > 1 && /^(?:row|line|r) ?_?\d/.test(labels[0].toLowerCase())) {
      throw new Unreadable(`only one row has the label ${quote(labels[0])}; write only the rows`);
    }
    return labels[0] || "";
  }
  if (labels.every(Boolean) && countUp(labels)) return "";
  const named = labels.slice(1).find(Boolean);
  throw new Unreadable(`the label ${quote(named)} does not show which number is which; write only the numbers, in order`);
}

/** Whether labels say that one channel follows the other: channel 1:, z[:,:,0] =. */
function areChannels(labels) {
  const first = indexed(labels[0]).match(/\d+/g) || [];
  const ofChannels = labels.every((label) => CHANNEL.test(label.toLowerCase()));
  return labels.length > 1 && ofChannels && ["0", "1"].includes(first[first.length - 1]) && countUp(labels);
}

/** Rows under the names of channels; nothing where they have no such names. */
function blocksOf(rows) {
  const starts = rows.flatMap((row, n) => (row.items[0].label ? [n] : []));
  const named = rows.filter((row) => row.items.some((item) => item.label));
  if (starts[0] !== 0 || named.length !== starts.length || !areChannels(starts.map((n) => rows[n].items[0].label))) return [];
  const bare = rows.map((row) => ({ ...row, items: [{ ...row.items[0], label: "" }, ...row.items.slice(1)] }));
  return starts.map((start, n) => bare.slice(start, starts[n + 1] ?? rows.length));
}

/** Channels one after the other as the array whose last axis they are. */
function channelsLast(parts) {
  if (parts.some((part) => shape(part).length !== 2)) {
    throw new Unreadable("each channel must be a matrix; write the answer row by row, for example [[[1 2] [3 4]] [[5 6] [7 8]]]");
  }
  return stacked(parts)[0].map((row, r) => row.map((_, column) => parts.map((grid) => grid[r][column])));
}

/** The matrix of which each entry is named by its row and column, in any order; null for other labels. */
function byEntries(items) {
  const labels = items.map((item) => indexed(item.label));
  const found = new Map();
  for (const [n, item] of items.entries()) {
    let indices = labels[n].match(/\d+/g) || [];
    if (indices.length === 1 && indices[0].length === 2) indices = [...indices[0]];
    if (indices.length !== 2 || indices.some((index) => index.length > 1) || !item.cell) return null;
    found.set(indices.join(), cellValue(item.cell));
  }
  if (found.size < items.length || items.length < 4 || new Set(labels.map((label) => label.replace(/\d+/g, "#"))).size > 1) return null;
  const [rows, columns] = [0, 1].map((axis) => [...new Set([...found.keys()].map((key) => key.split(",")[axis]))].sort());
  const counted = (names) => sameTexts(names, range(names.length)) || sameTexts(names, range(names.length, 1));
  if (![rows, columns].every(counted) || rows[0] !== columns[0] || found.size !== rows.length * columns.length) return null;
  return rows.map((row) => columns.map((column) => found.get(`${row},${column}`)));
}

const ORDINALS = { first: "1", second: "2", third: "3", fourth: "4", top: "1", upper: "1", bottom: "2", lower: "2", erste: "1", zweite: "2", dritte: "3" };

/** A label without the sign behind it, its numbers in digits. */
function indexed(label) {
  let bare = label.toLowerCase().replace(/^[|"' ]+|[|"' ]+$/g, "").replace(/[\s:=≈|→>-]+$/, "");
  bare = bare.replace(/[₀-₉]/g, (sign) => String(sign.codePointAt(0) - 0x2080));
  bare = bare.replace(/[①-⑳]/g, (sign) => String(sign.codePointAt(0) - 0x245f)).replace(/["')]+$/, "");
  bare = bare.replace(/^(\d+)(?:\.|st|nd|rd|th)(?= ?(?:row|line|zeile|reihe|ligne|fila|linha)|$)/, "$1");
  const corner = /^(top|upper|bottom|lower)[ -](left|right)(?: is)?$/.exec(bare); // top left: entry 1, 1
  if (corner) return `corner ${/top|upper/.test(corner[1]) ? 1 : 2}${corner[2] === "left" ? 1 : 2}`;
  return (ROMAN[bare] || bare).replace(/^(?:first|second|third|fourth|top|upper|bottom|lower|erste|zweite|dritte)(?= (?:row|line|channel|map|zeile|weight|value|neuron|number)|$)/, (word) => ORDINALS[word]);
}

function countUp(labels) {
  let bare = labels.map(indexed);
  if (bare.every((label) => /^\p{L}$/u.test(label))) {
    return bare.every((label, n) => label.codePointAt(0) === bare[0].codePointAt(0) + n);
  }
  const lettered = bare.map((label) => /^(.*[(_ ])([a-z])(\)?)$/.exec(label)); // p(a), p(b), p(c)
  if (lettered.every(Boolean) && new Set(lettered.map((each) => each[1] + each[3])).size === 1) {
    return lettered.every((each, n) => each[2].charCodeAt(0) === lettered[0][2].charCodeAt(0) + n);
  }
  const last = bare.map((label) => label.split(" ").pop()); // the new weights are w1 = 0.5 and w2 = 0.7
  if (new Set(bare.map((label) => label.replace(/\d+/g, "#"))).size > 1 && last.every((each) => /^[a-zß]+_?\d+'?$/.test(each))) bare = last;
  const numbers = bare.map((label) => (label.match(/\d{1,6}/g) || []).map(Number));
  const words = new Set(bare.map((label) => label.replace(/\d+/g, "#")));
  if (words.size > 1 || new Set(numbers.map((each) => each.length)).size > 1 || !numbers[0].length) return false;
  const columns = numbers[0].map((_, column) => numbers.map((each) => each[column]));
  const moving = columns.filter((column) => new Set(column).size > 1);
  return moving.length === 1 && moving[0].every((number, n) => number === moving[0][0] + n);
}

function turned(value) {
  const lengths = shape(value);
  if (lengths.length === 1) return value.map((number) => [number]);
  if (lengths.length === 2) return value[0].map((_, column) => value.map((row) => row[column]));
  throw new Unreadable("only a matrix can be transposed; write the numbers without a transpose sign");
}

function stacked(parts) {
  const size = (lengths) => lengths.join(" × ") + (sameSize(lengths, [1]) ? " number" : " numbers");
  const first = shape(parts[0]);
  parts.forEach((part, n) => {
    if (!sameSize(shape(part), first)) {
      throw new Unreadable(`row ${n + 1} has ${size(shape(part))}, row 1 has ${size(first)}; write rows of equal length`);
    }
  });
  return parts;
}

// what a comma may mean

const allRows = (lines) =>
  lines.flatMap((line) => line.rows).flatMap((row) => [row, ...row.items.flatMap((item) => (item.group ? allRows(item.group.lines) : []))]);

function cellsApart(read) {
  return allRows(read.lines).some((row) => {
    const inside = row.items.flatMap((item) => (item.cell ? [item.cell] : []));
    return row.layout === "commas" && inside.length > 1 && inside.every((cell) => cell.digits.split(TIGHT).length === 2);
  });
}

function rowsInALine(read) {
  const rows = read.lines.flatMap((line) => line.rows);
  if (rows.length !== 1 || !["bars", "spaces", "tabs"].includes(rows[0].layout)) return null;
  const digits = rows[0].items.map((item) => item.cell?.digits ?? "");
  if (!digits.every((each) => new RegExp(`^\\d+${TIGHT}\\d+$`).test(each))) return null;
  return digits.map((each) => each.split(TIGHT).map((part) => fraction(BigInt(part))));
}

/** Every way in which some commas of a list may be decimal marks, where its numbers look like parts of decimals. */
function pairingsOf(read) {
  const rows = read.lines.flatMap((line) => line.rows);
  if (rows.length !== 1 || rows[0].layout !== "commas" || !PAIRED.includes(rows[0].items.length)) return [];
  const inside = rows[0].items.map((item) => item.cell);
  if (!inside.every((cell) => cell && !cell.dash && cell.quantity.number.n >= 0n && /^\d+$/.test(cell.digits))) return [];
  const digits = inside.map((cell) => cell.digits);
  if (!digits.slice(1).some((next, n) => next.length > 1 || (digits[n] === "0" && !"01".includes(next)))) return [];
  const paired = (rest) => {
    if (!rest.length) return [[]];
    const single = paired(rest.slice(1)).map((others) => [fraction(BigInt(rest[0])), ...others]);
    if (rest.length === 1) return single;
    return [...single, ...paired(rest.slice(2)).map((others) => [decimal(`${rest[0]}.${rest[1]}`), ...others])];
  };
  return paired(digits).filter((each) => each.length < digits.length);
}

/** Whether some of its numbers have a decimal comma and some have none: 1,5 2. */
function isMixed(read) {
  const found = allRows(read.lines).flatMap((row) => row.items).filter((item) => item.cell).map((item) => item.cell.digits.includes(TIGHT));
  return found.some(Boolean) && !found.every(Boolean);
}

function pairsOf(read, every) {
  const rows = read.lines.flatMap((line) => line.rows);
  if (rows.length !== 1 || rows[0].layout !== "commas" || rows[0].items.length < 4 || rows[0].items.length % 2) return null;
  const inside = rows[0].items.map((item) => item.cell);
  if (!inside.every((cell) => cell && !cell.dash && cell.quantity.number.n >= 0n && /^\d+$/.test(cell.digits))) return null;
  const digits = inside.map((cell) => cell.digits);
  const wholes = digits.filter((_, n) => n % 2 === 0);
  if (!every && wholes.some((each) => each !== "0")) return null;
  return wholes.map((whole, n) => decimal(`${whole}.${digits[2 * n + 1]}`));
}

function groupedInBrackets(read) {
  const alone = allRows(read.lines).filter((row) => row.items.length === 1);
  return depthOf(read.lines) > 0 && alone.some((row) => row.items[0].cell?.quantity.grouped);
}

function depthOf(lines) {
  const inner = lines.flatMap((line) => line.rows).flatMap((row) => row.items).flatMap((item) => (item.group ? [item.group.lines] : []));
  return inner.length ? 1 + Math.max(...inner.map(depthOf)) : 0;
}
