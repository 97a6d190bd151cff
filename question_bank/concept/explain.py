"""Why do two 3 × 3 layers replace a 5 × 5 layer? To be explained in one or two sentences."""

from examgen.authoring import Ask, Draw, Explanation, Field, Question, Sourced
from examgen.question.statements import Explained, Explanations
from examgen.question_bank.concept._statements import file_of, files


class Explain(Question):
    """A question to be answered in sentences; a person marks the answer by its criteria."""

    topic, level, title = "concept", 2, "Explain"
    stem = "Answer in one or two sentences."
    theme: str = Field(description="Name of the theme, such as convolutional, recurrent or training.")
    subject: str = Field(min_length=1, description="Name of the question to be explained, an entry of that file.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        known = files(Explanations, d.bank, "explanations")
        theme = d.choice("theme", [name for name, file in known.items() for _ in file.items])
        subjects = [item.id for item in file_of(Explanations, d.bank, "explanations", theme).items]
        return dict(theme=theme, subject=d.choice("subject", subjects))

    def check(self) -> None:
        _ = self.explained  # which refuses

    @property
    def explained(self) -> Explained:
        """What is to be explained, with its model answer."""
        return file_of(Explanations, self.bank, "explanations", self.theme).named(self.subject)

    @property
    def asks(self) -> dict[str, Ask]:
        item = self.explained
        criteria = tuple((criterion.text, criterion.points) for criterion in item.criteria)
        model = Sourced(lambda _: item.answer, lambda _: [item.source])
        return {"explanation": Ask(item.text, Explanation(criteria, item.answer), of=model)}
