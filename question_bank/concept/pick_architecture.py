"""English sentences should be translated into French: which network fits, and why?"""

from examgen.authoring import Ask, Choice, Draw, Field, Question, Sourced
from examgen.question.statements import Remark, Task
from examgen.question_bank.concept._offered import RIGHT, chosen
from examgen.question_bank.concept._statements import MOST, tasks


class PickArchitecture(Question):
    """The network for a task, and the reason; all wrong options are about the same task."""

    topic, level, title = "concept", 2, "Which network for this task?"
    stem = "{{ task.text }}"
    use_case: str = Field(description="Name of the task, an entry of a file in `question_bank/concept/use_cases/`.")
    networks: tuple[str, ...] = Field(
        min_length=2, max_length=MOST, description="Networks to choose from; `right` is the suitable one."
    )
    reasons: tuple[str, ...] = Field(
        min_length=2, max_length=MOST, description="Reasons to choose from; `right` is the valid one."
    )

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        known = tasks(d.bank)
        task = known.get(use_case := d.choice("use_case", known))
        if task is None:
            raise ValueError(f"there is no task {use_case!r}; there is {', '.join(known)}")
        networks = (RIGHT, *d.sample("wrong_networks", task.networks, 3))
        reasons = (RIGHT, *d.sample("wrong_reasons", task.reasons, 3))
        return dict(
            use_case=task.id,
            networks=d.sample("networks", networks, len(networks)),
            reasons=d.sample("reasons", reasons, len(reasons)),
        )

    def check(self) -> None:
        if self.use_case not in (known := tasks(self.bank)):
            raise ValueError(f"there is no task {self.use_case!r}; there is {', '.join(known)}")
        for names, wrong in ((self.networks, self.task.networks), (self.reasons, self.task.reasons)):
            if unknown := set(names) - {RIGHT, *wrong}:
                raise ValueError(f"there is no {', '.join(sorted(unknown))}; there is {RIGHT}, {', '.join(wrong)}")
            if RIGHT not in names or len(set(names)) < len(names):
                raise ValueError(f"{RIGHT} must be offered, and nothing twice; got {', '.join(names)}")

    @property
    def task(self) -> Task:
        """The task, with all options."""
        return tasks(self.bank)[self.use_case]

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The names of the options, by ask."""
        return {"network": self.networks, "reason": self.reasons}

    @property
    def offered(self) -> dict[str, tuple[Remark, ...]]:
        """The options, by ask, each with what a student is told who chose it."""
        task = self.task
        networks = {RIGHT: Remark(text=task.network, why=task.reason), **task.networks}
        reasons = {RIGHT: Remark(text=task.reason, why=""), **task.reasons}
        return {
            "network": tuple(networks[name] for name in self.networks),
            "reason": tuple(reasons[name] for name in self.reasons),
        }

    @property
    def asks(self) -> dict[str, Ask]:
        def ask(name: str, text: str) -> Ask:
            right, source = self.names[name].index(RIGHT), self.task.source
            options = Choice(tuple(option.text for option in self.offered[name]))
            return Ask(text, options, of=Sourced(lambda _: right, lambda _: [source]))

        return {
            "network": ask("network", "Which of these networks fits best?"),
            "reason": ask("reason", "Why does it fit?"),
        }

    network_1, network_2, network_3, network_4 = (chosen("network", place) for place in range(4))
    reason_1, reason_2, reason_3, reason_4 = (chosen("reason", place) for place in range(4))
