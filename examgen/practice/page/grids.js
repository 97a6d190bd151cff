// Answers that are arrays of numbers. A type is {name: "vector" | "matrix" | "tensor", decimals, hint, example}.

const RANKS = { vector: 1, matrix: 2, tensor: 3 };
const CALLED = { vector: "a list of numbers", matrix: "a matrix", tensor: "an array of rank 3" };
const lengthsSaid = (value) => shape(value).join(" × ");

class OtherRank extends Unreadable {
  constructor(message, written) {
    super(message);
    this.written = written;
  }
}

function gridSaid(type, value) {
  const laidOut = (part) => (Array.isArray(part) ? `[${part.map(laidOut).join(" ")}]` : spell(part));
  if (type.name === "vector") return `${value.length} number${value.length === 1 ? "" : "s"}: ${value.map(spell).join(", ")}`;
  if (type.name === "matrix") return `${lengthsSaid(value)} matrix: ${value.map((row) => row.map(spell).join(" ")).join("; ")}`;
  return `${lengthsSaid(value)} array: ${laidOut(value)}`;
}

const gridReading = (type, value) => ({ value, said: gridSaid(type, value) });

function gridReadings(type, text, expressions) {
  try {
    return plainGridReadings(type, [...text], text);
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    const found = aroundSlashes(type, text);
    if (found.length) return found;
    const workedOut = expressions && text.length <= LIMIT ? text.replace(EXPRESSION, resultOf) : text;
    if (workedOut === text) throw refusal;
    return plainGridReadings(type, [...workedOut], workedOut);
  }
}

/** What a text means whose slashes part its numbers or its rows; where they have spaces around, they may be fractions too. */
function aroundSlashes(type, text) {
  const rank = RANKS[type.name];
  const spaced = /\S +\/ +\S/.test(text);
  const slash = spaced ? "(?<=[^\\s/]) +/ +(?=[^\\s/])" : "(?<=[^\\s/])/(?=[^\\s/])";
  const count = (text.match(new RegExp(slash, "g")) || []).length;
  if (rank > 2 || !count || (rank === 1 && count < 2) || text.length > LIMIT || /[\\;\n]/.test(text)) return [];
  const variants = [text.replace(new RegExp(slash, "g"), (match) => match.replace("/", ";"))];
  if (spaced && rank === 2) {
    variants.push(text.replace(new RegExp(`${slash}(\\S+)`, "g"), (match, next) => `/${next}`.padEnd(match.length)));
  }
  const found = new Map();
  for (const variant of variants) {
    try {
      for (const reading of plainGridReadings(type, [...variant], variant)) {
        if (!found.has(keyOf(reading.value))) found.set(keyOf(reading.value), reading);
      }
    } catch (refusal) {
      if (!(refusal instanceof Unreadable)) throw refusal;
      if (!found.size) return [];
    }
  }
  return [...found.values()];
}

/** Something that may be small arithmetic, written without spaces. A comma beside it could be a decimal one. */
const EXPRESSION = /(?<![\w.)*+/×·−-])(?<!\d,)[-+−]?[\d(][\d.()+*/×·−-]*[\d)](?![\w*+/×·−-]|[.,]\d)/g;

function resultOf(written) {
  const count = (mark) => written.split(mark).length - 1;
  const opened = written.startsWith("(") ? Math.max(0, count("(") - count(")")) : 0;
  const closed = written.endsWith(")") ? Math.max(0, count(")") - count("(")) : 0;
  const inside = written.slice(opened, written.length - closed);
  if (!/[\d)][+*/×·][\d(−-]|\)[−-][\d(]|[\d)][−-]\(/.test(inside)) return written;
  let values;
  try {
    const real = { name: "real", decimals: 6, unit: "" };
    values = new Map(numberReadings(real, [...inside], inside, true).map(({ value }) => [keyOf(value), value]));
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    return written;
  }
  if (values.size > 1) return written;
  const [{ n, d }] = values.values();
  return written.slice(0, opened) + (d === 1n ? String(n) : String(Number(n) / Number(d))) + written.slice(written.length - closed);
}

