// Answers that name options: choice, choices, ordering and matching. A type is {name, options, items, hint}, its texts in plain words.

const [OPTION, ITEM, FILLER] = [0xe000, 0xe080, "\ue0ff"];
const NAMES = ["LETTER", "MARKED", "TEXT", "NOTHING", "PAIR"];
const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const wordsOf = (text) => text.split(/\s+/).filter(Boolean);
const NOBODY = -1;

function bare(text) {
  try {
    return wordsOf(plain([...text]).replaceAll("$", " ")).join(" ").replace(/\.+$/, "");
  } catch {
    return "";
  }
}

/** A text without regard to case, spaces, dollar signs, the look of powers and a full stop at its end. */
function folded(text) {
  const raised = [...text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+/g, (run) => "^" + lowered(run))];
  try {
    const read = plain(raised);
    const kept = raised.map((typed, place) => (/^\p{L}$/u.test(typed) ? typed.toLowerCase() : read[place])).join("");
    return wordsOf(kept.replaceAll("$", " ")).join(" ").replace(/\.+$/, "");
  } catch {
    return wordsOf(text.toLowerCase()).join(" ");
  }
}

/** The words of a text alone, without commas, articles and "with"; nothing where signs or numbers tell texts apart. */
function loose(text) {
  const words = folded(text);
  if (!/^[a-zß,.:;'"()+&-]+(?:\s+[a-zß,.:;'"()+&-]+)+$/.test(words) || /not|n't|no |without/.test(words)) return "";
  const kept = (words.match(/[a-zß']+/g) || []).filter((word) => !["an", "the", "with", "and", "it", "is"].includes(word));
  return kept.length > 1 ? kept.join(" ") : "";
}

class Texts {
  constructor(texts) {
    this.texts = texts;
    const words = texts.map((text) => wordsOf(folded(text)));
    let [shared, ended] = [0, 0];
    while (words.every((each) => each.length > shared + 1) && new Set(words.map((each) => each[shared])).size === 1) shared += 1;
    while (words.every((each) => each.length > shared + ended + 1) && new Set(words.map((each) => each[each.length - 1 - ended])).size === 1) ended += 1;
    if (words.some((each) => each.slice(shared, each.length - ended).some((word) => [...word].length < 4))) ended = 0;
    this.distinct = words.map((each) => (shared || ended ? each.slice(shared, each.length - ended).join(" ") : ""));
  }

  /** The place that a sentence such as "No, it is false" means where the options are true and false, or yes and no. */
  verdict(text) {
    const said = this.texts.map((each) => each.trim().toLowerCase().replace(/\.+$/, ""));
    if (said.length !== 2 || !["false,true", "no,yes"].includes([...said].sort().join())) return null;
    const alone = text.trim().replace(/^[.!。 ]+|[.!。 ]+$/g, "").toLowerCase();
    const foreign = FOREIGN_VERDICTS.findIndex((words) => words.includes(alone));
    if (foreign >= 0) return said.findIndex((each) => ["true", "yes"].includes(each) === (foreign === 0));
    const small = wordsOf(plain([...text])).join(" ");
    if (new RegExp(`^(?:${VERDICTS_CLASH})$`).test(small)) throw new Unreadable(`${quote(text)} contains both yes and no; write a or b`);
    for (const patterns of [VERDICTS, VERDICTS_WITH_REASON]) {
      const held = patterns.map((pattern) => new RegExp(`^(?:${pattern})$`).test(small));
      if (held[0] !== held[1]) return said.findIndex((each) => ["true", "yes"].includes(each) === held[0]);
    }
    return null;
  }

  /** A number among the options with the decimal mark and the groups of other countries: 28,5 for 28.5, 61,706 for 61706. */
  asNumbers(form) {
    if (/^-?\d+\.(?:\d{1,2}|\d{4,})$/.test(form)) return escaped(form).replace("\\.", "[.,]");
    if (/^-?[1-9]\d{4,8}$/.test(form) && this.texts.filter((each) => each.replace(/\D/g, "") === form).length === 1) {
      return escaped(form).replace(/(?<=\d)(?=(?:\d{3})+$)/g, "[., ']?");
    }
    return "";
  }

  /** The places whose text this is. */
  exactly(text) {
    for (const form of [(each) => each.trim(), folded]) {
      const wanted = form(text);
      const named = this.texts.flatMap((each, place) => (form(each) === wanted ? [place] : []));
      if (named.length) return named;
    }
    const wanted = folded(text);
    const named = this.distinct.flatMap((each, place) => (each && each === wanted ? [place] : []));
    if (named.length) return named;
    const told = this.texts.map(loose);
    const meant = loose(text);
    return told.flatMap((each, place) => (each && each === meant && told.filter((other) => other === each).length === 1 ? [place] : []));
  }

  /** What is left of each text without the words that all share, where that is a word or more, beside its place. */
  get toldApart() {
    return this.distinct.flatMap((form, place) => (/^[a-z' -]{5,}$/.test(form) ? [[form, place]] : []));
  }

  /** What students call an option for short, the longer first, beside its place. */
  get short() {
    const whole = this.texts.map((text) => (folded(text).match(/[a-zß'-]+|[^a-zß'\s-]/gu) || []).join(" "));
    const heads = this.texts.map((text) => wordsOf(folded(text).split(/[,:;(.]/)[0]));
    const most = Math.min(...heads.map((words) => words.length));
    const differ = Array.from({ length: most }, (_, n) => n).find((n) => new Set(heads.map((words) => words[n])).size > 1);
    const shared = differ === undefined ? 0 : differ;
    const behind = heads.map((words) => [...words].reverse());
    const ended = Array.from({ length: most }, (_, n) => n).find((n) => new Set(behind.map((words) => words[n])).size > 1) || 0;
    const lasts = heads.filter((words) => words.length).map((words) => words[words.length - 1]);
    const found = new Map();
    heads.forEach((words, place) => {
      const firstKept = words.findIndex((word, n) => n >= shared && !SKIPPED.includes(word));
      const first = firstKept < 0 ? words.length : firstKept;
      const ends = [words.length];
      const last = words[words.length - 1];
      if (words.length && lasts.filter((each) => each === last).length > 1 && !LIMITING.includes(last)) ends.push(words.length - 1);
      if (ended > 1) ends.push(words.length - ended);
      for (let start = 0; start < Math.min(first + 1, words.length); start += 1) {
        for (const end of ends) {
          const form = words.slice(start, end).join(" ");
          if ((words[start] === "a" && (end < words.length || start)) || PREPOSITIONS.includes(words[start])) continue;
          if (/^(?=.*[a-z]{4})[a-z' -]+$/.test(form) && end - start <= MOST_WORDS && first < end) {
            found.set(form, (found.get(form) || new Set()).add(place));
          }
        }
      }
    });
    const told = [...found].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    return told
      .filter(([form, places]) => places.size === 1 && whole.filter((each) => ` ${each} `.includes(` ${form} `)).length <= 1)
      .map(([form, places]) => [form, [...places][0]]);
  }

  /** What all options are, where they are that and their letter: box, of box A and box B. */
  get kind() {
    const kinds = new Set(this.texts.map((text, place) => {
      const [small, letter] = [folded(text), ` ${ALPHABET[place]}`];
      return small.endsWith(letter) ? small.slice(0, -letter.length) : small;
    }));
    const [kind] = kinds;
    return kinds.size === 1 && /^[a-z]{3,12}$/.test(kind) && this.texts.length <= 12 ? kind : "";
  }

  /** How each text may stand within an answer, as a pattern, beside its place. */
  patterns() {
    const found = [];
    for (const forms of [this.texts.map(bare), this.distinct]) {
      forms.forEach((form, place) => {
        if (!form || /^[a-z]$/.test(form)) return;
        let words = wordsOf(form).map(escaped).join(" ").replace(/([a-z]?) /g, (_, letter) => (letter ? `${letter}(?:\\s+|[_-]?)` : "\\s+"));
        words = words.replace(/^class(?=\(\?:\\s)/, "(?:class|klasse|classe|clase)(?: no\\.| nr\\.| number| #)?");
        words = words.replace(/(?<=[a-z])-(?=[a-z])/g, "[- ]?").replace(/(?<=\d)\\s\+×\\s\+(?=\d)/g, "\\s*[×x*]\\s*");
        words = this.asNumbers(form) || words;
        const before = /^[\p{L}\p{N}]/u.test(form) ? "(?<![a-z0-9.,])" : "";
        const after = /[\p{L}\p{N}]$/u.test(form) ? "(?![a-z0-9]|[.,]\\d)" : "";
        const stop = this.texts[place].trimEnd().endsWith(".") ? "\\.?" : "";
        found.push([before + words + after + stop, place]);
      });
    }
    return found;
  }
}

/** The text in plain characters, with its words for answer and and in letters of their own taken away. */
function plainLetters(text, hint) {
  const count = [...text].length;
  if (count > 2000 && text.trim()) throw new Unreadable(`${count} characters are too many for letters; write ${hint}`);
  for (const [pattern, sign] of FOREIGN) text = text.replace(new RegExp(pattern, "g"), (run) => sign.padEnd(run.length));
  return plain([...text]);
}

/** The text with the signs of options that are called by a short name: alone or behind a letter, or between separators. */
function calledShort(start, written, texts, sign) {
  const listed = start === "start_matching" || start === "start_ordering";
  const [before, after] = listed ? LISTED : ALONE;
  written = written.replace(/([).,;:\n=>→–-] ?)(?:the|it)(?= [\ue000-\ue07f])/g, (run, lead) => lead.padEnd(run.length));
  for (const [form, place] of texts.short) {
    const words = (form.startsWith("it ") ? "" : "(?:it (?:is )?)?") + escaped(form).replaceAll(" ", "\\s+");
    written = written.replace(
      new RegExp(`(${before})${words}(?=${after})`, "g"),
      (run, lead) => lead + String.fromCharCode(sign + place).padEnd(run.length - lead.length, FILLER),
    );
  }
  return written;
}

function parsedLetters(start, text, options, items, hint) {
  const typed = [...text];
  let written = plainLetters(text, hint);
  const working = start === "start_choice" ? new RegExp(`^(?:${WORKING})`).exec(written) : null;
  const calculated = working ? working[0] : ""; // the 28 of 28 - 3 + 1 = 26 is no option
  written = written.slice(calculated.length);
  const found = options.patterns().map(([pattern, place]) => [pattern, OPTION + place]);
  if (items) found.push(...items.patterns().map(([pattern, place]) => [pattern, ITEM + place]));
  found.sort((a, b) => b[0].length - a[0].length);
  for (const [pattern, sign] of found) {
    written = written.replace(new RegExp(pattern, "g"), (run) => String.fromCharCode(sign).padEnd(run.length, FILLER));
  }
  written = calculated + written;
  for (const [texts, sign] of items ? [[options, OPTION], [items, ITEM]] : [[options, OPTION]]) {
    written = calledShort(start, written, texts, sign);
  }
  if (start === "start_choices" && options.kind) {
    const several = `(?<![a-z])${options.kind}(?:e?s)?(?= \\(?[a-l](?![a-z]))|(?<=all )${options.kind}e?s(?![a-z])`;
    written = written.replace(new RegExp(several, "g"), (run) => " ".repeat(run.length)); // boxes A and C
  }
  written = spoken(start, written, options.texts.length);
  let tree;
  try {
    tree = parsed("letters", written, typed, start);
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw new Unreadable(`${misfit.part ? misfit.within(text) : `${quote(text)} does not name an option`}; write ${hint}`);
  }
  const reasons = leaves(tree).filter((token) => token.type === "REASON_OF_A_LETTER");
  if (options.texts.length > 12 && reasons.some((reason) => /(?<![a-z])[m-z](?![a-z'])/.test(reason.value))) {
    throw new Unreadable(`a letter in ${quote(text)} may name another option; write ${hint}`);
  }
  if (leaves(tree).length > 150) throw new Unreadable(`${quote(text)} is too long; write ${hint}`);
  return tree;
}

/** The text with a letter for the second option, a sign for and in other languages, and boxes for ticks before letters. */
function spoken(start, written, count) {
  if (["start_choice", "start_choices"].includes(start)) {
    const alone = start === "start_choices" && new RegExp(`^(?:${ONLY_ORDINALS})$`).test(written); // the first and the third
    for (const [pattern, letter] of (alone ? BARE_ORDINALS : OPTION_ORDINALS).slice(0, count)) {
      written = written.replace(new RegExp(pattern, "g"), (run) => letter.padEnd(run.length));
    }
  }
  written = written.replace(new RegExp(ARTICLE, "g"), "  ");
  if (start === "start_ordering") {
    const placed = written.match(new RegExp(PLACED, "g")) || [];
    if (placed.length === count) {
      written = written.replace(new RegExp(PLACED, "g"), (run) => {
        const word = /[a-z0-9]+$/.exec(run)[0];
        const place = word === "last" ? count : 1 + Math.max(0, ORDER_WORDS.findIndex((words) => words.includes(word)));
        return `${run[0]}: ${place}`.padEnd(run.length);
      });
    }
  }
  if (start !== "start_choices") return written;
  if ((written.match(/(?<![a-z])[a-l]\)? is (?:not )?(?:true|false|correct|incorrect|right|wrong)/g) || []).length > 1) {
    written = written.replace(/(?<=(?<![a-z])[a-l]\)?) is (?=(?:not )?(?:true|false|correct|incorrect|right|wrong))/g, " :  ");
  }
  for (const [pattern, most] of LAST_AND) {
    if (count <= most) written = written.replace(new RegExp(pattern, "g"), " & ");
  }
  if (count > 5 && /^\s*[a-l](?:\s+[a-l])+[\s.]*$/.test(written)) {
    written = written.replace(/(?<=[a-l])\s(?=\s*[a-l])/g, ","); // the f of a b f says nothing of b
  }
  if (/^\s*(?:(?:\(?[a-l][).:]{0,2}|[\ue000-\ue07f]\ue0ff*:?) *[[(] ?x? ?[\])][\s,;]*)+$/.test(written)) {
    written = written.replace(/[[(] ?(x?) ?[\])]/g, (box, mark) => (mark ? "✓" : "✗").padEnd(box.length)); // a [x] b [ ]
  }
  if (/^\s*[✓✔✅✗✘❌]/.test(written) && !/[☐☑☒]/.test(written)) written = written.replace(/[✗✘❌]/g, "☐").replace(/[✓✔✅]/g, "☑");
  return written;
}

/** What a list of verdicts says, one for each of so many options: T F T T, 1011; null where a text is no such list. */
function listedVerdicts(text, count) {
  const small = plain([...text]).replace(/^[\s[({]+|[\s\])}.!]+$/g, "");
  const joined = /^(?:[tf]{2,}|[01]{2,})$/.test(small); // TFTF, 1010
  const parts = joined ? [...small] : small.split(/[\s,;/|]+/).filter(Boolean);
  const said = [...new Set(parts)].sort().join("");
  if (parts.length === count && count < 6 && ((said === "ft" && !small.includes(" ")) || said === "01")) return parts.map((part) => Number("t1".includes(part)));
  const pair = VERDICT_PAIRS.find((words) => parts.every((part) => words.includes(part)));
  return pair && parts.length === count ? parts.map((part) => Number(part === pair[0])) : null;
}

/** What the names in an answer mean. */
class Names {
  constructor(text, options, hint) {
    this.text = text;
    this.typed = [...text];
    this.options = options;
    this.known = ALPHABET.slice(0, options.texts.length);
    this.hint = hint;
  }

  of(node) {
    if (isToken(node)) return this.token(node);
    const named = node.children
      .filter((child) => !isToken(child) || ["LETTER", "MARKED", "TEXT"].includes(child.type))
      .map((child) => this.of(child));
    const agreed = named.reduce((a, b) => a.filter((place) => b.includes(place)));
    return agreed.length ? agreed : [...new Set(named.flat())];
  }

  one(node) {
    const places = this.of(node);
    if (places.length > 1) throw new Unreadable(`${quote(this.text)} names more than one option; write ${this.hint}`);
    return places[0];
  }

  letter(letter) {
    if (!this.known.includes(letter)) {
      const last = this.known[this.known.length - 1];
      throw new Unreadable(`${quote(letter)} is not one of the letters ${this.known[0]} to ${last}; write ${this.hint}`);
    }
    return this.known.indexOf(letter);
  }

  token(token) {
    if (token.type === "TEXT") {
      const named = this.options.exactly(this.typed.slice(at(token), at(token) + token.value.length).join(""));
      return named.length ? named : [token.value.charCodeAt(0) - OPTION];
    }
    const letter = token.value.replace(/\\[a-z]+|[^a-z]/g, "");
    const texts = this.options.texts.flatMap((text, place) => (folded(text) === letter ? [place] : []));
    if (!this.known.includes(letter)) {
      const verdicts = this.options.texts.map((each) => each.trim().toLowerCase()); // T for true
      if (verdicts.length === 2 && ["false,true", "no,yes"].includes([...verdicts].sort().join())) {
        texts.push(...verdicts.flatMap((each, place) => (each[0] === letter && !texts.includes(place) ? [place] : [])));
      }
      if (texts.length) return texts;
    }
    return [...new Set([this.letter(letter), ...texts])];
  }

  several(nodes) {
    const named = nodes.flatMap(leaves).filter((leaf) => leaf.type === "LETTER" || leaf.type === "MARKED");
    const enclosed = new Set(named.map((leaf) => /^[([{<]/.test(leaf.value)));
    const [opened, closed] = ["(", ")"].map((mark) => this.text.split(mark).length - 1);
    if (enclosed.size > 1 || (opened && opened !== closed)) {
      throw new Unreadable(`the meaning of the brackets in ${quote(this.text)} is unclear; write ${this.hint}`);
    }
    const slashes = this.text.split("/").length - 1;
    if (named.length === nodes.length && slashes && slashes < nodes.length - 1) {
      throw new Unreadable(`the slash in ${quote(this.text)} may separate two choices; write ${this.hint}`); // b, c/d
    }
    return this.checked(nodes.map((node) => this.one(node)));
  }

  checked(places) {
    const twice = places.find((place, n) => places.indexOf(place) < n);
    if (twice !== undefined) throw new Unreadable(`${quote(this.text)} names ${this.known[twice]} twice; write ${this.hint}`);
    return places;
  }

  /** The places of names in a numbered list: 1. a 2. c. */
  counted(node) {
    const parts = flat(node, "counted", (part) => named(part) || part.type === "NUMBER_DOT");
    const numbers = parts.filter((part) => part.type === "NUMBER_DOT").map((part) => numeral(part.value));
    if (numbers.some((number, n) => number !== n + 1)) {
      throw new Unreadable(`the item numbers in ${quote(this.text)} are not in order; write ${this.hint}`);
    }
    return this.checked(parts.filter((part) => part.type !== "NUMBER_DOT").map((part) => this.one(part)));
  }

  /** The only one of some boxes that is ticked. */
  ticked(boxes) {
    const found = new Map();
    for (const box of flat(boxes, "boxes", named)) {
      const [mark, option] = box.children;
      const place = this.one(option);
      if (found.has(place)) throw new Unreadable(`${quote(this.text)} names ${this.known[place]} twice; write ${this.hint}`);
      found.set(place, mark.type === "ON");
    }
    const chosen = [...found].filter(([, isOn]) => isOn);
    if (chosen.length !== 1) throw new Unreadable(`${quote(this.text)} ticks ${chosen.length} options; write ${this.hint}`);
    return chosen[0][0];
  }

  /** Refuse a sentence behind an answer that speaks with the words of another option. */
  checkSentences(tree, places) {
    const wordsOf = (text) => text.match(/[a-zß]{4,}/g) || [];
    const words = this.options.texts.map((text) => wordsOf(folded(text)));
    const own = places.flatMap((place) => words[place]);
    for (const token of leaves(tree)) {
      if (["REMARK", "REASON_OF_A_LETTER", "SENTENCE"].includes(token.type)) this.checkShort(token, places);
      const others = token.type === "NOT_OTHER" ? token.value.match(/(?<![a-z])[a-l](?![a-z])/g) || [] : [];
      if (others.map((other) => this.letter(other)).some((place) => places.includes(place))) {
        throw new Unreadable(`${quote(this.text)} names an option and takes it back; write ${this.hint}`);
      }
    }
    for (const token of leaves(tree).filter((each) => each.type === "SENTENCE")) {
      const said = wordsOf(token.value).filter((word) => !own.includes(word));
      const other = words.flat().filter((word) => said.includes(word)).sort();
      if (other.length) {
        throw new Unreadable(`${quote(other[0])} in ${quote(this.text)} may name another option; write ${this.hint}`);
      }
    }
  }

  /** Refuse a remark, or a reason, with the short name of another option: b (underfit). */
  checkShort(token, places) {
    const called = [...this.options.short, ...this.options.toldApart].flatMap(([form, place]) => {
      const stem = token.type === "REMARK" && !form.includes(" ") ? form.slice(0, Math.max(5, form.length - 4)) : `${form}(?![a-z])`;
      return new RegExp(`(?<![a-z])${stem}`).test(token.value) ? [place] : [];
    });
    if (called.length && !called.some((place) => places.includes(place))) {
      throw new Unreadable(`${quote(token.value.trim())} may name another option; write ${this.hint}`);
    }
  }

  /** The places from one letter to another: a through d. */
  through(node) {
    const [first, last] = node.children.filter(named).map((part) => this.one(part));
    if (first >= last) throw new Unreadable(`${quote(this.text)} does not say which options; write ${this.hint}`);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  }

  together(token) {
    return this.checked([...token].map((letter) => this.letter(letter)));
  }
}

/** The number of an item: 2, 2nd, (2), ②. */
function numeral(written) {
  const circled = /[①-⑳]/.exec(written);
  return circled ? circled[0].codePointAt(0) - 0x245f : Number(written.replace(/\D/g, ""));
}

const whole = (places) => places.map((place) => fraction(BigInt(place)));
const isAround = (part) => !isToken(part) && (part.data === "lead" || part.data === "tail");
const named = (part) => !isToken(part) || NAMES.includes(part.type);

function choiceReadings(type, text) {
  const texts = new Texts(type.options);
  plainLetters(text, type.hint);
  const verdict = texts.verdict(text);
  if (verdict !== null) return [{ value: fraction(BigInt(verdict)), said: `${ALPHABET[verdict]}: ${type.options[verdict]}` }];
  let places = texts.exactly(text);
  for (const mark of places.length ? [] : [": ", ") ", ". ", " "]) {
    places = [...places, ...new Texts(type.options.map((option, place) => ALPHABET[place] + mark + option)).exactly(text)];
  }
  try {
    const tree = parsedLetters("start_choice", text, texts, null, type.hint);
    const names = new Names(text, texts, type.hint);
    const pick = tree.children.find((part) => !isAround(part));
    const found = pick.data === "boxes" ? [names.ticked(pick)] : names.of(pick);
    names.checkSentences(tree, found);
    places = [...places, ...found];
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    const chosen = places.length ? null : byVerdicts(type, text);
    if (chosen !== null) places = [chosen];
    if (!places.length) throw refusal;
  }
  if (!places.length) throw new Unreadable(`${quote(text)} does not name an option; write ${type.hint}`);
  return [...new Set(places)].sort((a, b) => a - b).map((place) => ({
    value: fraction(BigInt(place)),
    said: `${ALPHABET[place]}: ${type.options[place]}`,
  }));
}

/** The only option that a text with a verdict on each says to hold: a no, b yes, c no; null where it is no such text. */
function byVerdicts(type, text) {
  const texts = new Texts(type.options);
  try {
    const tree = parsedLetters("start_choices", text, texts, null, type.hint);
    const given = tree.children.filter((part) => part.data === "verdicts");
    if (given.length !== 1 || flat(given[0], "verdicts", named).length !== type.options.length) return null;
    const ticks = verdicts(type, given[0], new Names(text, texts, type.hint), text);
    return ticks.filter(Boolean).length === 1 ? ticks.indexOf(1) : null;
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    return null;
  }
}

function choicesReadings(type, text) {
  const ticks = listedVerdicts(text, type.options.length) || namedOptions(type, text);
  const write = (wanted) => ticks.flatMap((tick, place) => (tick === wanted ? [ALPHABET[place]] : [])).join(", ") || "none";
  return [{ value: whole(ticks), said: `ticked: ${write(1)}; left: ${write(0)}` }];
}

function namedOptions(type, text) {
  const texts = new Texts(type.options);
  if (type.options.length > 4 && new RegExp(E_OR_AND).test(plainLetters(text, type.hint))) {
    throw new Unreadable(`the e in ${quote(text)} may be an option or mean and; write ${type.hint}`);
  }
  const tree = parsedLetters("start_choices", text, texts, null, type.hint);
  const names = new Names(text, texts, type.hint);
  const ticks = ticked(type, tree, names, text);
  names.checkSentences(tree, ticks.flatMap((tick, place) => (tick ? [place] : [])));
  return ticks;
}

function ticked(type, tree, names, text) {
  const parts = tree.children.filter((part) => !isAround(part));
  const lists = parts
    .filter((part) => part.data === "picks" || part.data === "dashed")
    .map((part) => names.several(flat(part, part.data, named)));
  const kinds = parts.filter(isToken).map((part) => part.type);
  const every = type.options.map((_, place) => place);
  for (const part of parts.filter((each) => each.type === "ALL" || each.type === "NONE")) {
    const said = COUNTS.findIndex((word) => new RegExp(`(?<![a-z])(?:${word})(?![a-z])`).test(part.value)) + 2;
    if (said > 1 && said !== every.length) {
      throw new Unreadable(`${quote(text)} names ${said} options, but there are ${every.length}; write ${type.hint}`); // all three
    }
  }
  for (const part of parts) {
    if (part.data === "verdicts" || part.data === "boxes") return verdicts(type, part, names, text);
    if (part.data === "counted") lists.splice(0, lists.length, names.counted(part));
    if (part.data === "through") lists.splice(0, lists.length, names.through(part));
    if (part.type === "TOGETHER") lists.splice(0, lists.length, names.together(part.value));
  }
  let chosen;
  if (["LEFT", "HOLDS", "WRONG_FIRST", "OTHERS"].some((kind) => kinds.includes(kind))) {
    if (kinds.includes("NONE")) lists.splice(lists.length && !isToken(parts[0]) ? 1 : 0, 0, []);
    const [on, off] = kinds.includes("WRONG_FIRST") ? [...lists].reverse() : lists;
    const both = [...on, ...off].sort((a, b) => a - b);
    if (both.length !== every.length || !both.every((place, n) => place === n)) {
      throw new Unreadable(`${quote(text)} does not divide the options into two groups; write ${type.hint}`);
    }
    chosen = on;
  } else if (kinds.includes("EXCEPT") || kinds.includes("REST_TRUE")) {
    chosen = every.filter((place) => !lists[0].includes(place));
  } else {
    chosen = kinds.includes("ALL") ? every : lists[0] || [];
  }
  return every.map((place) => Number(chosen.includes(place)));
}

/** Every option with yes or no beside it, or a box that is ticked or not. */
function verdicts(type, node, names, text) {
  const value = {};
  for (const part of flat(node, node.data, named)) {
    const place = names.one(part.children.find(named));
    if (place in value) throw new Unreadable(`${quote(text)} names ${ALPHABET[place]} twice; write ${type.hint}`);
    value[place] = Number(part.children.some((each) => each.type === "YES" || each.type === "ON"));
  }
  const marks = leaves(node).filter((leaf) => ["YES", "NO", "ON", "OFF"].includes(leaf.type));
  const isTick = (leaf) => "✓✔✅".includes(leaf.value);
  if (marks.some((leaf) => leaf.value === "x") && marks.some(isTick)) {
    throw new Unreadable(`the x in ${quote(text)} may be a tick or a cross; write ${type.hint}`);
  }
  const ticks = marks.every((leaf) => isTick(leaf) || leaf.value === "x") || (marks.length > 1 && marks.every((leaf) => leaf.type === "ON"));
  const missing = type.options.findIndex((_, place) => !(place in value));
  if (missing >= 0 && !ticks) {
    throw new Unreadable(`${quote(text)} does not say whether ${ALPHABET[missing]} holds; write ${type.hint}`);
  }
  return type.options.map((_, place) => value[place] || 0);
}

function orderingReadings(type, text) {
  const texts = new Texts(type.items);
  const tree = parsedLetters("start_ordering", text, texts, null, type.hint);
  const names = new Names(text, texts, type.hint);
  const order = tree.children.find((part) => (isToken(part) ? part.type !== "FIRST" : !isAround(part)));
  const places = orderedPlaces(type, order, names, text);
  const missing = type.items.flatMap((_, place) => (places.includes(place) ? [] : [ALPHABET[place]]));
  if (missing.length) throw new Unreadable(`${quote(text)} leaves out ${missing.join(", ")}; write ${type.hint}`);
  return [{ value: whole(places), said: places.map((place) => ALPHABET[place]).join(", then ") }];
}

function orderedPlaces(type, order, names, text) {
  if (order.type === "TOGETHER") return names.together(order.value);
  if (order.data === "together") return names.together(order.children[0].value);
  if (order.data === "backward") return names.several(flat(order, "backward", named)).reverse();
  if (order.data === "numbered") return numberedPlaces(type, order, names, text);
  const signs = new Set(leaves(order).map((leaf) => leaf.type).filter((kind) => ["LESS", "GREATER", "ARROW"].includes(kind)));
  if (signs.has("LESS") && signs.size > 1) throw new Unreadable(`${quote(text)} contains signs in both directions; write ${type.hint}`);
  const kinds = leaves(order).map((leaf) => leaf.type);
  if (kinds.some((kind) => ["ARROW", "SLASH"].includes(kind)) && kinds.some((kind) => ["COMMA", "SEMICOLON"].includes(kind))) {
    throw new Unreadable(`${quote(text)} uses two different separators; write ${type.hint}`);
  }
  if (kinds.includes("AND") && leaves(order).some((leaf) => leaf.type === "THEN" && leaf.value.includes("before"))) {
    throw new Unreadable(`${quote(text)} leaves open which step is first; write ${type.hint}`); // a and b before c
  }
  return names.several(flat(order, "sequence", named));
}

function numberedPlaces(type, order, names, text) {
  const found = {};
  const kinds = new Set();
  for (const part of flat(order, "numbered", named)) {
    kinds.add(part.data);
    const number = leaves(part).find((leaf) => leaf.type === "NUMBER" || leaf.type === "NUMBER_DOT");
    found[numeral(number.value)] = names.one(part.children.find(named));
  }
  const numbers = Object.keys(found).map(Number).sort((a, b) => a - b);
  if (kinds.size > 1 || numbers.length !== type.items.length || !numbers.every((number, n) => number === n + 1)) {
    throw new Unreadable(`the numbers in ${quote(text)} do not number the items in order; write ${type.hint}`);
  }
  return names.checked(numbers.map((number) => found[number]));
}

function matchingReadings(type, text) {
  const [options, items] = [new Texts(type.options), new Texts(type.items)];
  const shared = grouped(plainLetters(text, type.hint));
  if (shared !== null) return groupedPlaces(type, shared, new Names(text, options, type.hint), text);
  const tree = parsedLetters("start_matching", text, options, items, type.hint);
  const names = new Names(text, options, type.hint);
  const body = tree.children.find((part) => !isAround(part) && !["OPEN_WRAP", "CLOSE_WRAP", "LIST_DASH"].includes(part.type));
  const place = (node) => (node.type === "NOTHING" || node.type === "DASH" ? NOBODY : names.one(node));
  let value;
  if (isToken(body)) {
    value = body.type === "TOGETHER" ? [...body.value].map((letter) => names.letter(letter)) : [place(body)];
  } else if (["pairs", "pair", "reversed"].includes(body.data)) {
    value = pairedPlaces(type, body, names, place, text);
  } else {
    let parts = flat(body, body.data, (part) => named(part) || part.type === "DASH");
    if (parts.length !== type.items.length) parts = parts.filter((part) => part.type !== "DASH");
    value = parts.map(place);
  }
  if (value.length !== type.items.length) {
    throw new Unreadable(`${quote(text)} does not give a letter for each of the ${type.items.length} items; write ${type.hint}`);
  }
  if (value.every((each) => each === NOBODY)) throw new Unreadable(`${quote(text)} does not name an option; write ${type.hint}`);
  return matched(value);
}

function matched(value) {
  const said = value.map((each, n) => `${n + 1}: ${each === NOBODY ? "nothing" : ALPHABET[each]}`).join(", ");
  return [{ value: whole(value), said }];
}

/** Each item's number and letter, where an answer lists the items of each option: a: 1, 4; b: 2, 3; null where it does not. */
function grouped(small) {
  const way = GROUPS.findIndex((pattern) => new RegExp(`^(?:${pattern})$`).test(small));
  if (way < 0) return null;
  const found = small.match(new RegExp(GROUP[way], "g"));
  const pairs = found.flatMap((group) => {
    const letter = group.replace(/and|und|et|(?<= )[ye](?= )/g, "").replace(/[^a-l]/g, "");
    return group.match(/\d+/g).map((number) => [Number(number), letter]);
  });
  return pairs.length > found.length ? pairs : null;
}

function groupedPlaces(type, pairs, names, text) {
  const inOrder = [...pairs].sort(([a, one], [b, other]) => a - b || (one < other ? -1 : 1));
  if (inOrder.length !== type.items.length || !inOrder.every(([item], n) => item === n + 1)) {
    throw new Unreadable(`${quote(text)} does not name each of the ${type.items.length} items once; write ${type.hint}`);
  }
  return matched(inOrder.map(([, letter]) => names.letter(letter)));
}

function pairedPlaces(type, body, names, place, text) {
  const places = type.items.map(() => null);
  const ways = new Set();
  if (arrowsBetween(body)) throw new Unreadable(`the arrows in ${quote(text)} do not say what belongs together; write ${type.hint}`);
  for (const pair of flat(body, "pairs", named)) {
    const [item, option, way] = pairOf(pair, names, place, type.hint);
    ways.add(way);
    if (item < 0 || item >= places.length) throw new Unreadable(`${quote(text)} refers to item ${item + 1}, which does not exist; write ${type.hint}`);
    if (places[item] !== null && places[item] !== option) {
      throw new Unreadable(`${quote(text)} gives two options for ${item + 1}; write ${type.hint}`);
    }
    places[item] = option;
  }
  if (ways.size > 1) throw new Unreadable(`numbers and letters are in different orders in ${quote(text)}; write ${type.hint}`);
  return places.map((each) => (each === null ? NOBODY : each));
}

/** Whether an arrow stands between two pairs: 1 -> a -> 2 -> b. */
function arrowsBetween(body) {
  for (let node = body; !isToken(node) && node.data === "pairs"; node = node.children[0]) {
    if (node.children.some((part) => part.type === "DASH_NUMBER" && /[>→]/.test(part.value))) return true;
  }
  return false;
}

function pairOf(pair, names, place, hint) {
  if (pair.children.length === 1 && isToken(pair.children[0])) {
    const written = pair.children[0].value;
    const way = /\d.*[a-z]/.test(written) ? "pair" : "reversed";
    return [Number(written.replace(/\D/g, "")) - 1, names.letter(written.replace(/[^a-z]/g, "")), way];
  }
  const item = pair.children.find((part) => part.data === "item");
  const other = pair.children.find((part) => part !== item && named(part));
  return [itemPlace(item, hint), place(other), pair.data];
}

function itemPlace(node, hint) {
  const found = new Set();
  for (const leaf of leaves(node)) {
    if (leaf.type === "NUMBER" || leaf.type === "NUMBER_DOT") found.add(numeral(leaf.value) - 1);
    else if (leaf.type === "ITEM_TEXT") found.add(leaf.value.charCodeAt(0) - ITEM);
  }
  if (found.size > 1) throw new Unreadable(`a number is before the text of another item; write ${hint}`);
  return [...found][0];
}
