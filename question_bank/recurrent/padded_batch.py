"""Three texts of 3, 6 and 4 words are padded to 5 words: what is the batch, and how many entries are padding?"""

from typing import Any, Literal

from examgen.authoring import Answers, Ask, Computed, Count, Draw, Field, Integer, Matrix, Question, Real
from examgen.authoring import cells, misconception
from examgen.question_bank.recurrent._words import padded

Side = Literal["pre", "post"]


def _batch(q: "PaddedBatch") -> Any:
    return padded(q.texts, q.maxlen, q.padding, q.truncating)


def _share(q: "PaddedBatch", answers: Answers) -> float:
    entries = [*cells(answers["batch"])]
    return 100 * sum(entry == 0 for entry in entries) / len(entries)


class PaddedBatch(Question):
    """Padding texts of different lengths to one batch, and what masking saves."""

    topic, level, title = "recurrent", 1, "Padding a batch of texts"
    symbols = {"maxlen": r"\text{length}"}
    stem = r"""
A batch contains {{ texts | length }} texts, each given as a list of word indices:

{% for text in texts %}
{{ loop.index }}. {{ text | join(", ") }}
{%- endfor %}

All texts are padded or truncated to {{ maxlen }} words.
Zeros are added at the {{ "beginning" if padding == "pre" else "end" }} of shorter texts;
longer texts are truncated at the {{ "beginning" if truncating == "pre" else "end" }}. In Keras, this is `pad_sequences` with
`padding="{{ padding }}"` and `truncating="{{ truncating }}"`.
"""
    batch = Ask("Give the batch as a matrix with one row per text.", Matrix(), of=Computed(_batch), weight=2)
    share = Ask(
        "What percentage of its entries is padding?", Real(decimals=1, unit="%"), of=Computed(_share), follows="batch"
    )
    updates = Ask(
        "A recurrent layer skips the padding (`mask_zero=True` in the embedding). How many state updates does "
        "it compute for the batch?",
        Integer(),
        of=Computed(lambda q, answers: sum(entry != 0 for entry in cells(answers["batch"]))),
        follows="batch",
    )
    texts: tuple[tuple[int, ...], ...] = Field(
        min_length=1, max_length=20, description="Texts as lists of word indices, which start at 1."
    )
    maxlen: Count = Field(description="Number of words in each text of the batch.")
    padding: Side = Field("pre", description="Where zeros are added: pre (at the beginning) or post (at the end).")
    truncating: Side = Field("pre", description="Where long texts are cut: pre (at the start) or post (at the end).")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        maxlen = d.integer("maxlen", 5, 5)
        short = d.sample("short", (maxlen - 3, maxlen - 2, maxlen - 1), 2)
        lengths = d.sample("lengths", (*short, maxlen + 2), 3)
        words = iter(d.sample("words", range(2, 60), sum(lengths)))
        texts = tuple(tuple(next(words) for _ in range(length)) for length in lengths)
        padding = d.choice("padding", ("pre", "post"))
        return dict(texts=texts, maxlen=maxlen, padding=padding, truncating=d.choice("truncating", ("pre", "post")))

    def admissible(self) -> bool:
        return self.derivation().effort <= 6

    @misconception(
        "You added the zeros at the {{ 'end' if padding == 'pre' else 'beginning' }}. With `padding=\"{{ padding }}\"` they are added at "
        "the {{ 'beginning' if padding == 'pre' else 'end' }}."
    )
    def padded_on_the_other_side(self) -> Question | None:
        return self.but(padding="post" if self.padding == "pre" else "pre")

    @misconception(
        "You truncated the long text at the {{ 'end' if truncating == 'pre' else 'beginning' }}. With `truncating=\"{{ truncating }}\"` it "
        "is truncated at the {{ 'beginning' if truncating == 'pre' else 'end' }}."
    )
    def cut_on_the_other_side(self) -> Question | None:
        return self.but(truncating="post" if self.truncating == "pre" else "pre")

    @misconception("You counted the padding as well. With masking, the state is not updated where the entry is 0.")
    def not_masked(self) -> dict[str, int]:
        return {"updates": len(self.texts) * self.maxlen}

    @misconception("You counted all words of the texts. Words that were cut off are not processed.")
    def words_cut_off_counted(self) -> dict[str, int] | None:
        words = sum(map(len, self.texts))
        return {"updates": words} if max(map(len, self.texts)) > self.maxlen else None

    @misconception("You gave the percentage of words. The entries that are not words are padding.")
    def words_for_padding(self) -> dict[str, float]:
        entries = len(self.texts) * self.maxlen
        return {"share": 100 * sum(min(len(text), self.maxlen) for text in self.texts) / entries}