const OF_SEVERAL =
  /(?<![a-z])(?:all|each|every|both|everything|everywhere|alle|alles|jeweils|beide|todos|todas|tous|toutes|tutti|tutte)(?![a-z])|(?<![a-z])([a-z])_?\{?[\d₀-₉]\}? ?(?:=|and|und|et|y|e|,|&) ?\1_?\{?[\d₀-₉]|(?<![a-z_])[a-z]_\{?[ijkn]\}? ?=/;

/** Whether an empty line parts rows without brackets into two matrices. */
function areTwo(written) {
  const blocks = written.split(/\n[ \t]*\n/).map((block) => block.split("\n").filter((line) => /\d/.test(line)));
  return !/[[({]/.test(written) && blocks.filter((block) => block.length > 1).length > 1;
}

function plainGridReadings(type, typed, text) {
  const rank = RANKS[type.name];
  let written = plain(typed).replace(/\s+$/, "");
  const count = (written.match(/\d+/g) || []).length;
  if (count > 1000) throw new Unreadable(`${count} numbers are too many for an answer; write ${type.hint}`);
  if (new RegExp(`\\d${THIN}\\d{3}(?!\\d)`).test(written)) {
    throw new Unreadable(`the narrow space in ${quote(text)} could group digits or separate numbers; write ${type.hint}`);
  }
  written = written.replaceAll(THIN, " ");
  if (/[\])]'$/.test(written) && written.split("'").length === 2) written = `${written.slice(0, -1)}ᵀ`; // as MATLAB transposes
  if (/^\s*"[-+.,\d]+"(?:\s*[,;\t\n]\s*"[-+.,\d]+")+\s*$/.test(written)) written = written.replaceAll('"', " ").trimEnd(); // as spreadsheets quote
  if (rank === 2 && areTwo(written)) {
    throw new Unreadable(`the empty line in ${quote(text)} may separate two matrices; write only one`);
  }
  const start = written.length - written.trimStart().length;
  if (written.slice(0, start).includes("\t") && /\d\t+[-+.\d]/.test(written)) {
    throw new Unreadable(`the first cell of ${quote(text)} is empty; write every number, for example ${type.example}`);
  }
  const found = new Map();
  const refusals = [];
  for (const [value, as] of meantArrays(type, written.slice(start), typed.slice(start), refusals)) {
    const extra = shape(as).length > rank ? ` (written as ${lengthsSaid(as)})` : "";
    const inPercent = cells(value).map((n) => Boolean(n.percentage) && n.d !== 1n);
    const onlyLast = inPercent.indexOf(true) === inPercent.length - 1;
    if (inPercent.includes(true) && cells(value).some((n) => !n.percentage && (onlyLast || n.n > n.d || -n.n > n.d))) {
      refusals.push(new Unreadable(`only some numbers in ${quote(text)} have a % sign; write it after all of them or none`));
      continue;
    }
    if (cells(value).length === 1 && OF_SEVERAL.test(written)) { // all three are 0.5
      refusals.push(new Unreadable(`${quote(text)} contains one number where several are required; write all of them, for example ${type.example}`));
      continue;
    }
    if (!found.has(keyOf(value))) found.set(keyOf(value), { value, said: gridSaid(type, value) + extra });
  }
  if (found.size) return [...found.values()];
  throw gridRefusal(type, text, refusals);
}

function* meantArrays(type, written, typed, refusals) {
  const rank = RANKS[type.name];
  const tight = written.replace(/(?<=\d),(?=\d)/g, TIGHT);
  const commas = tight !== written;
  let apart = documents(type, written, typed, !commas && /\.|\{,\}/.test(written) ? ["point", "comma"] : ["point"], refusals);
  let joined = commas ? documents(type, tight, typed, ["point", "comma"], refusals) : [];
  if (apart.length && !joined.length && commas && isSloppy(written) && fitsArray(tight, typed)) {
    const text = typed.join("");
    refusals.push(new Unreadable(`the commas in ${quote(text)} may be decimal marks or separators; write ${type.hint}`));
    return;
  }
  if (joined.length && /,[-+–.\d]/.test(tight)) {
    const numbers = tight.match(new RegExp(`\\d[\\d.${TIGHT}]*`, "g")) || [];
    joined = numbers.every((number) => number.includes(TIGHT)) ? joined : [];
    if (joined.length && /[-–]0,\d/.test(written)) apart = []; // a zero with a sign is no number of its own: 0,5,-0,3
  } else if (joined.some(cellsApart)) {
    apart = [];
  }
  const ways = apart.flatMap((read) => [...arrangedWays(type, read, refusals)]);
  const alone = joined.filter((read) => !groupedInBrackets(read));
  joined = alone.length && !ways.length && (type.decimals || 0) < 3 ? joined : alone; // [1,000] may be 1 or 1000
  if (apart.length && joined.length && commasSeparate(type, written, apart[0]) && (ways.length || !written.includes(";"))) joined = [];
  yield* ways;
  for (const read of joined) yield* arrangedWays(type, read, refusals);
  if (joined.length && !ways.length && !type.decimals && isMixed(joined[0])) {
    const loose = written.replace(/(?<=\d),(?=\d)|(?<=\d) *\| *(?=\d)/g, (match) => " ".repeat(match.length)); // 1,5 2: both may separate
    for (const read of documents(type, loose, typed, ["point"], [])) yield* arrangedWays(type, read, []);
  }
  if (written.split("=").length > 2) return; // max(0, -1) = 0, max(0, 2) = 2
  if (apart.length && commas && rank < 3 && type.decimals && !depthOf(apart[0].lines)) {
    for (const value of pairingsOf(apart[0])) yield rank === 1 ? [value, value] : [[value], [value]];
  }
  if (apart.length && commas && rank === 1) {
    const halved = pairsOf(apart[0], Boolean(type.decimals) && !depthOf(apart[0].lines));
    if (halved) yield [halved, halved];
  }
  if (joined.length && rank === 2 && !type.decimals) {
    const rows = rowsInALine(joined[0]);
    if (rows) yield [rows, rows];
  }
}

function documents(type, written, typed, conventions, refusals) {
  let tree;
  try {
    tree = parsed("array", written, typed);
    checkWorking(tree, written, `the working in ${quote(typed.join(""))} does not come to its result; write ${type.hint}`);
  } catch (refusal) {
    if (!(refusal instanceof Misfit || refusal instanceof Unreadable)) throw refusal;
    refusals.push(refusal);
    return [];
  }
  const found = [];
  for (const convention of conventions) {
    try {
      found.push(documentOf(tree, convention, typed));
    } catch (refusal) {
      if (refusal instanceof OtherConvention) refusals.push(new OtherMarks(`${refusal.message}; write ${type.hint}`));
      else if (refusal instanceof Unreadable) refusals.push(refusal);
      else throw refusal;
    }
  }
  return found;
}

function* arrangedWays(type, read, refusals) {
  try {
    for (const variant of variantsOf(read)) {
      try {
        const as = arranged(variant, RANKS[type.name]);
        const axes = shape(as).filter((length) => length > 1);
        if ((variant.noted && !sameSize(variant.noted, shape(as))) || variant.told.some((each) => !sameSize(each, axes))) {
          throw new Unreadable(`it states a size, but its numbers have the size ${lengthsSaid(as)}; write ${type.hint}`);
        }
        for (const value of formed(type, as)) yield [value, as];
        if (RANKS[type.name] === 2 && variant.lines.some((line) => line.barred)) yield [[cells(as)], as]; // rows, or one row
      } catch (refusal) {
        if (!(refusal instanceof Unreadable)) throw refusal;
        refusals.push(refusal);
      }
    }
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    refusals.push(refusal);
  }
}

function commasSeparate(type, written, read) {
  const depth = depthOf(read.lines);
  return !isSloppy(written) && (depth > 1 || (depth === 1 && !type.decimals));
}

/** What was written as an array of this rank: Keras prints axes of length 1 that nobody asked for. */
function* formed(type, written) {
  const rank = RANKS[type.name];
  if (type.name === "matrix" && shape(written).length === 1) written = [written];
  const lengths = shape(written);
  const extra = lengths.length - rank;
  const ones = lengths.flatMap((length, axis) => (length === 1 ? [axis] : []));
  if (extra < 0 || ones.length < extra) {
    const message = `an array of size ${lengthsSaid(written)} is not ${CALLED[type.name]}; write for example ${type.example}`;
    throw new OtherRank(message, written);
  }
  const last = lengths[lengths.length - 1];
  if (extra === 2 && lengths[0] === 1 && last === 1) {
    yield reshape(written, lengths.slice(1, -1));
    return;
  }
  if (extra === 1 && lengths[0] === 1 && last !== 1) {
    yield reshape(written, lengths.slice(1));
    return;
  }
  const kept = combinations(ones, extra).map((gone) => lengths.filter((_, axis) => !gone.includes(axis)));
  const distinct = [...new Map(kept.map((each) => [each.join(), each])).values()];
  distinct.sort((a, b) => b.reduce((found, length, axis) => found || length - a[axis], 0));
  for (const each of distinct) yield reshape(written, each);
}

function combinations(from, count) {
  if (!count) return [[]];
  return from.flatMap((first, n) => combinations(from.slice(n + 1), count - 1).map((rest) => [first, ...rest]));
}

/** Points and commas do not form a number of one convention; in another one there may be more to say. */
class OtherMarks extends Unreadable {}

function gridRefusal(type, text, refusals) {
  const other = refusals.find((refusal) => refusal instanceof OtherRank);
  const refused = refusals.filter((refusal) => refusal instanceof Unreadable);
  const said = refused.find((refusal) => !(refusal instanceof OtherMarks)) || refused[0];
  if (other || said) return other || said;
  const furthest = refusals.reduce((a, b) => (b.place > a.place ? b : a));
  return new Unreadable(`${furthest.within(text)}; write ${type.hint}`);
}

function checkGridSize(type, text, reading, wanted) {
  const got = shape(reading.value);
  if (sameSize(wanted, got)) return;
  const count = product(wanted);
  const runs = [/\d+(?:\.\d+)?/g, /\d+(?:[.,]\d+)?/g].map((pattern) => (text.match(pattern) || []).length);
  let readings;
  if (product(got) === count) readings = [reading, gridReading(type, reshape(reading.value, wanted))];
  else if (runs.includes(count) && /[,/]/.test(text)) readings = [reading];
  else return;
  throw new Doubtful(`its size, ${lengthsSaid(reading.value)}, is not the required size; write ${type.hint}`, readings);
}

const isSloppy = (written) => /\d *, +[-+–.\d]|\d +, *[-+–.\d]/.test(written);

function fitsArray(written, typed) {
  try {
    parsed("array", written, typed);
    return true;
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    return false;
  }
}
