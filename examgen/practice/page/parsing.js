// Parsing a plain text by one of the grammars, which lark-js runs from the data that lark made of them.

class Misfit extends Error {
  constructor(part, place) {
    super(part ? `${part} could not be interpreted` : "it is incomplete");
    this.part = part;
    this.place = place;
  }

  within(typed) {
    if (!this.part) return `${quote(typed)} is incomplete`;
    return this.part === quote(typed) || this.part.length > 40 ? this.message : `${this.part} in ${quote(typed)} could not be interpreted`;
  }
}

const DEEPEST = 8;
const TURNING = new RegExp(TURNED);
const built = {};

/** The tree of a plain text; `typed` is the list of what the student typed, of which a message quotes a part. */
function parsed(name, text, typed, start = "start") {
  let depth = 0;
  [...text].forEach((character, place) => {
    depth += "([{<".includes(character) - ")]}>".includes(character);
    if (depth > DEEPEST) throw new Misfit(partAt(typed, place), place);
  });
  if (["number", "array", "shape"].includes(name)) {
    const seen = typed.includes("√") ? [...text].map((letter, place) => (typed[place] === "√" ? "√" : letter)).join("") : text;
    const turned = TURNING.exec(seen);
    if (turned) throw new Misfit(partAt(typed, turned.index), turned.index);
  }
  const which = `${name}/${start}`;
  built[which] ||= larkParser(GRAMMARS[which].data, GRAMMARS[which].memo);
  try {
    return built[which].parse(text);
  } catch (error) {
    if (!("pos_in_stream" in error)) throw error;
    const ended = error.token && !error.token.value;
    const place = ended ? text.length : (error.token?.start_pos ?? error.pos_in_stream ?? text.length);
    throw new Misfit(partAt(typed, place), place);
  }
}

/** Refuse a reason that comes to another number than the answer before it: 156, because 25 · 6 = 150. */
function checkReasons(tree, written, text) {
  const numbers = (part) => (part.match(/\d[\d.,]*/g) || []).map((number) => number.replace(/[.,]+$/, ""));
  for (const token of leaves(tree).filter((each) => each.type === "REASON")) {
    const said = numbers([...written].slice(0, at(token)).join(""));
    const others = token.value.split("=").slice(1).flatMap((part) => numbers(part).slice(0, 1)).filter((number) => !said.includes(number));
    if (others.length) throw new Unreadable(`${quote(text)} gives ${quote(others[0])} as its result; write only the answer`);
  }
}

function partAt(typed, place) {
  const rest = typed.slice(place, place + 36).join("").trimStart();
  return rest ? quote(rest.split(/\s+/)[0]) : "";
}

const isToken = (node) => node.type !== undefined;
const at = (token) => token.start_pos || 0;

/** The tokens of a tree, from left to right. */
function leaves(node) {
  return isToken(node) ? [node] : node.children.flatMap(leaves);
}

/** A tree and every tree within it. */
function subtrees(node) {
  return isToken(node) ? [] : [node, ...node.children.flatMap(subtrees)];
}

/** The parts of a list that a grammar writes as a list and one more. */
function flat(node, name, keep = () => true) {
  const found = [];
  while (!isToken(node) && node.data === name) {
    const [first, ...rest] = node.children;
    found.push(...rest.filter(keep).reverse());
    node = first;
  }
  return [node, ...found.reverse()];
}
