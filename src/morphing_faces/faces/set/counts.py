"""Counting what became of photographs."""

from collections import Counter
from collections.abc import Iterable

from morphing_faces.faces.rejection import Reason
from morphing_faces.faces.set.faceset import SourceRecord


class Tally:
    """How many photographs of each source were kept, and how many left out for each reason.

    Args:
        sources: The names of the sources, in their order.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._counts: dict[str, Counter[Reason | None]] = {
            source: Counter() for source in dict.fromkeys(sources)
        }

    def count(self, source: str, reason: Reason | None) -> None:
        """Count a photograph: kept where there is no reason against it."""
        self._counts[source][reason] += 1

    def rejected(self) -> dict[str, int]:
        """How many photographs of all sources were left out, the most frequent reason first."""
        total = sum(self._counts.values(), Counter[Reason | None]())
        return {str(reason): count for reason, count in total.most_common() if reason is not None}

    def records(self) -> tuple[SourceRecord, ...]:
        """The counts of each source, as the card of a face set has them."""
        return tuple(
            SourceRecord(
                name=source,
                photographs=counts.total(),
                kept=counts[None],
                rejected={str(reason): counts[reason] for reason in Reason if counts[reason]},
            )
            for source, counts in self._counts.items()
        )
