// A student's characters as plain ones, each by exactly one: what the grammars read. The tables PLAIN and SAME_SIGN are the data of
// examgen.answers.characters; a text is a list of characters, so that a place in the plain text is the same place in what was typed.

const LIMIT = 10000;
const THIN = "\u2009";
const [LETTER, ACCENT] = ["ß", "¨"];
const OTHER = "\u263a"; // stands for any sign beyond the grammars

function plain(typed) {
  if (typed.length > LIMIT) throw new Unreadable(`${typed.length} characters are too many for an answer; write only the answer`);
  let read = typed.map((_, place) => small(onePlain(typed, place))).join("");
  if (!read.trim()) throw new Unreadable("nothing was written; write your answer");
  const dollars = read.split("$").length - 1;
  return dollars % 2 ? read : read.replaceAll("$", " ");
}

function onePlain(typed, place) {
  const character = typed[place];
  if (character === "\t" || character === "\n" || /^[ -~]$/.test(character)) return character;
  if (PLAIN[character]) return PLAIN[character];
  const code = "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  if (/^[\p{Cc}\p{Cs}\p{Co}\u202b\u202e\u2067\u202d\u2061-\u2064\u0335-\u0338]$/u.test(character)) {
    throw new Unreadable(`it contains the character ${code}, which cannot be read with certainty; write it again`);
  }
  if (/^\p{Nd}$/u.test(character)) return String(digitOf(character));
  if (/^\p{Zs}$/u.test(character)) return " ";
  if (/^[\p{Cf}\ufe00-\ufe0f]$/u.test(character) || CHEER.includes(character)) {
    if (/^\p{Nd}$/u.test(typed[place - 1] || "") && /^\p{Nd}$/u.test(typed[place + 1] || "")) {
      throw new Unreadable(`the character ${code} is between two digits; write them again`);
    }
    return " ";
  }
  return SAME_SIGN[character] || character;
}

function digitOf(character) {
  let first = character.codePointAt(0);
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (character.codePointAt(0) - first) % 10;
}

function small(character) {
  if (character <= "~" && character.length === 1) return character.toLowerCase();
  if (/^[\p{Mn}\p{Mc}]$/u.test(character)) return ACCENT;
  if ((/^\p{L}$/u.test(character) && character !== "ᵀ") || "∂∇∆∑∏√∞".includes(character)) return LETTER;
  return character.length === 1 ? character : OTHER;
}

/** A piece of a student's text for a message: short, on one line. */
function quote(text) {
  const line = text.slice(0, 200).split(/\s+/).filter(Boolean).join(" ").replace(/[^\P{C}]/gu, "?");
  const short = line.length > 40 ? `${line.slice(0, 37)}...` : line;
  if (!short.includes("'")) return `'${short}'`;
  return short.includes('"') ? `“${short}”` : `"${short}"`;
}

const SUPERSCRIPTS = Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"].map((sign, place) => [sign, "0123456789+-"[place]]));
const lowered = (text) => text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]/g, (sign) => SUPERSCRIPTS[sign]);

const MARKS = /^[\s?!.,;:_–—\-/\\*~…()[\]{}'"`“”„«»‘’$#¿？！。¯ツ🤷♂♀🏻-🏿]*$/u;
const SAID_BLANK = new RegExp(`^(?:${BLANK_SAID})$`, "u");

/** Whether nothing was answered: nothing but white space and marks, or words such as "don't know". */
function isBlank(text) {
  if (text.length > 200) return !text.trim();
  const seen = text.replace(/[\p{Cf}\p{Mn}]/gu, "").replace(/\p{Zs}/gu, " ").replaceAll("\u2019", "'").toLowerCase().replaceAll("ß", "ss");
  const words = seen.split(/\s+/).filter(Boolean).join(" ");
  if (MARKS.test(words)) return words !== "[]" && words !== "{}"; // no option at all
  const bare = words.replaceAll("'", "").replace(/[^\p{L}\p{N}_\s]/gu, " ").split(/\s+/).filter(Boolean).join(" ");
  return BLANK_WORDS.includes(bare) || SAID_BLANK.test(bare);
}
