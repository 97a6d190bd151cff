// Whether an answer that names several values ends with another one than was asked for.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const bareName = (name) => {
  const bare = name.replace(/[\s_{}()[\]]/g, "").replace(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)));
  return name.includes("/") ? bare.replaceAll("ß", "d") : bare;
};

/** Doubt z = 0.5, a = 0.62 where z was asked for, or where the ask names no symbol. */
function checkNames(type, text, reading) {
  const ofLists = type.name in RANKS;
  const written = plain([...text]);
  const found = [...written.matchAll(new RegExp(ofLists ? LIST_NAMED : NAMED, "g"))];
  const names = found.map((match) => bareName(match[1])).map((name) => (ofLists ? name.replace(/[\d']/g, "") : name));
  const last = found[found.length - 1];
  const name = names[names.length - 1];
  if (new Set(names).size < 2 || CONCLUSIONS.includes(name) || (!type.asked.length && name.endsWith("out"))) return; // n = 28, n_out = 24
  const rest = written.slice(last.index + last[0].length);
  if (new RegExp(`(?:${ofLists ? LIST_CONCLUDED : NAMES_CONCLUDED}).*\\d`).test(rest)) return; // n = 28, f = 5: 24
  if (type.asked.some((symbol) => isSameSymbol(name, symbol))) return;
  throw new Doubtful(`${quote(text)} names several values; write only the one asked for`, [reading]);
}

/** Whether two symbols may be the same: h2 and h_t, but not h2 and h1. */
function isSameSymbol(...both) {
  const [[head, index], [other, another]] = both.map((each) => each.replace(/^((?:d[a-zß]\/d)?[a-zß])/, "$1 ").split(" "));
  return both[0].includes("ß") || (head === other && (index === another || [index, another].some((each) => ["", "t"].includes(each))));
}
