"""A decoder is trained with teacher forcing on the sentence 7, 12, 5: what are its inputs, its targets and its loss?"""

from examgen.authoring import Ask, Computed, Count, Draw, Field, Question, Real, Row, Vector, misconception
from examgen.question_bank.recurrent._sequences import decoder_inputs, decoder_targets, masked_loss


class TeacherForcing(Question):
    """Inputs and targets of a decoder that is trained with teacher forcing, and its masked loss (calculator)."""

    topic, level, title = "recurrent", 2, "Teacher forcing"
    axes = {"p": "steps"}
    stem = r"""
A decoder is trained with teacher forcing to generate a sentence whose words have the indices {{ sentence | join(", ") }}. The start
token has the index {{ start }} and the end token the index {{ end }}; the start token is never a target, and the end token is never an
input. The inputs and the targets each have {{ steps }} time steps and are padded with 0 at the end.

At time step $t$, the decoder assigns the probability $p_t$ to the target: $p = {{ p | vector }}$. The loss is the mean of $-\ln p_t$ over
all time steps whose target is not padding.
"""
    inputs = Ask(
        "Give the inputs of the decoder for all {{ steps }} time steps.",
        Vector(),
        of=Computed(lambda q: decoder_inputs(q.sentence, q.start, q.steps)),
    )
    targets = Ask(
        "Give the targets of the decoder for all {{ steps }} time steps.", Vector(), of=Computed(lambda q: q.shifted)
    )
    loss = Ask(
        "Compute the loss.",
        Real(decimals=3),
        of=Computed(lambda q, answers: masked_loss(answers["targets"], q.p)),
        follows="targets",
        weight=2,
    )
    sentence: tuple[int, ...] = Field(min_length=1, max_length=50, description="Word indices of the sentence.")
    start: Count = Field(1, description="Index of the start token.")
    end: Count = Field(2, description="Index of the end token.")
    steps: Count = Field(description="Number of time steps of the decoder, including padding.")
    p: Row = Field(description="Probability that the decoder assigns to the target of each time step.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        sentence = d.sample("sentence", range(3, 90), 3)
        steps, shares = (
            d.integer("steps", len(sentence) + 3, len(sentence) + 3),
            (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        )
        p = d.sample("p", shares, steps) if steps <= len(shares) else d.row("p", steps, shares)
        return dict(sentence=sentence, start=d.integer("start", 1, 1), end=d.integer("end", 2, 2), steps=len(p), p=p)

    def check(self) -> None:
        if self.steps <= len(self.sentence) or len(self.p) != self.steps:
            wanted = f"at least {len(self.sentence) + 1} time steps, the end token included, and as many probabilities"
            raise ValueError(f"the sentence needs {wanted}; got steps = {self.steps} and {len(self.p)} probabilities")
        if not all(0 < p <= 1 for p in self.p):
            raise ValueError("every probability must be above 0 and at most 1")

    @property
    def shifted(self) -> tuple[int, ...]:
        """The targets."""
        return decoder_targets(self.sentence, self.end, self.steps)

    def admissible(self) -> bool:
        return len(set(self.p)) == len(self.p)

    @misconception(
        "You gave the targets as inputs. The first input is the start token; after that, each input is the previous word of the sentence."
    )
    def not_shifted(self) -> dict[str, object]:
        return {"inputs": self.shifted}

    @misconception(
        "You left out the end token. It is the target after the last word; from it the decoder learns when to stop."
    )
    def end_left_out(self) -> dict[str, object]:
        targets = (*self.sentence, *(0,) * (self.steps - len(self.sentence)))
        return {"targets": targets, "loss": masked_loss(targets, self.p)}

    @misconception("You left out the start token. It is the input of the first time step.")
    def start_left_out(self) -> dict[str, object]:
        return {"inputs": (*self.sentence, *(0,) * (self.steps - len(self.sentence)))}

    @misconception("You averaged over all time steps. Leave out the time steps whose target is padding.")
    def padding_counted(self) -> dict[str, object] | None:
        whole = masked_loss([1] * self.steps, self.p)
        return {"loss": whole} if self.steps > len(self.sentence) + 1 else None

    @misconception(
        "You divided by the total number of time steps. Divide by the number of targets that are not padding."
    )
    def divided_by_all(self) -> dict[str, object] | None:
        real = len(self.sentence) + 1
        return {"loss": masked_loss(self.shifted, self.p) * real / self.steps} if self.steps > real else None

    @misconception("You did not divide by the number of targets. The loss is a mean.")
    def not_averaged(self) -> dict[str, object]:
        return {"loss": masked_loss(self.shifted, self.p) * (len(self.sentence) + 1)}
