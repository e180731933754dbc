"""Counting what became of photographs."""

from collections import Counter
from collections.abc import Iterable, Mapping

from morphing_faces.faces.rejection import Reason
from morphing_faces.faces.set.faceset import SourceRecord

DETAILS = 1000
"""At most so many different ones are told apart, in case every file has its own."""


class Counts:
    """How many photographs of each source were kept, and how many left out for each reason.

    Args:
        sources: The names of the sources, in their order.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._counts: dict[str, Counter[Reason | None]] = {
            source: Counter() for source in dict.fromkeys(sources)
        }
        self._details: Counter[str] = Counter()

    def count(self, source: str, reason: Reason | None, detail: str = "") -> None:
        """Count a photograph: kept where there is no reason against it."""
        self._counts[source][reason] += 1
        if reason is Reason.UNREADABLE and (
            detail in self._details or len(self._details) < DETAILS
        ):
            self._details[detail] += 1

    def rejected(self) -> dict[str, int]:
        """How many photographs of all sources were left out, the most frequent reason first."""
        total = sum(self._counts.values(), Counter[Reason | None]())
        return {str(reason): count for reason, count in total.most_common() if reason is not None}

    def commonest(self) -> dict[str, str]:
        """The most frequent detail of a reason that alone does not say what to do about it."""
        return {str(Reason.UNREADABLE): detail for detail, _ in self._details.most_common(1)}

    def records(self, passed_over: Mapping[str, Mapping[str, int]]) -> tuple[SourceRecord, ...]:
        """The counts of each source, as the card of a face set has them.

        Args:
            passed_over: By the name of a source, what it holds besides photographs.
        """
        return tuple(
            SourceRecord(
                name=source,
                photographs=counts.total(),
                kept=counts[None],
                rejected={str(reason): counts[reason] for reason in Reason if counts[reason]},
                passed_over=dict(passed_over[source]),
            )
            for source, counts in self._counts.items()
        )
